"""Pure: small tables, how many people are in each cell of up to three dimensions, with every total.

A dimension sorts people: into exactly one category each (place, age), or, where `several` is set, into
any number of them, also none (themes, groups). Counts are of people, never of messages.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np
from numpy.typing import NDArray

Cell = tuple[str | None, ...]
"""One category for each dimension of a table, in its order; None: all of them, that is, a total."""

MOST_DIMENSIONS = 3


@dataclass(frozen=True)
class Dimension:
    """`categories` in the order in which they are shown. Two dimensions of the same name are the same."""

    name: str
    categories: tuple[str, ...]
    several: bool = False

    def __post_init__(self) -> None:
        if not self.categories or len(set(self.categories)) < len(self.categories):
            raise ValueError("A dimension has categories, each of them once.")

    def at(self, category: str | None) -> int:
        """Where the category stands on this table's axis; all of them stand last."""
        return len(self.categories) if category is None else self.categories.index(category)


@dataclass(frozen=True, eq=False)
class Table:
    """`counts`: whole numbers, shape (c1 + 1, …, cn + 1) for n = 1 to 3 dimensions of c categories; the
    last place of each axis counts people whatever their category. `impossible`: cells that nobody can
    be in and everybody knows it; their zero is no news. Raises ValueError where the sums do not hold."""

    dimensions: tuple[Dimension, ...]
    counts: NDArray[np.int64]
    impossible: frozenset[Cell] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= len(self.dimensions) <= MOST_DIMENSIONS:
            raise ValueError("A table has one, two or three dimensions.")
        if len({each.name for each in self.dimensions}) < len(self.dimensions):
            raise ValueError("Each dimension of a table has its own name.")
        if self.counts.shape != tuple(len(each.categories) + 1 for each in self.dimensions):
            raise ValueError("Counts have one place for each category and one for all.")
        if (self.inside_and_outside() < 0).any():
            raise ValueError("No count of people is below zero, nor above that of all.")
        for axis, each in enumerate(self.dimensions):
            parts = self.counts.take(range(len(each.categories)), axis).sum(axis)
            if not each.several and (parts != self.counts.take(-1, axis)).any():
                raise ValueError("Where each person is in one category, all are the sum of the categories.")
        if any(self.of(*cell) for cell in self.impossible):
            raise ValueError("Nobody can be where nobody can be.")

    @property
    def total(self) -> int:
        """People in the table at all."""
        return int(self.counts.flat[-1])

    def of(self, *cell: str | None) -> int:
        """The true count of one cell."""
        return int(self.counts[self.at(cell)])

    def at(self, cell: Cell) -> tuple[int, ...]:
        """Where a cell stands in `counts`."""
        return tuple(each.at(category) for each, category in zip(self.dimensions, cell, strict=True))

    def cells(self) -> Iterator[Cell]:
        """Every cell and every total, in the order of `counts`; the total of all comes last."""
        return product(*((*each.categories, None) for each in self.dimensions))

    def inside_and_outside(self) -> NDArray[np.int64]:
        """Shape (2 c1 + 1, …): each axis counts people in each category, all, and not in each category."""
        counts = self.counts
        for axis, each in enumerate(self.dimensions):
            size = len(each.categories)
            inside, everybody = counts.take(range(size), axis), counts.take([size], axis)
            counts = np.concatenate([counts, everybody - inside], axis)
        return counts


class Why(StrEnum):
    """Why nothing of a table but the number of all people can be shown."""

    TOO_FEW = "too_few"  # so few people that any count points at someone
    SHOWN_BEFORE = "shown_before"  # with what was shown earlier, any count would point at someone


@dataclass(frozen=True, eq=False)
class Shown:
    """A table as it is shown: every cell but those `withheld`. `why`: only the number of all is shown."""

    table: Table
    withheld: frozenset[Cell]
    why: Why | None = None

    def count(self, *cell: str | None) -> int | None:
        """People in the cell, in the order of the dimensions, None for all of one; None: withheld."""
        return None if cell in self.withheld else self.table.of(*cell)


def counted(
    dimensions: Sequence[Dimension],
    people: Iterable[Sequence[str | Collection[str]]],
    impossible: Collection[Cell] = (),
) -> Table:
    """Count `people`: for each person one entry a dimension, a category, or, where `several` is set, the
    collection of theirs. Raises ValueError for a category that the dimension does not have."""
    seen = Counter(
        tuple(_places(each, said) for each, said in zip(dimensions, person, strict=True)) for person in people
    )
    counts = np.zeros([len(each.categories) + 1 for each in dimensions], dtype=np.int64)
    for places, number in seen.items():
        everywhere = [(*those, len(each.categories)) for each, those in zip(dimensions, places, strict=True)]
        counts[np.ix_(*everywhere)] += number
    return Table(tuple(dimensions), counts, frozenset(impossible))


def _places(dimension: Dimension, said: str | Collection[str]) -> tuple[int, ...]:
    if isinstance(said, str) == dimension.several:
        raise ValueError("One category, or a collection of them where a person may be in several.")
    return tuple(sorted({dimension.at(each) for each in ([said] if isinstance(said, str) else said)}))
