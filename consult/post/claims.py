"""A worker takes the next letter out: looked at once more, for whatever changed since it was written.

A phone that stopped, a person who left or wants less is not written to. What nobody asked for
waits for the day and for its week. Replies ignore both.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from consult.common import outbox
from consult.common.vault import Vault
from consult.people.contacts import number_of
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.post import lines, pace
from consult.post.deliveries import end, kept_words
from consult.post.messages import GOODBYE, WHOLE_ANSWER, Phrase
from consult.post.records import Attempt, Delivery, Message
from consult.post.segments import segments

LEASE = timedelta(minutes=5)
TRIES = 5
LOCKED = timedelta(hours=1)
MOST_LOOKED_AT = 200
"""How many that may not go are put aside in one transaction before it ends."""
HELD_REACH = (
    select(Reach)
    .options(joinedload(Reach.participant, innerjoin=True).joinedload(Participant.community, innerjoin=True))
    .where(Reach.id == bindparam("reach"))
    .with_for_update(key_share=True, of=Reach)
    .execution_options(populate_existing=True)
)
"""A person on a phone with what tells when they may be written to, held, in one look."""


@dataclass(frozen=True)
class Claimed:
    """A letter in a worker's hands, free of any session. Number and words never show in a log."""

    message_id: UUID
    provider: str
    to: str = field(repr=False)
    sentences: tuple[Phrase, ...] = field(repr=False)
    language: str


@dataclass(frozen=True)
class Trying:
    """An attempt that is on record before the provider hears of it; `token` comes back in reports."""

    attempt_id: UUID
    token: str
    segments: int


def claim_next(
    session: Session,
    *,
    vault: Vault,
    providers: Collection[str],
    now: datetime,
    lease: timedelta = LEASE,
) -> Claimed | None:
    """Take the next letter that may go by one of `providers`, replies first; None: none may go now.

    One letter at a time for each phone, in the order in which they were written. A line that rests or
    is ahead of its pace takes none; the slot itself is taken when the words are known (lines.may_go).
    """
    providers = lines.open_lines(session, providers, now=now)
    for _ in range(MOST_LOOKED_AT):
        message = _due(session, providers, now)
        if message is None:
            return None
        if _unwelcome(session, message):
            _cancel(session, message, now)
            continue
        message.not_before = max(message.not_before, _earliest(session, message, now))
        if message.not_before > now:
            continue
        number = _number(message, vault)
        if number is None:
            message.not_before = now + LOCKED
            continue
        message.state = Delivery.CLAIMED
        message.leased_until = now + lease
        return Claimed(
            message_id=message.id,
            provider=message.contact_point.provider,
            to=number,
            sentences=tuple(Phrase(each["key"], each["values"]) for each in message.sentences),
            language=message.language,
        )
    return None


def _number(message: Message, vault: Vault) -> str | None:
    """The number, or None while no key of ours opens it: then the letter waits for the right keys."""
    try:
        return number_of(message.contact_point, vault=vault)
    except InvalidTag:
        return None


def _due(session: Session, providers: Collection[str], now: datetime) -> Message | None:
    """The next pending letter of a phone on which nothing is under way, held with its phone.

    Replies and the rest are looked for one after the other, each in the order of an index: so a claim
    takes no longer when very many letters wait.
    """
    message = _first(session, providers, now, asked=True) or _first(session, providers, now, asked=False)
    if message is None:
        return None
    # Another worker may have taken this phone's letter between our look and our hold.
    taken = session.scalar(
        select(Message.id).where(
            Message.contact_point_id == message.contact_point_id, Message.state == Delivery.CLAIMED
        )
    )
    return None if taken else message


def _first(session: Session, providers: Collection[str], now: datetime, *, asked: bool) -> Message | None:
    other = aliased(Message)
    under_way = (
        select(other.id)
        .where(other.contact_point_id == Message.contact_point_id, other.state == Delivery.CLAIMED)
        .exists()
    )
    return session.scalar(
        select(Message)
        .join(Message.contact_point)
        .options(contains_eager(Message.contact_point))
        .where(
            Message.state == Delivery.PENDING,
            Message.asked.is_(asked),
            Message.not_before <= now,
            ContactPoint.provider.in_(providers),
            ~under_way,
        )
        .order_by(Message.not_before, Message.place)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=[Message, ContactPoint])
        .execution_options(populate_existing=True)
    )


def _unwelcome(session: Session, message: Message) -> bool:
    """Whether this phone or person must not get it any more, by what they said up to now."""
    point = message.contact_point
    if not point.sealed_number:  # the number was forgotten
        return True
    if message.about == GOODBYE:
        return False
    if point.stopped_at is not None or (point.dead_at is not None and not message.asked):
        return True
    if message.reach_id is None:
        return False
    # Held, so that who leaves at this moment either comes first or sees it gone.
    reach = session.scalars(HELD_REACH, {"reach": message.reach_id}).one()
    if reach.until is not None or reach.participant.left_on is not None:
        return True
    if message.asked:
        return False
    return reach.hear_back == HearBack.NOTHING or (_whole(message) and reach.hear_back != HearBack.WHOLE)


def _whole(message: Message) -> bool:
    return any(each["about"] == WHOLE_ANSWER for each in message.sentences)


def _cancel(session: Session, message: Message, now: datetime) -> None:
    """End a message that must not go. Whoever wants a knock now instead of whole answers gets one: what
    knocked for them since they said so may have joined this very message."""
    reach = message.reach
    less = reach is not None and reach.hear_back == HearBack.KNOCK and _whole(message)
    end(session, message, Delivery.CANCELLED, now=now)
    if less:
        name = str(message.id)
        outbox.ask_for(session, "tell_less", key=name, now=now, reach_id=str(message.reach_id))


def _earliest(session: Session, message: Message, now: datetime) -> datetime:
    """When it may go: a reply at once, anything else by day and a week after the last of its kind."""
    if message.asked:
        return now
    if message.reach is None:
        return pace.after_night(now, timezone="UTC")
    person = message.reach.participant
    last = session.scalar(
        select(func.max(Attempt.started_at))
        .join(Attempt.message)
        .join(Message.reach)
        .where(
            Reach.participant_id == person.id,
            Message.id != message.id,
            Message.asked.is_(False),
            Message.state.not_in([Delivery.PENDING, Delivery.CANCELLED, Delivery.FAILED]),
        )
    )
    return pace.earliest(now, last=last, timezone=person.community.timezone)


def attempt(session: Session, *, vault: Vault, claimed: Claimed, body: str, now: datetime) -> Trying:
    """Note that `body` is about to be handed over, in the transaction of the claim.

    Of the words only a keyed hash is kept, by which a provider's list can be compared.
    """
    before = select(func.count()).select_from(Attempt).where(Attempt.message_id == claimed.message_id)
    trying = Attempt(
        message_id=claimed.message_id,
        number=(session.scalar(before) or 0) + 1,
        token=secrets.token_hex(16),
        provider=claimed.provider,
        body_hash=vault.lookup("body", body),
        started_at=now,
        looks=0,
        segments=segments(body).segments,
    )
    session.add(trying)
    session.flush()
    return Trying(trying.id, trying.token, trying.segments or 1)


def spoiled(session: Session, *, message_id: UUID, now: datetime) -> bool:
    """Note that we could not put a letter into words: later again, or failed for good after `TRIES`.

    Returns whether it failed for good.
    """
    message = session.get_one(Message, message_id, with_for_update={"key_share": True})
    message.faults += 1
    if message.faults < TRIES:
        message.not_before = now + timedelta(minutes=2**message.faults)
        return False
    words = kept_words(message)
    end(session, message, Delivery.FAILED, now=now)
    message.sentences = words
    return True
