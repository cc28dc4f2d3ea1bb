"""Lists in portions: a database takes no statement with any number of values."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

AT_ONCE = 500

Each = TypeVar("Each")


def in_portions(values: Iterable[Each]) -> Iterator[list[Each]]:
    """`values` in lists of at most 500."""
    every = list(values)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
