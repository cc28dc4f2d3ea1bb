"""Who may read people's words: representatives of their own community, and of no other.

A person chooses *people here* or also *people from elsewhere*. The only reading seats there are
belong to representatives of the person's own community, so both choices open the same door:
a seat elsewhere, in a committee or in an office opens none.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from consult.common.errors import NotAllowed
from consult.loop.collect.records import Answer, Consultation, Submission
from consult.people.permissions import Action, seat_for
from consult.people.records import Account


def is_here(session: Session, *, by: Account, consultation: Consultation, now: datetime) -> bool:
    """Whether `by` holds a reading seat in the community that this consultation belongs to."""
    seat = seat_for(
        session, account=by, action=Action.READ_ANSWERS, now=now, community=consultation.community
    )
    return seat is not None


def must_be_reader(session: Session, *, by: Account, consultation: Consultation, now: datetime) -> None:
    if not is_here(session, by=by, consultation=consultation, now=now):
        raise NotAllowed


def must_be_representative(
    session: Session, *, by: Account, action: Action, consultation: Consultation, now: datetime
) -> None:
    """Codes, themes and findings are the community's own: no seat elsewhere changes them."""
    seat = seat_for(session, account=by, action=action, now=now, community=consultation.community)
    if seat is None:
        raise NotAllowed


def stands() -> ColumnElement[bool]:
    """The condition on `Answer` and `Submission` that the words were not taken back."""
    return and_(Answer.withdrawn_on.is_(None), Submission.withdrawn_on.is_(None))
