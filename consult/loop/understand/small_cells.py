"""The small-number rule: a count is shown only where it cannot point at someone. Pure."""

from collections.abc import Iterable

FEWEST = 10
"""The least number of people a count may stand for. A deployment may raise it, never lower it."""


def shown(people: int, total: int, k: int = FEWEST) -> int | None:
    """`people` where at least `k` are counted and at least `k` of `total` are not; else None.

    The second half matters as much: "all but two spoke of it" points at the two.
    """
    k = max(k, FEWEST)
    return people if people >= k and total - people >= k else None


def shown_again(people: int, total: int, before: Iterable[int], k: int = FEWEST) -> int | None:
    """As `shown`, for a count that was shown `before`: None where the step between two releases
    would itself count fewer than `k` people."""
    k = max(k, FEWEST)
    if any(0 < abs(people - earlier) < k for earlier in before):
        return None
    return shown(people, total, k)


def meetings_shown(met: Iterable[int], k: int = FEWEST) -> int | None:
    """How many meetings, of about how many people each; None where so few were at one of them that its
    number would point at them."""
    sizes = list(met)
    return len(sizes) if all(people >= max(k, FEWEST) for people in sizes) else None
