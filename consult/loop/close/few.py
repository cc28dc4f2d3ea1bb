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


def told_in_blocks(
    blocks: Sequence[Mapping[Name, int]], *, k: int = FEWEST
) -> tuple[list[tuple[Name, int]], list[Name]]:
    """As `told_apart`, where the sum of each block is known and a name may stand in several of them: what
    is not shown in one of its blocks is shown in none."""
    there = [{name: count for name, count in block.items() if count} for block in blocks]
    hidden = {name for block in there for name in told_apart(block, k=k)[1]}
    sums: dict[Name, int] = {}
    for block in there:
        for name, count in block.items():
            sums[name] = sums.get(name, 0) + count
    order = sorted(sums, key=lambda name: (-sums[name], name))
    return [(name, sums[name]) for name in order if name not in hidden], sorted(hidden)


def all_or_none(counts: Mapping[Name, int], *, k: int = FEWEST) -> dict[Name, int | None]:
    """`counts`, whose sum is known: all of them, or none where one that is not nought is below `k`."""
    k = max(k, FEWEST)
    large = all(count >= k for count in counts.values() if count)
    return {name: count if large else None for name, count in counts.items()}


def _would_be_told(hidden: Sequence[tuple[str, int]], k: int) -> bool:
    return bool(hidden) and (len(hidden) == 1 or sum(number for _, number in hidden) < k)
