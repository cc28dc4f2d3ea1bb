"""Who may read people's words: those who have a reading seat in the consultation, and nobody else.

A person chooses *people here* or also *people from elsewhere*. A seat in another community, in a
committee or in an office opens no words at all.
"""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.reading import WORDS, is_open_to, reading_seat
from consult.loop.collect.records import Answer, Consultation, MeetingReport, Submission
from consult.loop.understand.records import Card
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Role, Seat

T = TypeVar("T", bound=Any)


def must_be_reader(session: Session, *, by: Account, consultation: Consultation, now: datetime) -> Seat:
    """The seat by which `by` reads here."""
    seat = reading_seat(session, account=by, consultation=consultation, action=Action.READ_ANSWERS, now=now)
    if seat is None:
        raise NotAllowed
    return seat


def must_be_open(card: Card, seat: Seat) -> None:
    """Among those who may read the card is the holder of `seat`: who spoke chose that."""
    if not is_open_to(card.answer, seat):
        raise NotAllowed


def must_stand(card: Card, *, field: str = "text") -> None:
    """The words on `card` are in the open flow: nothing is read, passed on or sorted of others."""
    if card.answer.protected_on:
        raise Refused(
            mark("Card %(number)s is with the protection officer."), field=field, number=card.number
        )
    gone = card.answer.submission and card.answer.submission.withdrawn_on
    if card.answer.withdrawn_on or gone:
        raise Refused(mark("The words on card %(number)s were taken back."), field=field, number=card.number)


def must_be_read(card: Card) -> None:
    if card.masked_at is None:
        raise Refused(
            mark("Card %(number)s waits for its first reader. It can be sorted after that."),
            field="codes",
            number=card.number,
        )


def must_be_representative(
    session: Session, *, by: Account, action: Action, consultation: Consultation, now: datetime
) -> None:
    """Codes, themes and findings are the community's own: no seat elsewhere changes them, nor does a
    reader from elsewhere. Codes are named by those who read."""
    if action in WORDS:
        seat = reading_seat(session, account=by, consultation=consultation, action=action, now=now)
        seat = seat if seat and seat.role is Role.REPRESENTATIVE else None
    else:
        seat = seat_for(session, account=by, action=action, now=now, community=consultation.community)
    if seat is None:
        raise NotAllowed


def stands() -> ColumnElement[bool]:
    """The condition on `Answer` and `Submission` that the words were not taken back and are not with the
    protection officer. Where points of meetings count too, the submission is joined by `from_whom`."""
    return and_(in_the_flow(), Submission.withdrawn_on.is_(None))


def in_the_flow() -> ColumnElement[bool]:
    """The part of it that is on `Answer`: the whole, for points of meetings."""
    return and_(Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None))


def from_whom(answers: Select[T]) -> Select[T]:
    """`answers` with the submission of each, or the meeting at which it was said: what counts cards asks
    for both. What counts people joins the submission alone, and so no meeting is ever a person."""
    return answers.outerjoin(Answer.submission).outerjoin(Answer.meeting)


def their_language() -> ColumnElement[str]:
    """After `from_whom`: the language of the words."""
    return func.coalesce(Submission.language, MeetingReport.language)


def their_round() -> ColumnElement[UUID]:
    """After `from_whom`: the id of the round in which they were said."""
    return func.coalesce(Submission.round_id, MeetingReport.round_id)


def their_day() -> ColumnElement[date]:
    """After `from_whom`: the day on which they came."""
    return func.coalesce(Submission.received_on, MeetingReport.received_on)


def cards_open_to(seat: Seat | None) -> ColumnElement[bool]:
    """`open_to`, as it is noted on `Card`."""
    if seat is not None and seat.role is Role.READER:
        return Card.elsewhere.is_(True)
    return true()


def gone() -> CompoundSelect[UUID]:
    """The ids of all answers of which `stands` is not true: few of all, and found without the others."""
    taken_back = select(Submission.id).where(Submission.withdrawn_on.is_not(None))
    return (
        select(Answer.id)
        .where(or_(Answer.withdrawn_on.is_not(None), Answer.protected_on.is_not(None)))
        .union(select(Answer.id).where(Answer.submission_id.in_(taken_back)))
    )
