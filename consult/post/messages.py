"""Letters out: written in the transaction of their cause, each ask once, bundled for each person.

A message is sentence keys, values and a language. claims.py looks once more whether it may go
and hands it to a worker; deliveries.py notes what became of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.common.ids import new_id
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


@dataclass(frozen=True)
class Ask:
    """A wish that `sentences` go to a phone, to one person there where a `reach` is given.

    The same `key` is the same ask. `asked`: a reply to what the person just wrote.
    """

    key: str
    point: ContactPoint
    reach: Reach | None
    sentences: list[Phrase]
    language: str
    asked: bool
    about: str
    not_before: datetime | None = None


@dataclass
class Put:
    """A message that is written down with many others at once. What it has, a `Message` has too."""

    id: UUID
    key: str
    contact_point_id: UUID
    reach_id: UUID | None
    sentences: list[dict[str, Any]]
    language: str
    asked: bool
    about: str
    not_before: datetime
    place: int
    made_at: datetime


@dataclass(frozen=True)
class Before:
    """What stands already at some phones, read at one moment; what is added since stands here too.

    `waiting`: person on a phone → unasked messages that can take more, in their order;
    `last`: phone → the place of its last text; `asks`: what was put since, with its message;
    `new`: the messages that were put since.
    """

    waiting: dict[UUID, list[Message | Put]]
    last: dict[UUID, int]
    asks: list[tuple[str, UUID]] = field(default_factory=list)
    new: list[Put] = field(default_factory=list)


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
    ask = Ask(key, point, reach, sentences, language, asked, about, not_before)
    joins = {reach.id} if reach is not None and not asked else set()
    standing = before(session, reaches=joins, points={point.id})
    message = put(standing, ask, now=now)
    keep(session, standing)
    return session.get_one(Message, message.id)


def written(session: Session, key: str) -> Message | None:
    """The message that carries the ask `key`, or None when it was never asked."""
    return carried(session, [key]).get(key)


def carried(session: Session, keys: Collection[str]) -> dict[str, Message]:
    """The messages that carry the asks `keys`, by key; a key that was never asked is not there."""
    rows = session.execute(
        select(MessageCause.key, Message).join(MessageCause.message).where(MessageCause.key.in_(keys))
    )
    return dict(rows.all())


def before(session: Session, *, reaches: Collection[UUID], points: Collection[UUID]) -> Before:
    """What stands at these phones, in two queries however many they are.

    A message that waits to go again gets no more words: its first try may yet turn out to have
    arrived. Those that can take more are held, so that no worker takes one while words are added.
    """
    tried = select(Attempt.id).where(
        Attempt.message_id == Message.id, func.coalesce(Attempt.outcome, "").not_in(NOT_TAKEN)
    )
    held = (
        select(Message)
        .where(
            Message.reach_id.in_(reaches),
            # Said so that no index holds it: else SQLite looks through all that waits for anybody.
            func.coalesce(Message.state, Delivery.FAILED) == Delivery.PENDING,
            Message.asked.is_(False),
            ~tried.exists(),
        )
        .order_by(Message.id)  # two who hold the same ones hold them in the same order
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    waiting: dict[UUID, list[Message | Put]] = {}
    for message in sorted(session.scalars(held) if reaches else [], key=lambda each: each.place or 0):
        if message.reach_id is not None:
            waiting.setdefault(message.reach_id, []).append(message)
    places = (
        select(Message.contact_point_id, func.max(Message.place))
        .where(Message.contact_point_id.in_(points))
        .group_by(Message.contact_point_id)
    )
    return Before(waiting, {point: place or 0 for point, place in session.execute(places)})


def put(before: Before, ask: Ask, *, now: datetime) -> Message | Put:
    """The message that will carry `ask`, which nobody carries yet: a bundle of `before`, or a new one.

    Asks the database nothing, so that a batch costs no more questions than one. When all is put: `keep`.
    """
    entries = [{"key": each.key, "values": each.values, "about": ask.about} for each in ask.sentences]
    start = ask.not_before or now
    message: Message | Put | None = None
    if not ask.asked and ask.reach is not None:
        message = _bundle(before.waiting.get(ask.reach.id, []), ask.language, entries, start=start, now=now)
    if message is not None:
        message.sentences = [*message.sentences, *entries]
    else:
        message = _new(before, ask, entries, start=start, now=now)
    before.asks.append((ask.key, message.id))
    return message


def keep(session: Session, before: Before) -> None:
    """Write down what was put."""
    session.flush()
    if before.new:
        same = {"state": Delivery.PENDING, "faults": 0, "coarse": False}
        session.execute(insert(Message), [{**vars(each), **same} for each in before.new])
    rows = [{"id": new_id(), "key": key, "message_id": message} for key, message in before.asks]
    if rows:
        session.execute(insert(MessageCause), rows)
    before.asks.clear()
    before.new.clear()


def _new(before: Before, ask: Ask, entries: list[dict[str, Any]], *, start: datetime, now: datetime) -> Put:
    place = before.last[ask.point.id] = before.last.get(ask.point.id, 0) + 1
    message = Put(
        id=new_id(),
        key=ask.key,
        contact_point_id=ask.point.id,
        reach_id=ask.reach.id if ask.reach is not None else None,
        sentences=entries,
        language=ask.language,
        asked=ask.asked,
        about=ask.about,
        not_before=start,
        place=place,
        made_at=now,
    )
    before.new.append(message)
    if not ask.asked and ask.reach is not None:
        before.waiting.setdefault(ask.reach.id, []).append(message)
    return message


def _bundle(
    waiting: Sequence[Message | Put],
    language: str,
    entries: list[dict[str, Any]],
    *,
    start: datetime,
    now: datetime,
) -> Message | Put | None:
    """The first of a person's waiting messages that has room and goes no earlier than `start`."""
    for message in waiting:
        in_time = message.language == language and start <= max(message.not_before, now)
        if in_time and _segments([*message.sentences, *entries]) <= MOST:
            return message
    return None


def _segments(entries: list[dict[str, Any]]) -> int:
    """What the entries will take: their values exactly, each sentence of ours roughly."""
    values = (str(value) for entry in entries for value in entry["values"].values())
    return segments(" ".join([*values, *[OURS] * len(entries)])).segments
