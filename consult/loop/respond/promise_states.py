"""What holds of a promise now, read from its steps and the clock; and which promises there are."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.loop.collect.records import Consultation
from consult.loop.respond.records import By, Commitment, CommitmentStep, Response, Step, commitment_theme
from consult.people.records import Community, Office

BEFORE = timedelta(days=14)
"""So long before its day whoever keeps a promise is reminded."""


class Reminder(StrEnum):
    """When who keeps a promise is reminded: once each."""

    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"


def due(promise: Commitment) -> date:
    """The day that holds now."""
    return days(promise)[-1]


def days(promise: Commitment) -> list[date]:
    """Every day that it had, the first one first."""
    return [promise.first_day, *(step.day for step in promise.steps if step.step is Step.MOVED)]


def days_on(promise: Commitment, on: date) -> list[date]:
    """The days that it had at some hour of the day `on`, the last one last; none before it was made, and none
    while it was ended."""
    held: list[date] = []
    for changed, day in _changes(promise):
        if changed <= on:
            held = [*(held if changed == on else []), *([day] if day else [])]
    return held


def changed_on(promise: Commitment) -> list[date]:
    """On which days its day moved or it ended, the first one first."""
    return [changed for changed, _ in _changes(promise)[1:]]


def _changes(promise: Commitment) -> list[tuple[date, date | None]]:
    """When it was made, moved or ended, and until when it was promised from then on."""
    steps = [step for step in promise.steps if step.step in (Step.ENDED, Step.MOVED)]
    later = [(step.at.date(), step.day if step.step is Step.MOVED else None) for step in steps]
    return [(promise.at.date(), promise.first_day), *later]


def claimed(promise: Commitment) -> CommitmentStep | None:
    """The claim that stands: a day that moved after it takes it back."""
    last = [step for step in promise.steps if step.step is not Step.AGREED][-1:]
    return last[0] if last and last[0].step is Step.CLAIMED else None


def ended_on(promise: Commitment) -> date | None:
    """Since when it is no promise any more."""
    last = [step for step in promise.steps if step.step in (Step.ENDED, Step.MOVED)][-1:]
    return last[0].day if last and last[0].step is Step.ENDED else None


def waits_for_other(promise: Commitment) -> bool:
    """It is of two, and the other side has not said yes or no."""
    of_two = promise.by in (By.BOTH, By.COMMUNITIES)
    return of_two and not any(step.step in (Step.AGREED, Step.ENDED) for step in promise.steps)


def is_open(promise: Commitment) -> bool:
    """It holds, and who keeps it has not claimed that it is done."""
    return ended_on(promise) is None and not waits_for_other(promise) and claimed(promise) is None


def overdue(promise: Commitment, today: date) -> date | None:
    """Since which day it is overdue, by the clock alone."""
    return due(promise) if is_open(promise) and due(promise) < today else None


def reminder(promise: Commitment, today: date) -> Reminder | None:
    """What there is to remind of today; None while it is far off, kept, ended or not agreed."""
    if not is_open(promise):
        return None
    day = due(promise)
    if day <= today:
        return Reminder.TODAY if day == today else Reminder.OVERDUE
    return Reminder.SOON if day - BEFORE <= today else None


def promises_about(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[Commitment]]:
    """By theme, across releases: every promise that was made about it, the first day first."""
    rows = session.execute(
        select(commitment_theme.c.theme_id, Commitment)
        .join(Commitment, commitment_theme.c.commitment_id == Commitment.id)
        .where(commitment_theme.c.theme_id.in_(list(theme_ids)))
        .options(*_WHOLE)
        .order_by(Commitment.first_day, Commitment.id)
    )
    found: dict[UUID, list[Commitment]] = {}
    for theme_id, each in rows:
        found.setdefault(theme_id, []).append(each)
    return found


def promises_of(
    session: Session, *, office: Office | None = None, community: Community | None = None
) -> list[Commitment]:
    """The promises that an office or a community keeps, or is asked to keep, the first day first."""
    if community is not None:
        here = select(Consultation.id).where(Consultation.community_id == community.id)
        mine = or_(Commitment.consultation_id.in_(here), Commitment.other_community_id == community.id)
    else:
        mine = Commitment.office_id == (office.id if office else None)
    read = select(Commitment).where(mine).options(*_WHOLE)
    return list(session.scalars(read.order_by(Commitment.first_day, Commitment.id)))


def every_promise(session: Session) -> list[Commitment]:
    """All of them, for the clock."""
    return list(session.scalars(select(Commitment).options(*_WHOLE)))


_WHOLE = (
    selectinload(Commitment.steps),
    selectinload(Commitment.themes),
    joinedload(Commitment.office),
    joinedload(Commitment.other_community),
    joinedload(Commitment.response).joinedload(Response.office),
)
