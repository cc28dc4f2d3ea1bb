"""Ledgers that the clock has counted, so that no page counts the words of thousands anew.

What offices did is read each time: a hold hides at once. Numbers of people are those of the last count,
which is at most a day old; without one they are counted while somebody waits.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from consult.loop.close.ledger import Ledger, ledger
from consult.loop.close.ledger_lines import Line, Unit
from consult.loop.close.ledger_public import (
    OpenLedger,
    in_public_communities,
    of_all,
    open_ledger,
    people_lines,
    with_lines,
)
from consult.loop.close.ledger_records import LedgerKept
from consult.loop.close.letters import Chain
from consult.loop.close.said_counted import count_said
from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.records import Findings

FEW = 2_000
"""So many answers owed are counted while somebody waits for the ledger of their consultation alone."""
EVERY = timedelta(hours=1)
SOON = timedelta(minutes=10)
"""So long after a release what it owes may still be on its way into the tables: no count of that time stands
for an hour."""
STANDS = timedelta(days=1)
"""So long a count may be shown; where the clock stood still it is counted anew."""


@dataclass(frozen=True)
class StillOwed:
    """Why answers have not arrived: a line for each reason. `owed`: answers in all, also those that arrived;
    `days`: how long the oldest is owed; `counted`: when."""

    lines: list[Line]
    owed: int
    days: int | None
    counted: datetime


def to_count(session: Session, *, now: datetime) -> list[UUID]:
    """The consultations whose last count is an hour old or from before a release, or that have none."""
    opened = exists().where(Round.consultation_id == Consultation.id, Round.opened_at.is_not(None))
    released = select(func.max(Findings.released_at)).where(Findings.consultation_id == Consultation.id)
    found = session.execute(
        select(Consultation.id, LedgerKept.counted_at, released.scalar_subquery())
        .outerjoin(LedgerKept, LedgerKept.consultation_id == Consultation.id)
        .where(opened)
        .order_by(Consultation.made_at, Consultation.id)
    )
    return [each for each, counted, last in found if _is_old(counted, last, now)]


def _is_old(counted: datetime | None, released: datetime | None, now: datetime) -> bool:
    if counted is None or counted <= now - EVERY:
        return True
    return released is not None and counted < released + SOON


def keep(session: Session, *, consultation_id: UUID, counted: Ledger, k: int, now: datetime) -> None:
    """In place of the count before it. What people say is counted first: the lines take it from there."""
    consultation = session.get_one(Consultation, consultation_id)
    count_said(session, consultation=consultation, says=counted.says, k=k, on=now.date())
    session.flush()
    session.execute(delete(LedgerKept).where(LedgerKept.consultation_id == consultation_id))
    kept = LedgerKept(
        consultation_id=consultation_id, counted_at=now, fewest=k, owed=counted.owed.owed, lines=[]
    )
    kept.lines = [_written(each) for each in people_lines(session, consultation, counted, k=k)]
    session.add(kept)


def ledger_of(
    session: Session, *, consultation: Consultation, chain: Chain, k: int, now: datetime
) -> OpenLedger:
    """Of one consultation: counted now, or where very many answers are owed as it was counted last."""
    kept = _kept(session, [consultation], k=k, now=now).get(consultation.id)
    if kept is None or kept.owed <= FEW:
        return open_ledger(session, consultation=consultation, chain=chain, k=k, now=now)
    return _as_kept(session, consultation, kept, k=k, now=now)


def ledger_of_all(session: Session, *, chain: Chain, k: int, now: datetime) -> OpenLedger:
    """Of all consultations in public communities together: each as it was counted last."""
    listed = in_public_communities(session)
    kept = _kept(session, listed, k=k, now=now)
    found = [
        _as_kept(session, each, kept[each.id], k=k, now=now)
        if each.id in kept
        else open_ledger(session, consultation=each, chain=chain, k=k, now=now)
        for each in listed
    ]
    return of_all(found, today=now.date())


def debts_of(
    session: Session, *, consultation: Consultation, chain: Chain, k: int, now: datetime
) -> tuple[list[Line], date]:
    """Why answers have not arrived, as everyone may read it, and the day on which it was counted."""
    kept = _kept(session, [consultation], k=k, now=now).get(consultation.id)
    found = _as_counted(session, consultation, kept, chain=chain, k=k, now=now)
    return found.lines, found.counted.date()


def still_owed(
    session: Session, *, consultation: Consultation, chain: Chain, k: int, now: datetime
) -> StillOwed:
    """The same with its moment: counted now, or where very many answers are owed as it was counted last."""
    kept = _kept(session, [consultation], k=k, now=now).get(consultation.id)
    if kept is not None and kept.owed <= FEW:
        kept = None
    return _as_counted(session, consultation, kept, chain=chain, k=k, now=now)


def _as_counted(
    session: Session, this: Consultation, kept: LedgerKept | None, *, chain: Chain, k: int, now: datetime
) -> StillOwed:
    if kept is None:
        counted = ledger(session, consultation=this, chain=chain, now=now)
        return _still_owed(people_lines(session, this, counted, k=k), now)
    since = (now.date() - kept.counted_at.date()).days
    return _still_owed([_read(each, since) for each in kept.lines], kept.counted_at)


def _still_owed(lines: list[Line], counted: datetime) -> StillOwed:
    value = {(each.key, each.unit): each.value for each in lines}
    return StillOwed(
        lines=[each for each in lines if each.key.startswith("debts.")],
        owed=value["owed", Unit.OWED] or 0,
        days=value["oldest_debt_days", Unit.DAYS],
        counted=counted,
    )


def _kept(
    session: Session, consultations: list[Consultation], *, k: int, now: datetime
) -> dict[UUID, LedgerKept]:
    """The counts that stand: none that shows smaller numbers than are shown now."""
    of_these = LedgerKept.consultation_id.in_([each.id for each in consultations])
    rows = session.scalars(select(LedgerKept).where(of_these, LedgerKept.fewest == k))
    return {each.consultation_id: each for each in rows if timedelta(0) <= now - each.counted_at < STANDS}


def _as_kept(
    session: Session, consultation: Consultation, kept: LedgerKept, *, k: int, now: datetime
) -> OpenLedger:
    counted = kept.counted_at.date()
    lines = [_read(each, (now.date() - counted).days) for each in kept.lines]
    return with_lines(session, consultation, lines, counted=counted, k=k, now=now)


def _written(line: Line) -> list[Any]:
    return [
        line.key,
        line.unit,
        line.value,
        line.withheld,
        line.counted.isoformat() if line.counted else None,
    ]


def _read(kept: list[Any], since: int) -> Line:
    """What waits since a day waits longer by the days `since` the count."""
    key, unit, value, withheld, counted = kept
    if unit == Unit.DAYS and value is not None:
        value += since
    return Line(
        key, Unit(unit), value, withheld=withheld, counted=date.fromisoformat(counted) if counted else None
    )
