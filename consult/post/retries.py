"""What was refused for a while goes again, a few times, at growing distances: the table is data.

The network's own numbers are no part of it: a provider says of each which `Why` it means.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from consult.post.outcomes import Why
from consult.post.pace import after_night

AGAIN: Mapping[Why, tuple[timedelta, ...]] = {
    Why.LATER: (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12)),
    Why.FULL: (timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12), timedelta(days=1)),
    Why.EXPIRED: (timedelta(hours=1),),
    Why.COUNTRY: (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12), timedelta(days=1)),
}
"""How long after each failure of a kind its text goes again. FULL rests the line as well (lines.py), and
the text may wait longer than that. SETUP is none of them: its text keeps its place and waits with its
line, which rests, whether it was taken first or not."""
GIVEN_UP: Mapping[Why, str] = {Why.LATER: "unreachable", Why.FULL: "unreachable", Why.EXPIRED: "expired"}
"""Our own word for a text that failed for good after all its tries. What only the operator can mend is
not among them: it goes again, at the last of its distances, until it is mended."""


def again(why: Why, *, before: int, asked: bool, timezone: str, now: datetime) -> datetime | None:
    """When a text that failed by `why` goes again; None: never.

    `before`: how many earlier attempts of it failed by the same; a reply goes at night too, what
    nobody `asked` for waits for the day in `timezone`.
    """
    waits = AGAIN.get(why, ())
    if not waits or (why in GIVEN_UP and before >= len(waits)):
        return None
    at = now + waits[min(before, len(waits) - 1)]
    return at if asked else after_night(at, timezone=timezone)
