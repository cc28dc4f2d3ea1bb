"""What people say of answers, as everyone may read it: counted anew when enough people have said something
new and no number changes by a few. Two visits tell nobody's word.

How many said something at all is told as it is: that number tells no word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.close.few import all_or_none
from consult.loop.close.ledger_lines import Line, Unit
from consult.loop.close.ledger_records import SaidCount
from consult.loop.close.records import Question, Says, Verdict
from consult.loop.collect.records import Consultation
from consult.loop.understand.records import Theme
from consult.loop.understand.small_cells import FEWEST


@dataclass(frozen=True)
class SaidBy:
    """What people had said by the day `on`."""

    on: date
    counts: Mapping[Says, int]


def said_by(session: Session, consultation: Consultation) -> SaidBy | None:
    """What was counted last; None: fewer people than are ever counted have said something."""
    rows = list(
        session.scalars(
            select(SaidCount)
            .where(SaidCount.consultation_id == consultation.id)
            .order_by(SaidCount.on.desc())
            .limit(len(Says))
        )
    )
    if not rows:
        return None
    newest = rows[0].on
    return SaidBy(newest, {each.says: each.answers for each in rows if each.on == newest})


def count_said(
    session: Session, *, consultation: Consultation, says: Mapping[Says, int], k: int, on: date
) -> None:
    """Keep `says`, counted now, if at least `k` people have said something since the last count, and each
    number is one that was told or at least `k` away from it. Once a day at most; a word of the same day that
    came after a count is taken for no new one."""
    last, k = said_by(session, consultation), max(k, FEWEST)
    if last is not None and last.on >= on:
        return
    if _people_since(session, consultation, last.on if last else None) < k:
        return
    told = _told_before(session, consultation)
    if any(0 < abs(says.get(each, 0) - before[each]) < k for before in told for each in before):
        return
    for each in Says:
        counted = {"consultation_id": consultation.id, "on": on}
        session.add(SaidCount(says=each, answers=says.get(each, 0), **counted))


def _told_before(session: Session, consultation: Consultation) -> list[dict[Says, int]]:
    """The counts that anybody may have seen, of every day."""
    of_day: dict[date, dict[Says, int]] = {}
    for each in session.scalars(select(SaidCount).where(SaidCount.consultation_id == consultation.id)):
        of_day.setdefault(each.on, {})[each.says] = each.answers
    return [counts for counts in of_day.values() if None not in all_or_none(counts).values()]


def said_lines(said: SaidBy | None, *, judged: int, k: int) -> list[Line]:
    """The last count, all of its numbers or none. Nobody said anything: nought is no secret."""
    if said is None:
        value = None if judged else 0
        return [Line(f"says.{each}", Unit.OWED, value, withheld=judged > 0) for each in Says]
    told = all_or_none({str(each): said.counts.get(each, 0) for each in Says}, k=k)
    return [
        Line(f"says.{each}", Unit.OWED, n, withheld=n is None, counted=said.on) for each, n in told.items()
    ]


def _people_since(session: Session, consultation: Consultation, day: date | None) -> int:
    """How many people have said something of an answer after `day`."""
    people = (
        select(func.count(Verdict.participant_id.distinct()))
        .join(Theme, Theme.id == Verdict.theme_id)
        .where(Theme.consultation_id == consultation.id, Verdict.question == Question.ANSWERED)
    )
    return session.scalar(people.where(Verdict.on > day) if day else people) or 0
