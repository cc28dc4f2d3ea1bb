"""What waits for a person: seen by day, kind and fault, and taken up again.

Neither the words nor the number show here; who looks learns what broke, not who wrote.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, String, cast, exists, func, select
from sqlalchemy.orm import Session, aliased

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.outbox import OutboxItem
from consult.post.doubts import UNKNOWN
from consult.post.records import Attempt, Delivery, DeliveryEvent, Inbound, Message


class Kind(StrEnum):
    """What can wait here for a person."""

    LETTER_IN = "letters-in"  # came, and was not understood in five tries
    ERRAND = "errands"  # was to be done later, and failed five times
    DOUBT = "doubts"  # went out, and nobody knows what became of it
    UNWORDED = "unworded"  # should go out, and we could not put it into words in five tries


MAY_COME_TWICE = (Kind.DOUBT,)
"""Taking these up again may bring somebody the same text twice: only a person decides it."""


@dataclass(frozen=True)
class SetAside:
    """`what`: the network that brought a letter, the name of an errand, or what a letter out is about;
    `error`: which fault, and where."""

    id: UUID
    kind: Kind
    day: date
    what: str
    error: str
    tries: int


@dataclass(frozen=True)
class Pile:
    """How many of a kind wait, and since which day the first of them does."""

    kind: Kind
    count: int
    since: date | None


def piles(session: Session) -> list[Pile]:
    """How much of each kind waits, empty ones too."""
    return [_pile(session, kind) for kind in Kind]


def set_aside(session: Session, *, kind: Kind, most: int | None = None, skip: int = 0) -> list[SetAside]:
    """What waits of a `kind`, the longest waiting first."""
    rows = session.execute(_listed(kind).offset(skip).limit(most))
    return [_seen(kind, row, tries) for row, tries in rows]


def look_at(session: Session, waiting: UUID) -> SetAside | None:
    """The one with this id, or None when nothing with it waits."""
    for kind in Kind:
        found = session.execute(_listed(kind).where(_record(kind).id == waiting)).one_or_none()
        if found is not None:
            return _seen(kind, *found)
    return None


def again(session: Session, *, waiting: UUID, by: Actor, now: datetime) -> None:
    """Take up again what has this id: a letter in or an errand with five new tries, a letter out
    with one more.

    Raises Refused where nothing with that id waits, so a second ask changes nothing.
    """
    for kind in Kind:
        row = session.scalar(_held(kind).where(_record(kind).id == waiting))
        if row is not None:
            return _take_up(session, kind, [row], by=by, now=now)
    raise Refused(mark("Nothing that was set aside has this number. Perhaps it was taken up already."))


def all_again(session: Session, *, kind: Kind, by: Actor, now: datetime, most: int = 500) -> int:
    """Take up again up to `most` of a `kind`, the longest waiting first. Returns how many."""
    rows = list(session.scalars(_held(kind, skip_locked=True).limit(most)))
    _take_up(session, kind, rows, by=by, now=now)
    return len(rows)


def _take_up(session: Session, kind: Kind, rows: list[Any], *, by: Actor, now: datetime) -> None:
    for row in rows:
        if isinstance(row, Message):
            _send_again(row, now)
        else:
            row.set_aside_at = row.leased_until = None
            row.tries = 0
        history.note(
            session, by=by, action="set_aside.again", about=row, now=now, kind=kind.value, of=len(rows)
        )
    session.flush()


def _send_again(message: Message, now: datetime) -> None:
    """It waits once more, and is looked at like any other before it goes: whoever stopped or left
    meanwhile gets nothing. A late report of an earlier try still counts, and if it says that the text
    was taken, nothing goes a second time."""
    message.state = Delivery.PENDING
    message.ended_at = message.leased_until = None
    message.not_before = now
    message.faults = 0
    message.coarse = False


def _pile(session: Session, kind: Kind) -> Pile:
    rows = _waiting(kind).subquery()
    count, since = session.execute(
        select(func.count(), func.min(rows.c[_at(kind).key])).select_from(rows)
    ).one()
    return Pile(kind, count, since.date() if since else None)


def _seen(kind: Kind, row: Any, tries: int) -> SetAside:
    at: datetime = getattr(row, _at(kind).key)
    match row:
        case Inbound():
            return SetAside(row.id, kind, at.date(), row.provider, row.error or "", tries)
        case OutboxItem():
            return SetAside(row.id, kind, at.date(), row.name, row.error or "", tries)
    return SetAside(row.id, kind, at.date(), row.about, UNKNOWN if kind is Kind.DOUBT else "", tries)


def _record(kind: Kind) -> Any:
    return {Kind.LETTER_IN: Inbound, Kind.ERRAND: OutboxItem}.get(kind, Message)


def _at(kind: Kind) -> Any:
    """Since when it waits."""
    return Message.ended_at if _record(kind) is Message else _record(kind).set_aside_at


def _tries(kind: Kind) -> Any:
    match kind:
        case Kind.DOUBT:
            made = select(func.count()).select_from(Attempt).where(Attempt.message_id == Message.id)
            counted: ScalarSelect[int] = made.correlate(Message).scalar_subquery()
            return counted
        case Kind.UNWORDED:
            return Message.faults
    return _record(kind).tries


def _listed(kind: Kind) -> Select[Any]:
    return _waiting(kind).add_columns(_tries(kind)).order_by(_at(kind), _record(kind).id)


def _held(kind: Kind, *, skip_locked: bool = False) -> Select[Any]:
    """Those that wait, as they are now and held for this transaction."""
    record = _record(kind)
    rows = _waiting(kind).order_by(_at(kind), record.id)
    held = rows.with_for_update(skip_locked=skip_locked, key_share=record is Message, of=[record])
    return held.execution_options(populate_existing=True)


def _waiting(kind: Kind) -> Select[Any]:
    match kind:
        case Kind.LETTER_IN:
            return select(Inbound).where(Inbound.set_aside_at.is_not(None), Inbound.sealed.is_not(None))
        case Kind.ERRAND:
            return select(OutboxItem).where(OutboxItem.set_aside_at.is_not(None))
    unsure = exists().where(
        DeliveryEvent.attempt_id == Attempt.id,
        DeliveryEvent.code == UNKNOWN,
        Attempt.message_id == Message.id,
    )
    if kind is Kind.UNWORDED:
        return _with_words().where(~unsure)
    return _with_words().where(unsure, ~_heard_of())


def _with_words() -> Select[Any]:
    """Letters out that failed and whose words are still there (deliveries.kept_words)."""
    return select(Message).where(
        Message.state == Delivery.FAILED,
        Message.ended_at.is_not(None),
        cast(Message.sentences, String) != "[]",
    )


def _heard_of() -> Any:
    """Whether the network has said something of the last try since we gave it up."""
    last, later = aliased(Attempt), aliased(Attempt)
    newer = exists().where(later.message_id == last.message_id, later.number > last.number)
    return exists().where(
        DeliveryEvent.attempt_id == last.id,
        DeliveryEvent.code != UNKNOWN,
        last.message_id == Message.id,
        ~newer,
    )
