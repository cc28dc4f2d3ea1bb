"""Twilio's error codes and what each means for us. Twilio may change them, so they are data."""

from datetime import timedelta

from consult.post.outcomes import Rejected, Throttled, Why

FULL = frozenset({21611, 30001, 30022, 30023, 30027, 63038})
"""The queue or the day is full: nothing goes for a while."""
MEANS: dict[Why, frozenset[int]] = {
    Why.STOPPED: frozenset({21610, 63014, 63033}),
    Why.NUMBER: frozenset({21211, 21214, 21217, 21614, 30005, 30006, 63003, 63024}),
    Why.CONTENT: frozenset({21602, 21617, 30004, 30007, 30019, 63005, 63013, 63016}),
    Why.SETUP: frozenset(
        {20003, 20404, 21212, 21603, 21606, 21609, 21701, 21702, 21703, 21704, 21705}
        | {30002, 30018, 30024, 30032, 30034, 63001, 63007, 63020}
    ),
    Why.COUNTRY: frozenset({21408}),  # else any stranger who writes from abroad could stop the line
    Why.LATER: frozenset({30003, 30008, 30017, 30410, 30500, 63009, 63010, 63012, 63019}),
    Why.FULL: FULL,
    Why.EXPIRED: frozenset({30036}),
}
BUSY = frozenset({14107, 20429, 63017, 63018})
"""Too fast: never processed, safe to ask again soon."""
FULL_PAUSE = timedelta(minutes=30)
DOUBTFUL = frozenset({20500, 20503})
"""It may have been taken all the same."""
WHY = {code: why for why, codes in MEANS.items() for code in codes}
REFUSED_US = frozenset({401, 403, 404})
"""Answers that speak of our account or address, whatever their code."""


def why_failed(code: int | None) -> Why:
    """Why a text that was taken did not arrive. What nobody knows may pass: later."""
    return WHY.get(code, Why.LATER) if code is not None else Why.LATER


def answer_to(status: int, code: int | None, *, busy_for: timedelta) -> Rejected | Throttled | None:
    """What a refusal means: HTTP `status` 4xx with Twilio's `code`. None: nobody knows what it did."""
    if status == 429 or code in BUSY:
        return Throttled(busy_for)
    if code in FULL:
        return Throttled(FULL_PAUSE)
    if status == 408 or code in DOUBTFUL:
        return None
    if code not in WHY and status in REFUSED_US:
        return Rejected(Why.SETUP, str(code or status))
    return Rejected(why_failed(code), str(code or status))
