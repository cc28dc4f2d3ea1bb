"""What an operator may know of the lines: how many letters wait, whether a line rests, when it was used.

Counts and moments of a whole line, never of a person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.people.records import ContactPoint
from consult.post.records import Attempt, Delivery, Inbound, Line, Message, Unreadable


@dataclass(frozen=True)
class LineSeen:
    """`waiting` letters will go by this line, `due` of them may go now. `code`: the network's own word
    for why it rests until `rests_until`. `went`, `came`: when a letter last did."""

    provider: str
    waiting: int = 0
    due: int = 0
    rests_until: datetime | None = None
    code: str = ""
    went: datetime | None = None
    came: datetime | None = None


def lines_seen(session: Session, *, providers: Collection[str], now: datetime) -> list[LineSeen]:
    """The line of each of `providers`, as it is now."""
    waiting, due = _waiting(session, None), _waiting(session, now)
    resting = session.scalars(select(Line).where(Line.paused_until > now))
    rests = {line.provider: (line.paused_until, line.pause_code) for line in resting}
    went = _latest(session, Attempt.provider, Attempt.started_at, Attempt.outcome == "accepted")
    came = _latest(session, Inbound.provider, Inbound.received_at, True)
    return [
        LineSeen(
            each,
            waiting.get(each, 0),
            due.get(each, 0),
            *rests.get(each, (None, "")),
            went=went.get(each),
            came=came.get(each),
        )
        for each in providers
    ]


def unreadable(session: Session, *, most: int, skip: int = 0) -> list[Unreadable]:
    """Requests that a network signed and that said nothing we know, the newest first."""
    newest = select(Unreadable).order_by(Unreadable.received_at.desc(), Unreadable.id)
    return list(session.scalars(newest.offset(skip).limit(most)))


def count_unreadable(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Unreadable)) or 0


def _waiting(session: Session, due: datetime | None) -> dict[str, int]:
    """How many letters wait by provider; with `due`, those that may go by then."""
    waiting = (
        select(ContactPoint.provider, func.count())
        .select_from(Message)
        .join(Message.contact_point)
        .where(Message.state == Delivery.PENDING)
        .group_by(ContactPoint.provider)
    )
    if due is not None:
        waiting = waiting.where(Message.not_before <= due)
    return dict(session.execute(waiting).all())


def _latest(session: Session, provider: Any, at: Any, where: Any) -> dict[str, datetime]:
    return dict(session.execute(select(provider, func.max(at)).where(where).group_by(provider)).all())
