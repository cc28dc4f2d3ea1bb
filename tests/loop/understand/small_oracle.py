"""A second auditor of small tables, slow and simple: it writes down every possible table and looks.

It shares no code with the one in the product but the form of a table. `exposed` and `ranges` ask that one.
"""

from functools import cache
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from consult.loop.understand.auditing import Possible
from consult.loop.understand.small_tables import Dimension, Table

K = 10


def kinds(dimension):
    """Every way to be in a dimension, as the set of a person's categories."""
    if not dimension.several:
        return [{each} for each in dimension.categories]
    every = range(len(dimension.categories) + 1)
    return [set(some) for size in every for some in combinations(dimension.categories, size)]


@cache
def ways(people, places):
    """Every way to put `people` into `places`: shape (ways, places)."""
    if places == 1:
        return np.array([[people]], dtype=np.int16)
    return np.vstack(
        [
            np.hstack([np.full((len(rest), 1), here, dtype=np.int16), rest])
            for here in range(people + 1)
            for rest in [ways(people - here, places - 1)]
        ]
    )


def members(dimensions, cell):
    """Which kinds of people are in a cell; a category written as ("not", category) is left."""

    def fits(kind, part):
        return part is None or (part[1] not in kind if isinstance(part, tuple) else part in kind)

    everyone = product(*(kinds(each) for each in dimensions))
    return np.array([all(fits(*each) for each in zip(kind, cell, strict=True)) for kind in everyone])


def possible(shown):
    """Every table (its smallest numbers) that fits one or more tables of the same people and dimensions."""
    dimensions = shown[0].table.dimensions
    tables = ways(shown[0].table.total, len(members(dimensions, [None] * len(dimensions))))
    for each in shown:
        for cell in each.table.cells():
            if cell not in each.withheld:
                fits = tables[:, members(dimensions, cell)].sum(axis=1) == each.table.of(*cell)
                tables = tables[fits]
    return tables


def facts(dimensions):
    return product(
        *(
            (*each.categories, None, *(("not", category) for category in each.categories))
            for each in dimensions
        )
    )


def count(table, fact):
    """The true count of a fact, by taking what is not meant from all."""
    for place, part in enumerate(fact):
        if isinstance(part, tuple):
            everybody = (*fact[:place], None, *fact[place + 1 :])
            meant = (*fact[:place], part[1], *fact[place + 1 :])
            return count(table, everybody) - count(table, meant)
    return table.of(*fact)


def found_out(*shown):
    """Facts of fewer than ten people, or withheld, that are known to within fewer than ten people."""
    table = shown[0].table
    tables = possible(shown)
    hidden = set().union(*(each.withheld for each in shown))
    known = set()
    for fact in facts(table.dimensions):
        mine = members(table.dimensions, fact)
        sums = tables[:, mine].sum(axis=1)
        if mine.any() and (count(table, fact) < K or fact in hidden) and np.ptp(sums) < K:
            known.add(fact)
    return known


def narrow(table, seen, guarded):
    """Which of the guarded facts a linear programme over all kinds of people finds to within ten people,
    where the `seen` cells of the table are known."""
    inside = {fact: members(table.dimensions, fact).astype(float) for fact in {*seen, *guarded}}
    told = {"A_eq": np.array([inside[each] for each in seen]), "b_eq": [table.of(*each) for each in seen]}
    found = set()
    for fact in guarded:
        if inside[fact].any():
            low, high = (sign * linprog(sign * inside[fact], **told).fun for sign in (1, -1))
            found |= {fact} if high - low < K - 1e-6 else set()
    return found


def exposed(shown, earlier=()):
    return Possible(shown.table, earlier, K).exposed(shown.withheld)


def ranges(shown, k=K):
    return Possible(shown.table, (), k).ranges(shown.withheld)


def named(fact, dimensions):
    """A fact in the product's own words."""
    return frozenset(
        (each.name, part[1] if isinstance(part, tuple) else part, not isinstance(part, tuple))
        for each, part in zip(dimensions, fact, strict=True)
        if part
    )


def table_of(counts):
    """Where everybody is in one category: a table of `counts` with its sums; dimensions a, b, c."""
    counts = np.array(counts, dtype=np.int64)
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return Table(dimensions_of([size - 1 for size in counts.shape]), counts)


def dimensions_of(sizes, several=()):
    return tuple(
        Dimension(name, tuple(f"{name}{number}" for number in range(size)), several=name in several)
        for name, size in zip("abc", sizes, strict=False)
    )
