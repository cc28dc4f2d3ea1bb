"""The audit log: who did what to which record, sealed so that changing it later shows.

An entry is written in the transaction of its cause. Once a minute the new entries are
*sealed* into a hash chain, in shuffled batches: so writers never wait for one another and
the chain does not tell in which order people spoke.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from consult.common.days import day_of
from consult.common.record import Record

START = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acted: an account, a participant (whose acts carry the day only), or no person."""

    kind: str
    id: UUID | None = None


CLOCK = Actor("clock")
OPERATOR = Actor("operator")


class HistoryEntry(Record):
    """One act. Never holds content: ids, words of our own, counts."""

    __tablename__ = "history_entry"

    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60), index=True)
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[UUID] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]


class HistorySeal(Record):
    """One link of the chain: `hash` covers the entry and the link before it."""

    __tablename__ = "history_seal"
    __table_args__ = (UniqueConstraint("seq"), UniqueConstraint("entry_id"))

    seq: Mapped[int]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("history_entry.id"))
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]

    entry: Mapped[HistoryEntry] = relationship()


def note(
    session: Session,
    *,
    by: Actor,
    action: str,
    about: Record,
    now: datetime,
    **detail: str | int | None,
) -> HistoryEntry:
    """Write that `by` did `action` (say ``theme.named``) to `about`. No content in `detail`."""
    at = day_of(now) if by.kind == "participant" else now
    entry = HistoryEntry(
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        action=action,
        about_kind=about.__tablename__,
        about_id=about.id,
        detail=detail,
    )
    session.add(entry)
    return entry


def seal(
    session: Session,
    *,
    mac: Callable[[str], str],
    shuffle: Callable[[list[HistoryEntry]], None],
    now: datetime,
    most: int = 1000,
) -> int:
    """Seal up to `most` entries that have no link yet; return how many were sealed.

    `mac` is the vault's audit key over a hash; `shuffle` reorders a list in place.
    """
    sealed = select(HistorySeal.entry_id)
    fresh = list(session.scalars(select(HistoryEntry).where(HistoryEntry.id.not_in(sealed)).limit(most)))
    if not fresh:
        return 0
    shuffle(fresh)
    last = session.scalar(select(HistorySeal).order_by(HistorySeal.seq.desc()).limit(1))
    seq, before = (last.seq, last.hash) if last else (0, START)
    for entry in fresh:
        seq += 1
        before = link(before, entry)
        session.add(
            HistorySeal(seq=seq, entry_id=entry.id, hash=before, mac=mac(f"{seq}:{before}"), sealed_at=now)
        )
    return len(fresh)


def link(before: str, entry: HistoryEntry) -> str:
    """The hash (hex SHA-256) of `entry` chained to the hash `before` it."""
    plain = json.dumps(
        {
            "id": str(entry.id),
            "at": entry.at.isoformat(),
            "actor": [entry.actor_kind, str(entry.actor_id) if entry.actor_id else None],
            "action": entry.action,
            "about": [entry.about_kind, str(entry.about_id)],
            "detail": entry.detail,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256((before + plain).encode()).hexdigest()


def is_of(session: Session, *, mac: Callable[[str], str]) -> bool:
    """Whether the newest link was sealed with the key of `mac`. Where there is none yet, nothing says no."""
    newest = session.scalar(select(HistorySeal).order_by(HistorySeal.seq.desc()).limit(1))
    return newest is None or newest.mac == mac(f"{newest.seq}:{newest.hash}")


@dataclass(frozen=True)
class Verified:
    """The outcome of reading the whole chain: links read, entries not sealed yet, first break."""

    links: int
    waiting: int
    broken_at: int | None


def verify(session: Session, *, mac: Callable[[str], str]) -> Verified:
    """Read the chain from its start and say where it first breaks (None: nowhere)."""
    before, expected = START, 0
    chain = select(HistorySeal).order_by(HistorySeal.seq).execution_options(yield_per=500)
    with session.scalars(chain) as links:
        for sealed in links:
            expected += 1
            before = link(before, sealed.entry)
            right = mac(f"{sealed.seq}:{before}")
            if sealed.seq != expected or sealed.hash != before or sealed.mac != right:
                return Verified(expected, 0, sealed.seq)
    entries = session.scalar(select(func.count()).select_from(HistoryEntry)) or 0
    return Verified(expected, entries - expected, None)
