"""What texts cost: money, time, and how much of a month's budget is gone. In segments."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.post.messages import NOT_TAKEN
from consult.post.records import Attempt


def price(segments: int, *, each: str) -> tuple[Decimal, str]:
    """The price and its currency; `each`: that of one segment, such as ``0.05 USD``."""
    amount, currency = each.split()
    return segments * Decimal(amount), currency


def time_to_send(segments: int, *, a_second: float) -> timedelta:
    """How long one sender needs, if nothing else is on its way and it is day throughout."""
    return timedelta(seconds=segments / a_second)


def segments_this_month(session: Session, *, now: datetime) -> int:
    """Handed over since the first of the month, by UTC. What a network did not take costs nothing."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    paid = Attempt.outcome.is_(None) | Attempt.outcome.not_in([*NOT_TAKEN, "rejected"])
    refused = Attempt.provider_message_id.is_(None) & Attempt.outcome.startswith("failed")
    used = select(func.coalesce(func.sum(Attempt.segments), 0)).where(
        Attempt.started_at >= first, paid, ~func.coalesce(refused, False)
    )
    return session.scalar(used) or 0
