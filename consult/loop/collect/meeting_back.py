"""A meeting that was told of by mistake, or twice, is taken back whole; and who took it back."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.history import Actor, HistoryEntry
from consult.loop.collect.answers import take_back
from consult.loop.collect.reading import reading_seat
from consult.loop.collect.records import Answer, AnswerPart, MeetingReport, PartKind
from consult.people.permissions import Action
from consult.people.records import Account, HelperLink, Role, Seat

TAKEN_BACK = "meeting.taken_back"


def take_back_meeting(
    session: Session, *, report: MeetingReport, by: Account | HelperLink, now: datetime
) -> None:
    """It was told of by mistake, or twice: it counts nowhere and its words are wiped; on record.

    For the helper who told of it, until a first reader has read something of it, and for representatives
    who read in its consultation. What is with the protection officer stays there, and cannot return to the
    open flow. A second time changes nothing.
    """
    actor = _may_take_back(session, report, by, now)
    session.refresh(report, ["withdrawn_on"], with_for_update=True)
    if report.withdrawn_on is not None:
        return
    said = select(Answer).where(Answer.meeting_id == report.id, Answer.withdrawn_on.is_(None))
    points = session.scalars(said.with_for_update()).all()
    if isinstance(by, HelperLink) and is_read(session, report=report):
        raise Refused(
            mark("A first reader has read words of this meeting. Only a representative can take it back now.")
        )
    report.withdrawn_on = now.date()
    for point in points:
        if point.protected_on is None:
            take_back(session, answer=point, now=now)
        else:
            point.withdrawn_on = now.date()
    session.flush()
    history.note(session, by=actor, action=TAKEN_BACK, about=report, now=now, points=len(points))


def _may_take_back(session: Session, report: MeetingReport, by: Account | HelperLink, now: datetime) -> Actor:
    if isinstance(by, HelperLink):
        if report.helper_link_id != by.id:
            raise NotAllowed
        return Actor("helper", by.id)
    asked, action = report.round.consultation, Action.NAME_THEMES
    if reading_seat(session, account=by, consultation=asked, action=action, now=now) is None:
        raise NotAllowed
    return by.actor


def is_read(session: Session, *, report: MeetingReport) -> bool:
    """Whether a first reader passed one of its points on, or gave it to the protection officer."""
    passed_on = select(AnswerPart.answer_id).where(AnswerPart.kind == PartKind.MASKED)
    read = or_(Answer.protected_on.is_not(None), passed_on.where(AnswerPart.answer_id == Answer.id).exists())
    return session.scalar(select(Answer.id).where(Answer.meeting_id == report.id, read).limit(1)) is not None


class TakenBack(NamedTuple):
    """Who took a meeting back: helper `number`, or representative `number`."""

    helper: bool
    number: int


def taken_back_by(session: Session, *, reports: Collection[MeetingReport]) -> dict[UUID, TakenBack]:
    """By meeting, who took it back, as the public says it."""
    gone = {each.id: each for each in reports if each.withdrawn_on is not None}
    entries = session.scalars(
        select(HistoryEntry).where(HistoryEntry.action == TAKEN_BACK, HistoryEntry.about_id.in_(gone))
    )
    found = {each.about_id: _who(session, each, gone[each.about_id]) for each in entries}
    return {which: who for which, who in found.items() if who is not None}


def _who(session: Session, entry: HistoryEntry, report: MeetingReport) -> TakenBack | None:
    if entry.actor_kind == "helper":
        link = session.get(HelperLink, entry.actor_id)
        return TakenBack(helper=True, number=link.number) if link else None
    held = select(Seat.number).where(
        Seat.account_id == entry.actor_id,
        Seat.community_id == report.round.consultation.community_id,
        Seat.role == Role.REPRESENTATIVE,
        Seat.since <= entry.at,
    )
    number = session.scalar(held.order_by(Seat.since.desc(), Seat.id).limit(1))
    return TakenBack(helper=False, number=number) if number else None
