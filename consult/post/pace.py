"""When a text that nobody asked for may go: one bundle a person a week, and not at night.

Replies are no concern of this file: who writes to us is answered at once.
"""

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consult.common.days import day_of

NIGHT_FROM = time(20)
NIGHT_UNTIL = time(7)
BETWEEN = timedelta(days=7)


def earliest(now: datetime, *, last: datetime | None, timezone: str) -> datetime:
    """The first moment from `now` on at which an unasked bundle may go to a person.

    `last`: when their last one went (its day is what counts, so that it may be coarsened);
    `timezone`: of their community.
    """
    start = now
    if last is not None:
        start = max(now, day_of(last) + BETWEEN)
    return after_night(start, timezone=timezone)


def after_night(at: datetime, *, timezone: str) -> datetime:
    """`at` itself by day, else the end of that night, in UTC."""
    local = at.astimezone(_zone(timezone))
    if NIGHT_UNTIL <= local.time() < NIGHT_FROM:
        return at
    morning = local if local.time() < NIGHT_UNTIL else local + timedelta(days=1)
    return morning.replace(hour=NIGHT_UNTIL.hour, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    """A zone that this machine does not know is read as UTC: a text then waits, but is not lost."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
