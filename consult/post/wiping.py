"""Words that still lie at a network after their letter has ended: there too they are to be forgotten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.days import day_of
from consult.post.records import Attempt, Message

TRIED_FOR = timedelta(days=7)
"""How long after its end a letter is wiped there; what a network has then, it keeps by its own rules."""


@dataclass(frozen=True)
class Kept:
    """An attempt whose words the network `provider` still has, free of any session."""

    attempt_id: UUID
    provider: str
    provider_message_id: str


def still_kept(session: Session, *, providers: Collection[str], now: datetime, most: int) -> list[Kept]:
    """Up to `most` of them, in no order, so that some that always fail hold up no others."""
    found = session.execute(
        select(Attempt.id, Attempt.provider, Attempt.provider_message_id)
        .join(Attempt.message)
        .where(
            Message.ended_at > now - TRIED_FOR,
            Attempt.provider.in_(providers),
            Attempt.provider_message_id.is_not(None),
            Attempt.wiped_at.is_(None),
        )
        .order_by(func.random())
        .limit(most)
    )
    return [Kept(attempt_id, provider, str(name)) for attempt_id, provider, name in found]


def note_wiped(session: Session, *, attempt_id: UUID, now: datetime) -> None:
    """The network has forgotten the words of this attempt. Of the moment only the day is kept."""
    attempt = session.get_one(Attempt, attempt_id)
    attempt.wiped_at = day_of(now)
