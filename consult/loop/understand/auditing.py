"""Pure: what a reader can work out of shown tables. Every table that fits what is shown is possible.

A count is safe when two possible tables differ in it by at least k people. Such tables are looked for by
linear programming (HiGHS), made whole, and then checked in whole numbers against everything that is
shown: a slip of the solver can make us withhold too much, never too little. The reader that we guard
against knows all shown tables, and guesses rightly which counts stayed the same from one to the next.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from consult.loop.understand.small_tables import Cell, Dimension, Shown, Table

Numbers = NDArray[np.int64]
Prices = NDArray[np.float64]
Flags = NDArray[np.bool_]
Fact = frozenset[tuple[str, str, bool]]
"""People who are (True) or are not (False) in each of these categories of these dimensions."""

MOST_OVERLAPPING = 6
"""Categories of a second dimension in which a person may be in several: each set of them is counted."""
EFFORT = {"node_limit": 200}


class Possible:
    """The tables that fit. `facts`: counts of people in or not in categories, of each earlier table, then
    of the new one, then the steps between two tables that are smaller than k; `true` are their values.

    `cells`: places in `facts` of the new table's cells, in their order. `small`: flags facts that stand
    for fewer than k people, and what earlier tables withheld. `fixed`: flags what earlier tables show.
    """

    def __init__(self, table: Table, earlier: Sequence[Shown], k: int) -> None:
        before = [each for each in earlier if each.why is None]
        tables = [*(each.table for each in before), table]
        self.table, self.k = table, k
        parts = [_matrices(each) for each in tables]
        names = [name for each in tables for name in _names(each)]
        starts = np.cumsum([0, *(facts.shape[0] for _atoms, facts in parts)])
        facts = sparse.block_diag([facts for _atoms, facts in parts], format="csr")
        atoms = sparse.block_diag([atoms for atoms, _facts in parts], format="csr")
        self.upper = np.concatenate([_upper(*each) for each in zip(tables, parts, strict=True)])
        self.true = np.concatenate([each.inside_and_outside().ravel() for each in tables])
        settled = abs(facts) @ (self.upper > 0) == 0
        self.small = (self.true < k) & ~settled
        at = [_cells_at(each, start) for each, start in zip(tables, starts, strict=False)]
        self.cells = at[-1]
        self.fixed = np.zeros(len(self.true), dtype=bool)
        for places, each in zip(at, before, strict=False):
            hidden = np.array([cell in each.withheld for cell in each.table.cells()])
            self.fixed[places[~hidden]] = True
            self.small[places[hidden]] = True
        cells = np.concatenate(at)
        same, moved = self._compared(names, set(cells.tolist()), int(starts[-2]))
        steps = [facts[[new]] - facts[[old]] for old, new in moved]
        links = [facts[[new]] - facts[[old]] for old, new in same]
        self.names = names + [names[new] for _old, new in moved]
        self.facts = sparse.vstack([facts, *steps], format="csr")
        pairs = np.array(moved, dtype=np.int64).reshape(-1, 2)
        self.true = np.append(self.true, self.true[pairs[:, 1]] - self.true[pairs[:, 0]])
        self.small = np.append(self.small, np.ones(len(pairs), dtype=bool))
        self.fixed = np.append(self.fixed, np.zeros(len(pairs), dtype=bool))
        self.cells_at = cells
        self.rows = sparse.vstack([atoms, facts[cells], *links], format="csr")
        ends = np.full(self.rows.shape[0], np.inf)
        ends[atoms.shape[0] + len(cells) :] = 0
        self.low, self.high = np.zeros(len(ends)), ends
        self.first_cell = atoms.shape[0]
        self.signed = (self.rows < 0).sum(axis=1) > 0  # not above zero by themselves
        self.seen = self.true[np.newaxis]

    def _compared(
        self, names: list[Fact], cells: set[int], new_from: int
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Pairs (old, new) of places: cells that are equal in two tables, and counts of the new table
        that are less than k people away from an earlier one."""
        first: dict[tuple[Fact, int], int] = {}
        same: list[tuple[int, int]] = []
        older: dict[Fact, list[int]] = {}
        moved: list[tuple[int, int]] = []
        for place, name in enumerate(names):
            value = int(self.true[place])
            if place in cells:
                twin = first.setdefault((name, value), place)
                same += [(twin, place)] if twin != place else []
            if place < new_from:
                older.setdefault(name, []).append(place)
            elif sum(not inside for _dimension, _category, inside in name) <= 1:
                near = (old for old in older.get(name, ()) if 0 < abs(value - self.true[old]) < self.k)
                moved += [(old, place) for old in near]
        return same, moved

    def first_narrow(self, shown: Flags, guarded: Flags) -> int | None:
        """The first guarded fact that a reader knows to within fewer than k people, where of the new
        table the cells flagged in `shown` are shown; None where there is none. Keeps what it found."""
        known = self.fixed.copy()
        known[self.cells[shown]] = True
        fits = (self.seen[:, known] == self.true[known]).all(axis=1)
        low, high = self.seen[fits].min(axis=0), self.seen[fits].max(axis=0)
        if len(self.seen) == 1:  # nothing was looked for yet: many at once
            many = self.facts[np.flatnonzero(guarded)].sum(axis=0)
            for sign in (-1, 1):
                self._widen(low, high, many * sign, known)
        while len(narrow := np.flatnonzero(guarded & (high - low < self.k))):
            place = int(narrow[np.argmin((high - low)[narrow])])
            want = self.facts[[place]].toarray().ravel()
            for sign in (-1, 1):
                if high[place] - low[place] < self.k:
                    self._widen(low, high, want * sign, known)
            if high[place] - low[place] < self.k:
                return place
        return None

    def exposed(self, withheld: Collection[Cell]) -> list[Fact]:
        """What a reader knows to within fewer than k people although it is small or withheld, where of
        the new table `withheld` is withheld: nothing, if all is well."""
        shown = np.array([cell not in withheld for cell in self.table.cells()])
        if not shown[:-1].any():
            return []  # the number of all is told at any time
        guarded = self.small.copy()
        guarded[self.cells[~shown]] = True
        found = []
        while (place := self.first_narrow(shown, guarded)) is not None:
            found.append(self.names[place])
            guarded[place] = False
        return found

    def ranges(self, withheld: Collection[Cell]) -> dict[Cell, tuple[int, int]]:
        """For each withheld cell of the new table the least and the most people that it can stand for
        by the shown sums, where all others are shown."""
        cells = list(self.table.cells())
        known = self.fixed.copy()
        known[self.cells[[cell not in withheld for cell in cells]]] = True
        found = {}
        for place, cell in zip(self.cells, cells, strict=True):
            if cell in withheld:
                want = self.facts[[place]].toarray().ravel()
                low, high = (
                    sign * float(self._solved(sign * want, known, whole=False).fun) for sign in (1, -1)
                )
                found[cell] = int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6))
        return found

    def cheapest(self, place: int, shown: Flags, price: Prices) -> Flags:
        """Cells of the new table, shown ones, that would have to be withheld for two tables to be
        possible that differ by k in the fact at `place`; none where that can never be. `price`: for
        each cell, how much each person in it that becomes uncertain counts."""
        low, high = self._ends(self.fixed)
        everybody = self.first_cell + len(self.cells_at) - 1
        low[everybody] = high[everybody] = self.true[self.cells[-1]]
        open_to = np.flatnonzero(shown[:-1])
        mine, change = self.facts[self.cells[open_to]], sparse.eye_array(len(open_to))
        want = self.facts[[place]]
        rows = sparse.block_array(
            [
                [self.rows, None, None],
                [None, self.rows, None],
                [mine, None, -change],
                [mine, None, change],
                [None, mine, -change],
                [None, mine, change],
                [want, -want, None],
            ],
            format="csr",
        )
        there, none = self.true[self.cells[open_to]], np.full(len(open_to), np.inf)
        found = milp(
            np.concatenate([np.zeros(2 * len(self.upper)), price[open_to]]),
            constraints=LinearConstraint(
                rows,
                np.concatenate([low, low, -none, there, -none, there, [self.k]]),
                np.concatenate([high, high, there, none, there, none, [np.inf]]),
            ),
            bounds=Bounds(0, np.concatenate([self.upper, self.upper, none])),
        )
        picked = np.zeros_like(shown)
        if found.x is not None:
            picked[open_to] = found.x[-len(open_to) :] > 1e-6 if len(open_to) else False
        return picked

    def _widen(self, low: Numbers, high: Numbers, want: NDArray[np.float64], known: Flags) -> None:
        """Find a possible table that has the least of `want`, and stretch `low` and `high` to it."""
        for whole in (False, True):
            found = self._solved(want, known, whole=whole)
            if found.x is None:
                continue
            table = np.rint(found.x).astype(np.int64)
            low_end, high_end = self._ends(known)
            sums = self.rows.astype(np.int64) @ table
            if (low_end <= sums).all() and (sums <= high_end).all() and (table <= self.upper).all():
                facts = self.facts.astype(np.int64) @ table
                self.seen = np.vstack([self.seen, facts])
                np.minimum(low, facts, out=low)
                np.maximum(high, facts, out=high)
                return

    def _solved(self, want: NDArray[np.float64], known: Flags, *, whole: bool) -> OptimizeResult:
        low, high = self._ends(known)
        bound = np.isfinite(high) | self.signed
        return milp(
            want,
            constraints=LinearConstraint(self.rows[bound], low[bound], high[bound]),
            bounds=Bounds(0, self.upper),
            integrality=np.full(len(self.upper), int(whole)),
            options=EFFORT,
        )

    def _ends(self, known: Flags) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        low, high = self.low.copy(), self.high.copy()
        told = np.flatnonzero(known[self.cells_at])
        low[self.first_cell + told] = high[self.first_cell + told] = self.true[self.cells_at[told]]
        return low, high


def _matrices(table: Table) -> tuple[sparse.csr_array, sparse.csr_array]:
    """What counts atoms (never below zero) and facts (as `Table.inside_and_outside`) from the smallest
    numbers that make up the table: shapes (atoms, numbers) and (facts, numbers)."""
    overlapping = [each for each in table.dimensions if each.several]
    loose = max(overlapping, key=lambda each: len(each.categories), default=None)
    atoms = facts = sparse.csr_array(np.ones((1, 1)))
    for each in table.dimensions:
        if each.several and each is not loose and len(each.categories) > MOST_OVERLAPPING:
            raise ValueError("Two dimensions with several categories a person: one has at most six.")
        mine, all_of_mine = _axis(each, loose=each is loose)
        atoms, facts = sparse.kron(atoms, mine, format="csr"), sparse.kron(facts, all_of_mine, format="csr")
    return atoms, facts


def _axis(dimension: Dimension, *, loose: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One dimension's share: numbers are its categories; or, where a person may be in several, each
    set of categories; or, for one such dimension a table (`loose`: one category tells nothing of
    another but through the rest of the table), each category and all."""
    size = len(dimension.categories)
    if loose:
        inside = np.eye(size, size + 1)
        everybody = np.eye(size + 1)[[size]]
        return np.vstack([inside, everybody - inside]), np.vstack([inside, everybody, everybody - inside])
    sets = np.array(list(product((0.0, 1.0), repeat=size if dimension.several else 1))).T
    inside = sets if dimension.several else np.eye(size)
    everybody = np.ones((1, inside.shape[1]))
    return np.eye(inside.shape[1]), np.vstack([inside, everybody, everybody - inside])


def _upper(table: Table, parts: tuple[sparse.csr_array, sparse.csr_array]) -> NDArray[np.float64]:
    """The most that each smallest number can be: everybody, or nobody where nobody can be."""
    _atoms, facts = parts
    upper = np.full(facts.shape[1], float(max(table.total, 1)))
    for place, cell in zip(_cells_at(table, 0), table.cells(), strict=True):
        if any(_within(cell, each) for each in table.impossible):
            upper[facts[[place]].indices] = 0
    return upper


def _within(cell: Cell, other: Cell) -> bool:
    return all(theirs in (None, mine) for mine, theirs in zip(cell, other, strict=True))


def _cells_at(table: Table, start: int) -> Numbers:
    """Where the table's cells stand among its facts, which begin at `start`."""
    places = np.arange(table.inside_and_outside().size).reshape(table.inside_and_outside().shape)
    return start + places[tuple(slice(size) for size in table.counts.shape)].ravel()


def _names(table: Table) -> Iterator[Fact]:
    ways: list[Iterable[tuple[str, str, bool] | None]] = [
        [
            *((each.name, category, True) for category in each.categories),
            None,
            *((each.name, category, False) for category in each.categories),
        ]
        for each in table.dimensions
    ]
    for parts in product(*ways):
        yield frozenset(each for each in parts if each)
