"""The day of a moment: all that stays of when a person did something."""

from datetime import UTC, datetime, timedelta

EXACT_FOR = timedelta(hours=48)
"""How long exact times are kept. The same everywhere: what one room forgets no other may tell."""


def day_of(at: datetime) -> datetime:
    """The first moment of the day of `at`, in UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
