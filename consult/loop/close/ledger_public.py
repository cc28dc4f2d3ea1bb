"""The ledger as everyone may read it: of one consultation, and of all in public communities together.

Sums over several consultations are made from what each of them shows, and from nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.loop.close.few import all_or_none
from consult.loop.close.ledger import Beans, Count, Ledger, Told, ledger, shown_debts, told_to_community
from consult.loop.close.ledger_lines import Line, Rows, Unit, lines_of, summed, together
from consult.loop.close.ledger_rows import rows_of
from consult.loop.close.ledger_seats import seats_of, typed_paid
from consult.loop.close.letters import Chain
from consult.loop.close.records import Form, Says
from consult.loop.close.said_counted import SaidBy, said_by, said_lines
from consult.loop.close.verdicts_counted import taken_lines
from consult.loop.collect.records import Consultation, Round
from consult.people.records import Community

PEOPLE_AND_OWED = (
    "owed", "on_theme", "alone", "set_aside", "not_read", "answered", "sent", "knocked", "reached",
    "in_person", "in_community",
)  # fmt: skip


@dataclass(frozen=True)
class OpenLedger:
    """`of`: the short names of the consultations that it counts. `told`: by returns, of one consultation."""

    of: tuple[str, ...]
    today: date
    lines: tuple[Line, ...]
    rows: Rows
    told: tuple[Told, ...] = ()
    counted: date | None = None
    """The day on which people were counted; of several consultations the first of these days."""

    def line(self, key: str, unit: Unit | None = None) -> Line | None:
        return next((each for each in self.lines if each.key == key and unit in (None, each.unit)), None)


def open_ledger(
    session: Session, *, consultation: Consultation, chain: Chain, k: int, now: datetime
) -> OpenLedger:
    """Everything public of one consultation, counted now."""
    counted = ledger(session, consultation=consultation, chain=chain, now=now)
    lines = people_lines(session, consultation, counted, k=k)
    return with_lines(session, consultation, lines, counted=now.date(), k=k, now=now)


def people_lines(session: Session, consultation: Consultation, counted: Ledger, *, k: int) -> list[Line]:
    """The numbers of a consultation that take long to count: people, and what is owed to them."""
    return [
        *_people(counted, said_by(session, consultation), k),
        typed_paid(session, consultation, spoke=counted.spoke - counted.left, k=k),
        *seats_of(session, consultation, k=k),
    ]


def with_lines(
    session: Session, consultation: Consultation, lines: list[Line], *, counted: date, k: int, now: datetime
) -> OpenLedger:
    """The ledger with those `lines` that were `counted` on a day, and all else as it is now."""
    rows = rows_of(session, consultation, now=now, k=k)
    told = told_to_community(session, consultation)
    whole = (*lines, *_meetings(told), *lines_of(rows, now.date()))
    return OpenLedger((consultation.slug,), now.date(), whole, rows, _told(told, k), counted)


def in_public_communities(session: Session) -> list[Consultation]:
    """Every consultation that ever opened and may be listed, the oldest first."""
    opened = exists().where(Round.consultation_id == Consultation.id, Round.opened_at.is_not(None))
    found = select(Consultation).join(Community).where(Community.public, opened)
    return list(session.scalars(found.order_by(Consultation.made_at, Consultation.slug)))


def of_all(found: Sequence[OpenLedger], *, today: date) -> OpenLedger:
    """Of the whole mission: sums of what each consultation shows."""
    rows = together(each.rows for each in found)
    of_rows = {line.key for line in lines_of(rows, today)}
    lines = summed([[line for line in each.lines if line.key not in of_rows] for each in found])
    slugs = tuple(slug for each in found for slug in each.of)
    counted = min((each.counted for each in found if each.counted), default=today)
    return OpenLedger(slugs, today, (*lines, *lines_of(rows, today)), rows, counted=counted)


def of_office(session: Session, office: str, *, now: datetime, k: int) -> OpenLedger:
    """What is asked of one office, what it says, promises and did, in consultations of public communities.
    Nobody who spoke is counted by office: that would count them by theme."""
    each_rows = {
        each.slug: rows_of(session, each, now=now, k=k).of(office) for each in in_public_communities(session)
    }
    mine = {slug: rows for slug, rows in each_rows.items() if any(vars(rows).values())}
    rows = together(mine.values())
    today = now.date()
    return OpenLedger(tuple(mine), today, tuple(lines_of(rows, today)), rows)


def _people(counted: Ledger, said: SaidBy | None, k: int) -> list[Line]:
    """What counts people, and answers owed to them."""
    shown, few = shown_debts(counted, k=k)
    lines = [Line(key, Unit.PEOPLE, getattr(counted, key)) for key in ("spoke", "left", "being_read")]
    for key in PEOPLE_AND_OWED:
        count: Count = getattr(counted, key)
        lines += [Line(key, Unit.PEOPLE, count.people), Line(key, Unit.OWED, count.owed)]
    judged = sum(counted.says.values())
    lines.append(Line("judged", Unit.OWED, judged))
    lines += said_lines(said, judged=judged, k=k)
    lines += taken_lines(counted.taken, judged=judged, k=k)
    lines.append(Line("silent", Unit.OWED, counted.silent))
    lines += [Line(f"debts.{reason}", Unit.OWED, number) for reason, number in shown]
    lines += [Line(f"debts.{reason}", Unit.OWED, None, withheld=True) for reason in few]
    lines.append(Line("oldest_debt_days", Unit.DAYS, counted.days))
    return lines


def _told(found: Sequence[Told], k: int) -> tuple[Told, ...]:
    """The returns; of a meeting's beans for one theme, and for one promise, all are told, or none."""

    def beans(each: Told) -> tuple[Beans, ...]:
        asked: dict[tuple[int, str | None, date | None], dict[Says, int]] = {}
        for line in each.beans:
            said = asked.setdefault((line.number, line.office, line.day), {})
            said[line.says] = said.get(line.says, 0) + (line.beans or 0)
        told = {one: all_or_none(said, k=k) for one, said in asked.items()}
        return tuple(
            Beans(number, says, count, office, day)
            for (number, office, day), counts in told.items()
            for says, count in counts.items()
        )

    return tuple(replace(each, beans=beans(each)) for each in found)


def _meetings(told: Sequence[Told]) -> list[Line]:
    """Returns have their own lines: a meeting's people and beans are never added to persons."""
    return [Line(f"told.{form}", Unit.MEETINGS, sum(each.form is form for each in told)) for form in Form]
