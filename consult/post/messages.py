"""Letters out: written in the transaction of their cause, each ask once, bundled for each person.

A message is sentence keys, values and a language. claims.py looks once more whether it may go
and hands it to a worker; deliveries.py notes what became of it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.people.records import ContactPoint, Reach
from consult.post.records import Attempt, Delivery, Message, MessageCause
from consult.post.segments import MOST, segments

GOODBYE = "goodbye"
"""`about` of a confirmation: it still goes when the phone stopped or the person left just now."""
WHOLE_ANSWER = "answer"
"""`about` of a text that tells an answer in full: never to a person who now wants less than that."""
NOT_TAKEN = ("throttled", "setup")
"""Outcomes of an attempt of which nothing was sent for sure."""
OURS = "a" * 150
"""Stands for a sentence of ours where its words are not known: as long as the longest of them."""


@dataclass(frozen=True)
class Phrase:
    """A sentence of ours by its key, with the values for its places."""

    key: str
    values: dict[str, str | int] = field(default_factory=dict)


def write(
    session: Session,
    *,
    key: str,
    point: ContactPoint,
    reach: Reach | None,
    sentences: list[Phrase],
    language: str,
    asked: bool,
    about: str,
    now: datetime,
    not_before: datetime | None = None,
) -> Message:
    """Ask that `sentences` go to a phone; return the message that will carry them.

    The same `key` is the same ask: it adds nothing and returns the message that carries it.
    What nobody `asked` for joins the bundle that still waits for this person, if one does and
    there is room. Replies stand alone and go in the order in which they were written.
    """
    session.flush()
    known = written(session, key)
    if known is not None:
        return known
    entries = [{"key": each.key, "values": each.values, "about": about} for each in sentences]
    start = not_before or now
    message = None
    if not asked and reach is not None:
        message = _bundle(session, reach, language, entries, start=start, now=now)
    if message is None:
        message = Message(
            key=key,
            contact_point=point,
            reach=reach,
            sentences=entries,
            language=language,
            asked=asked,
            about=about,
            not_before=start,
            state=Delivery.PENDING,
            place=_next_place(session, point),
            faults=0,
            made_at=now,
            coarse=False,
        )
        session.add(message)
    else:
        message.sentences = [*message.sentences, *entries]
    session.add(MessageCause(key=key, message=message))
    session.flush()
    return message


def written(session: Session, key: str) -> Message | None:
    """The message that carries the ask `key`, or None when it was never asked."""
    carries = select(MessageCause.message_id).where(MessageCause.key == key)
    return session.scalar(select(Message).where(Message.id.in_(carries)))


def _bundle(
    session: Session,
    reach: Reach,
    language: str,
    entries: list[dict[str, Any]],
    *,
    start: datetime,
    now: datetime,
) -> Message | None:
    """The waiting bundle of this person on this phone that has room and goes no earlier than `start`.

    One that waits to go again gets no more words: its first try may yet turn out to have arrived.
    """
    tried = select(Attempt.id).where(
        Attempt.message_id == Message.id, func.coalesce(Attempt.outcome, "").not_in(NOT_TAKEN)
    )
    waiting = session.scalars(
        select(Message)
        .where(
            Message.reach_id == reach.id,
            Message.state == Delivery.PENDING,
            Message.asked.is_(False),
            Message.language == language,
            ~tried.exists(),
        )
        .order_by(Message.place)
        .with_for_update(key_share=True)
    )
    for message in waiting:
        in_time = start <= max(message.not_before, now)
        if in_time and _segments([*message.sentences, *entries]) <= MOST:
            return message
    return None


def _segments(entries: list[dict[str, Any]]) -> int:
    """What the entries will take: their values exactly, each sentence of ours roughly."""
    values = (str(value) for entry in entries for value in entry["values"].values())
    return segments(" ".join([*values, *[OURS] * len(entries)])).segments


def _next_place(session: Session, point: ContactPoint) -> int:
    last = session.scalar(select(func.max(Message.place)).where(Message.contact_point_id == point.id))
    return (last or 0) + 1
