"""Letters in: on disk before anyone is told so, understood once, one at a time for each number."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from consult.common.ids import new_id
from consult.common.outbox import TakenOver
from consult.common.vault import Vault
from consult.people.contacts import WHAT
from consult.post.records import Inbound

COLUMN = "inbound.letter"
MOST_LETTERS = 1600
"""As many letters as one text can carry on any network; what is longer is cut."""
LEASE = timedelta(minutes=5)
TRIES = 5


@dataclass(frozen=True)
class Letter:
    """A text in a worker's hands, free of any session. Its words never show in a log.

    `media`: how many pictures or sounds came with it, never fetched; `choice`: stop, start or help
    where the network itself understood the text so and acted on it.
    """

    id: UUID
    provider: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    received_at: datetime
    tries: int
    media: int = 0
    choice: str | None = None


def store(
    session: Session,
    *,
    vault: Vault,
    provider: str,
    provider_message_id: str,
    sender: str,
    text: str,
    now: datetime,
    media: int = 0,
    choice: str | None = None,
) -> bool:
    """Keep a letter, sealed. False: this letter of this provider is known already, nothing changed."""
    letter_id = new_id()
    told = {"sender": sender, "text": _clean(text), "media": media, "choice": choice}
    content = json.dumps(told, ensure_ascii=False)
    lookup = vault.lookup(WHAT, sender)
    values = {
        "id": letter_id,
        "provider": provider,
        "provider_message_id": provider_message_id,
        "sender_lookup": lookup,
        "of_number": lookup,
        "sealed": vault.seal(content, row=letter_id, column=COLUMN),
        "received_at": now,
        "tries": 0,
        "coarse": False,
    }
    # Past the unit of work and built once: this is what a provider waits for.
    connection = session.connection()
    return connection.scalar(STORE[connection.dialect.name], values) is not None


def _clean(text: str) -> str:
    """Without what no database keeps and no person wrote: NUL and broken halves of signs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()[:MOST_LETTERS]


def _stored(insert: Callable[..., Any]) -> Executable:
    """One statement that keeps a letter behind the last one of its number, unless it is known."""
    table = Inbound.__table__
    last = select(func.coalesce(func.max(table.c.place), 0) + 1).where(
        table.c.sender_lookup == bindparam("of_number")
    )
    statement = insert(table).values(place=last.scalar_subquery()).returning(table.c.id)
    return cast(
        "Executable",
        statement.on_conflict_do_nothing(index_elements=["provider", "provider_message_id"]),
    )


STORE = {"sqlite": _stored(sqlite.insert), "postgresql": _stored(postgresql.insert)}


def claim(session: Session, *, vault: Vault, now: datetime, lease: timedelta = LEASE) -> Letter | None:
    """Take the oldest letter that may be understood now, or None.

    A number's next letter waits until the one before it is understood or set aside. Other workers
    leave a taken letter until its lease ends, so a worker that is killed holds it up, never loses it.
    """
    earlier = aliased(Inbound)
    waits = (
        select(earlier.id)
        .where(earlier.sender_lookup == Inbound.sender_lookup, _open(earlier), _before(earlier))
        .exists()
    )
    letter = session.scalar(
        select(Inbound)
        .where(_open(Inbound), or_(Inbound.leased_until.is_(None), Inbound.leased_until < now), ~waits)
        .order_by(Inbound.received_at, Inbound.place)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if letter is None or letter.sealed is None:
        return None
    letter.leased_until = now + lease
    letter.tries += 1
    try:
        content = json.loads(vault.open(letter.sealed, row=letter.id, column=COLUMN))
    except InvalidTag:  # of another key: it is kept, and tried again like any other fault
        _put_back(letter, now=now, error="the key does not open it")
        return None
    return Letter(
        id=letter.id,
        provider=letter.provider,
        sender=content["sender"],
        text=content["text"],
        received_at=letter.received_at,
        tries=letter.tries,
        media=content.get("media", 0),
        choice=content.get("choice"),
    )


def _put_back(letter: Inbound, *, now: datetime, error: str) -> None:
    letter.error = error
    letter.leased_until = _again(letter.tries, now)
    letter.set_aside_at = now if letter.tries >= TRIES else None


def _again(tries: int, now: datetime) -> datetime:
    return now + timedelta(seconds=15 * 2**tries)


def _open(letter: type[Inbound]) -> ColumnElement[bool]:
    return and_(letter.understood_at.is_(None), letter.set_aside_at.is_(None))


def _before(earlier: type[Inbound]) -> ColumnElement[bool]:
    return or_(
        earlier.received_at < Inbound.received_at,
        and_(
            earlier.received_at == Inbound.received_at,
            or_(
                earlier.place < Inbound.place,
                and_(earlier.place == Inbound.place, earlier.id < Inbound.id),
            ),
        ),
    )


def understood(session: Session, letter: Letter, *, now: datetime) -> None:
    """Note that the letter is done, in the transaction of its effects.

    Raises TakenOver when another worker has finished it meanwhile.
    """
    _finish(session, letter, understood_at=now, leased_until=None, error=None)


def failed(session: Session, letter: Letter, *, error: str, now: datetime, hopeless: bool = False) -> bool:
    """Note a failed try: again in a while, or set aside after `TRIES` or when it is `hopeless`.

    `error` names the kind of fault and its place in our code, never content. Returns whether the
    letter was set aside; the number's next letter is then free.
    """
    last = hopeless or letter.tries >= TRIES
    _finish(
        session,
        letter,
        error=error[:200],
        leased_until=None if last else _again(letter.tries, now),
        set_aside_at=now if last else None,
    )
    return last


def _finish(session: Session, letter: Letter, **values: object) -> None:
    """Write `values` if the letter is still open and in our hands (our try is the last one taken)."""
    still_ours = (Inbound.id == letter.id, Inbound.tries == letter.tries, _open(Inbound))
    changed = session.scalar(update(Inbound).where(*still_ours).values(values).returning(Inbound.id))
    if changed is None:
        raise TakenOver
