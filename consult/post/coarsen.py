"""What the post forgets two days after a letter is done with: words, sender, order and hour.

The words of a letter out are gone sooner, when it has ended (deliveries.py); those of one that waits
for a person (set_aside.py) stay for two weeks.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from consult.common.days import EXACT_FOR, day_of
from consult.common.portions import in_portions
from consult.post.records import Attempt, Delivery, DeliveryEvent, Inbound, Message

DECIDED = timedelta(days=14)
"""How long a person has to say whether a letter that failed goes once more."""


def coarsen(session: Session, *, now: datetime, most: int = 500) -> int:
    """Forget what is due, `most` of each kind at a time; return how many rows changed."""
    return (
        _letters_in(session, now - EXACT_FOR, most)
        + _letters_out(session, now - EXACT_FOR, most)
        + _words_out(session, now - DECIDED, most)
    )


def _letters_in(session: Session, before: datetime, most: int) -> int:
    """Letters that were understood: that they came is still known, so a repeat adds nothing."""
    letters = session.scalars(
        select(Inbound).where(Inbound.coarse.is_(False), Inbound.understood_at < before).limit(most)
    ).all()
    for letter in letters:
        letter.sealed = None
        letter.sender_lookup = ""
        letter.place = None
        letter.received_at = day_of(letter.received_at)
        letter.understood_at = day_of(letter.understood_at or letter.received_at)
        letter.coarse = True
    return len(letters)


def _letters_out(session: Session, before: datetime, most: int) -> int:
    messages = session.scalars(
        select(Message).where(Message.coarse.is_(False), Message.ended_at < before).limit(most)
    ).all()
    for message in messages:
        message.place = None
        message.made_at = day_of(message.made_at)
        message.not_before = day_of(message.not_before)
        message.ended_at = day_of(message.ended_at or message.made_at)
        message.coarse = True
    for some in in_portions(message.id for message in messages):
        for attempt in session.scalars(select(Attempt).where(Attempt.message_id.in_(some))):
            attempt.started_at = day_of(attempt.started_at)
        events = select(DeliveryEvent).join(DeliveryEvent.attempt).where(Attempt.message_id.in_(some))
        for event in session.scalars(events):
            event.at = day_of(event.at)
    return len(messages)


def _words_out(session: Session, before: datetime, most: int) -> int:
    kept = select(Message).where(
        Message.state == Delivery.FAILED,
        Message.ended_at < before,
        cast(Message.sentences, String) != "[]",
    )
    messages = session.scalars(kept.limit(most)).all()
    for message in messages:
        message.sentences = []
    return len(messages)
