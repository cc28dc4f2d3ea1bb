"""What must happen later: a row written with its cause, done by a worker at least once.

The key makes a second ask harmless; the lease makes a killed worker harmless. An action
is done in one transaction with the mark that it is done, so its effects happen once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.common.days import EXACT_FOR, day_of
from consult.common.once import add_all_once
from consult.common.record import Record

LEASE = timedelta(minutes=5)
TRIES = 5


class OutboxItem(Record):
    """One thing to do. `done_at` or `set_aside_at` ends it; the row stays as its proof."""

    __tablename__ = "outbox_item"
    __table_args__ = (UniqueConstraint("key"),)

    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    set_aside_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    coarse: Mapped[bool] = mapped_column(default=False)


class TakenOver(Exception):  # noqa: N818 - not a fault: the work is done already
    """Another worker finished this while we were slow. Roll back: nothing is done twice."""


@dataclass(frozen=True)
class Claimed:
    """An item in a worker's hands, free of any session."""

    id: UUID
    name: str
    payload: dict[str, Any]
    tries: int


def ask_for(
    session: Session, name: str, *, key: str, now: datetime, due: datetime | None = None, **payload: Any
) -> None:
    """Ask that the action `name` be done with `payload` (JSON values), at `due` or at once.

    A second ask with the same `key` is nothing. Payloads hold ids, never content or numbers.
    """
    ask_for_each(session, name, {key: payload}, now=now, due=due)


def ask_for_each(
    session: Session,
    name: str,
    payloads: Mapping[str, dict[str, Any]],
    *,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """As `ask_for`, for each key of `payloads`, in one statement for many."""
    every = {"name": name, "due_at": due or now, "tries": 0, "coarse": False}
    rows = [{"key": f"{name}:{key}", "payload": payload} | every for key, payload in payloads.items()]
    add_all_once(session, OutboxItem, rows, unique=["key"])


def claim(session: Session, *, now: datetime, lease: timedelta = LEASE) -> Claimed | None:
    """Take the item that is due longest, or None. Other workers leave it until the lease ends."""
    free = (
        select(OutboxItem)
        .where(
            OutboxItem.done_at.is_(None),
            OutboxItem.set_aside_at.is_(None),
            OutboxItem.due_at <= now,
            (OutboxItem.leased_until.is_(None)) | (OutboxItem.leased_until < now),
        )
        .order_by(OutboxItem.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    item = session.scalar(free)
    if item is None:
        return None
    item.leased_until = now + lease
    item.tries += 1
    return Claimed(item.id, item.name, item.payload, item.tries)


def done(session: Session, item_id: UUID, *, now: datetime) -> None:
    """Note that the item is done; called in the transaction of its effects.

    Raises TakenOver when another worker has done it meanwhile.
    """
    changed = session.scalar(
        update(OutboxItem)
        .where(OutboxItem.id == item_id, OutboxItem.done_at.is_(None))
        .values(done_at=now, leased_until=None)
        .returning(OutboxItem.id)
    )
    if changed is None:
        raise TakenOver


def failed(session: Session, claimed: Claimed, *, error: str, now: datetime) -> bool:
    """Note a failed try: again later, or set aside after `TRIES`. Return whether it was set aside."""
    last = claimed.tries >= TRIES
    later = now + timedelta(minutes=2**claimed.tries)
    session.execute(
        update(OutboxItem)
        .where(OutboxItem.id == claimed.id)
        .values(
            leased_until=None,
            error=error,
            due_at=OutboxItem.due_at if last else later,
            set_aside_at=now if last else None,
        )
    )
    return last


def coarsen(session: Session, *, now: datetime, most: int = 500) -> int:
    """Of what was done two days ago keep the day: an id and an hour together tell when somebody spoke.

    Returns how many items were changed.
    """
    before = now - EXACT_FOR
    items = session.scalars(
        select(OutboxItem).where(OutboxItem.done_at < before, OutboxItem.coarse.is_(False)).limit(most)
    ).all()
    for item in items:
        item.due_at = day_of(item.due_at)
        item.done_at = day_of(item.done_at or before)
        item.coarse = True
    return len(items)
