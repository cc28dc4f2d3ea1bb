"""Which counts stand without their number, so that no reason points at a few people. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from consult.loop.understand.small_cells import FEWEST

Name = TypeVar("Name", bound=str)


def told_apart(counts: Mapping[Name, int], *, k: int = FEWEST) -> tuple[list[tuple[Name, int]], list[Name]]:
    """`counts`, whose sum is known, as those that are shown, largest first, and the names of the others.

    What is below `k` is not shown. Whatever is not shown must be more than one and count `k` together, or
    the sum would tell it: the next smallest goes with it until that is so.
    """
    k = max(k, FEWEST)
    shown = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    hidden: list[tuple[Name, int]] = []
    while shown and (shown[-1][1] < k or _would_be_told(hidden, k)):
        hidden.append(shown.pop())
    return shown, [name for name, _ in reversed(hidden)]


def _would_be_told(hidden: Sequence[tuple[str, int]], k: int) -> bool:
    return bool(hidden) and (len(hidden) == 1 or sum(number for _, number in hidden) < k)
