"""What was refused for a while goes again, a few times, at growing distances: the table is data.

The network's own numbers are no part of it: a provider says of each which `Why` it means.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from consult.post.outcomes import Why
from consult.post.pace import after_night

AGAIN: Mapping[Why, tuple[timedelta, ...]] = {
    Why.LATER: (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12)),
    Why.EXPIRED: (timedelta(hours=1),),
    Why.SETUP: (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12)),
}
"""How long after each failure of a kind its text goes again. SETUP here is a text that was taken and
then not sent; one that is not taken at all waits with its line (lines.py) and is never given up."""
GIVEN_UP: Mapping[Why, str] = {Why.LATER: "unreachable", Why.EXPIRED: "expired", Why.SETUP: "setup"}
"""Our own word for a text that failed for good after all its tries."""


def again(why: Why, *, before: int, asked: bool, timezone: str, now: datetime) -> datetime | None:
    """When a text that failed by `why` goes again; None: never.

    `before`: how many earlier attempts of it failed by the same; a reply goes at night too, what
    nobody `asked` for waits for the day in `timezone`.
    """
    waits = AGAIN.get(why, ())
    if before >= len(waits):
        return None
    at = now + waits[before]
    return at if asked else after_night(at, timezone=timezone)
