"""Conversations that rest: exact times go after two days, words nobody agreed to keep after a week."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.days import EXACT_FOR, day_of
from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk

UNDECIDED = timedelta(days=7)
"""How long somebody may think about speaking. Then what they sent is gone; they may join again."""
TIMES = (
    "answered_at",
    "begun_at",
    "unasked_for",
    "flood_told",
    "told_at",
    "private",
    "asked_after",
    "prompt_later",
)
"""What a conversation remembers to the minute, only to tell which texts belong together."""


def coarsen(session: Session, *, now: datetime) -> int:
    """Forget at which hour conversations last moved; return how many forgot something now."""
    resting = session.scalars(select(Conversation).where(Conversation.moved_at < now - EXACT_FOR)).all()
    return sum(_forget(session, talk, now) for talk in resting)


def _forget(session: Session, talk: Conversation, now: datetime) -> bool:
    if talk.moved_at < now - UNDECIDED and (talk.state is Talk.CHOICE or "held" in talk.memory):
        return _undecided(session, talk)
    day = day_of(talk.moved_at)
    kept = {name: value for name, value in talk.memory.items() if name not in TIMES}
    if (day, kept) == (talk.moved_at, talk.memory):
        return False
    talk.moved_at, talk.memory = day, kept
    return True


def _undecided(session: Session, talk: Conversation) -> bool:
    """Nobody said whose the words are, or that they may be kept: they are not."""
    talk.memory = {
        name: value
        for name, value in talk.memory.items()
        if name not in (*TIMES, "held", "joining", "earlier", "open")
    }
    talk.state = talk.before
    if talk.state is Talk.STRANGER:
        session.delete(talk)
    return True
