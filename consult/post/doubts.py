"""Letters of which nobody knows enough: asked about first, sent again at most once, then a person's.

In doubt are a letter whose worker was killed with it, one whose provider did not answer, and one
that was accepted and never heard of again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.contacts import number_of
from consult.post.deliveries import (
    LOOK_AGAIN,
    SETTLE,
    close,
    held,
    is_newest,
    kept_words,
    note_state,
    taken,
    wait,
)
from consult.post.outcomes import CannotTell, Found, Looked, Missing
from consult.post.records import Attempt, Delivery, Message

LOOKS = 2
"""A provider's list may lag behind: only what is missing twice was not taken."""
MOST_RESENT = 1
UNKNOWN = "unknown"
"""The code of a text that failed only because nobody can say what became of it: a person decides."""
SILENT = timedelta(hours=1)
GIVE_UP = timedelta(hours=72)
DOUBTFUL = (Delivery.CLAIMED, Delivery.AMBIGUOUS, Delivery.ACCEPTED, Delivery.SENT)


@dataclass(frozen=True)
class Doubt:
    """An attempt to ask the provider about, free of any session.

    `others`: the provider's names of other attempts at this phone. One of them is never this one,
    though it may say the same words.
    """

    attempt_id: UUID
    token: str
    provider: str
    provider_message_id: str | None
    body_hash: str
    started_at: datetime
    to: str = field(repr=False)
    others: frozenset[str]


def claim_doubt(session: Session, *, vault: Vault, now: datetime) -> Doubt | None:
    """Take the letter whose doubt is due longest, or None. Others leave it for a while."""
    message = session.scalar(
        select(Message)
        .where(Message.state.in_(DOUBTFUL), Message.ended_at.is_(None), Message.leased_until < now)
        .order_by(Message.leased_until)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=[Message])
    )
    if message is None:
        return None
    attempt = session.scalars(
        select(Attempt).where(Attempt.message_id == message.id).order_by(Attempt.number.desc()).limit(1)
    ).one()
    message.leased_until = now + SETTLE
    if message.state is Delivery.CLAIMED:
        message.state = Delivery.AMBIGUOUS
        attempt.outcome = "ambiguous"
    return Doubt(
        attempt_id=attempt.id,
        token=attempt.token,
        provider=attempt.provider,
        provider_message_id=attempt.provider_message_id,
        body_hash=attempt.body_hash,
        started_at=attempt.started_at,
        to=_number(message, vault),
        others=_others(session, attempt, message),
    )


def _number(message: Message, vault: Vault) -> str:
    """The number, or nothing where it is forgotten or no key of ours opens it: then nobody can tell."""
    point = message.contact_point
    try:
        return number_of(point, vault=vault) if point.sealed_number else ""
    except InvalidTag:
        return ""


def _others(session: Session, attempt: Attempt, message: Message) -> frozenset[str]:
    names = session.scalars(
        select(Attempt.provider_message_id)
        .join(Attempt.message)
        .where(
            Message.contact_point_id == message.contact_point_id,
            Attempt.id != attempt.id,
            Attempt.provider == attempt.provider,
            Attempt.provider_message_id.is_not(None),
            Attempt.body_hash == attempt.body_hash,
        )
    )
    return frozenset(name for name in names if name)


def note_looked(session: Session, *, attempt_id: UUID, looked: Looked, now: datetime) -> None:
    """Note what the provider knew of an attempt, and do what follows from it."""
    attempt = session.get_one(Attempt, attempt_id)
    message = held(session, attempt)
    newest = is_newest(session, attempt)
    match looked:
        case Found(name) if _another_has(session, attempt, name):
            _quiet(attempt, message, now)  # a report named it while we asked: look again
        case Found(name, state, code, why):
            taken(attempt, name)
            if newest:
                _quiet(attempt, message, now)
            note_state(session, attempt, message, state, code=code, why=why, now=now)
        case _ if not newest or message.state not in DOUBTFUL:
            pass  # a report came meanwhile, or a later attempt: nothing hangs on this one
        case Missing() if message.state is Delivery.AMBIGUOUS:
            _missing(session, attempt, message, now)
        case CannotTell() if message.state is Delivery.AMBIGUOUS and now - attempt.started_at > GIVE_UP:
            _give_up(session, attempt, message, now)
        case Missing() | CannotTell():
            _quiet(attempt, message, now)


def _give_up(session: Session, attempt: Attempt, message: Message, now: datetime) -> None:
    """It counts as failed, and waits for a person who may have it sent once more."""
    words = kept_words(message)
    note_state(session, attempt, message, Delivery.FAILED, code=UNKNOWN, now=now)
    message.sentences = words


def _another_has(session: Session, attempt: Attempt, name: str) -> bool:
    named = select(Attempt.id).where(
        Attempt.provider == attempt.provider, Attempt.provider_message_id == name, Attempt.id != attempt.id
    )
    return session.scalar(named) is not None


def _missing(session: Session, attempt: Attempt, message: Message, now: datetime) -> None:
    attempt.looks += 1
    if attempt.looks < LOOKS:
        message.leased_until = now + SETTLE
        return
    session.flush()
    doubtful = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.message_id == message.id, Attempt.outcome == "ambiguous")
    )
    if (doubtful or 0) <= MOST_RESENT:
        wait(session, attempt, message)
    else:
        _give_up(session, attempt, message, now)


def _quiet(attempt: Attempt, message: Message, now: datetime) -> None:
    """Ask again later; three days after it went, nothing more is expected and the state stays."""
    if message.state not in DOUBTFUL:
        return
    message.leased_until = now + (LOOK_AGAIN if message.state is Delivery.AMBIGUOUS else SILENT)
    if now - attempt.started_at > GIVE_UP:
        close(message, now=now)
