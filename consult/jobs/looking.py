"""What there may be to do: one question that holds nothing, asked before anything is taken.

On SQLite whoever takes something keeps every other writer waiting; a worker that found nothing must
not have done so. It may say yes where nothing can be taken after all, never no where something can.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from consult.common.outbox import OutboxItem
from consult.post.doubts import DOUBTFUL
from consult.post.records import Delivery, Inbound, Message


@dataclass(frozen=True)
class Due:
    """Whether there may be letters to hear, texts to send, errands to do, doubts to ask about."""

    letters: bool
    texts: bool
    errands: bool
    doubts: bool


def look(session: Session, *, now: datetime) -> Due:
    """What may be done at `now`."""
    free, left = Inbound.leased_until, OutboxItem.leased_until
    found = session.execute(
        select(
            exists().where(
                Inbound.understood_at.is_(None),
                Inbound.set_aside_at.is_(None),
                or_(free.is_(None), free < now),
            ),
            exists().where(Message.state == Delivery.PENDING, Message.not_before <= now),
            exists().where(
                OutboxItem.done_at.is_(None),
                OutboxItem.set_aside_at.is_(None),
                OutboxItem.due_at <= now,
                or_(left.is_(None), left < now),
            ),
            exists().where(
                Message.state.in_(DOUBTFUL), Message.ended_at.is_(None), Message.leased_until < now
            ),
        )
    ).one()
    return Due(*map(bool, found))
