"""Conversations that rest: after two days only the day of their last text is kept."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.loop.collect.records import Conversation

AFTER = timedelta(hours=48)
BACK = timedelta(days=60)
"""How far back is looked: a worker that was silent for weeks still makes up for it."""


def coarsen(session: Session, *, now: datetime) -> int:
    """Forget at which hour conversations last moved; return how many forgot it now."""
    resting = session.execute(
        select(Conversation.id, Conversation.moved_at).where(
            Conversation.moved_at < now - AFTER, Conversation.moved_at > now - BACK
        )
    ).tuples()
    fresh = [(talk_id, day) for talk_id, at in resting if (day := _day(at)) != at]
    for talk_id, day in fresh:
        session.execute(update(Conversation).where(Conversation.id == talk_id).values(moved_at=day))
    return len(fresh)


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
