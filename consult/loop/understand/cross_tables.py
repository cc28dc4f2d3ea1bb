"""Pure: people by the group or place that they are of and by the themes they spoke to, as it can be shown.

Who spoke is settled first, then each theme by itself. That is enough because a row whose own number is
withheld shows no theme, and a theme whose own number is withheld shows no row: beside the number of a
row, one theme tells nothing of another. Beside an earlier table of the same round all is settled at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any

import numpy as np

from consult.loop.understand.small_tables import Cell, Dimension, Shown, Table, Why, counted

MOST_AT_ONCE = 150
"""Cells of a table and of all earlier ones together that are settled at once; beyond that a second table
of a round shows nothing."""


def families(names: Iterable[str], groups_of_each: Iterable[Set[str]]) -> list[tuple[str, ...]]:
    """The groups called `names`, in their order, put together where nobody is in two of them: who is not
    of the one may then be known to be of the other, such as women and men."""
    beside: dict[str, set[str]] = {name: set() for name in names}
    for groups in groups_of_each:
        for name in groups:
            beside[name] |= groups
    found: list[list[str]] = []
    for name, others in beside.items():
        home = next((family for family in found if not others & set(family)), None)
        if home is None:
            found.append([name])
        else:
            home.append(name)
    return [tuple(family) for family in found]


def cross_table(
    name: str, rows: Sequence[str], themes: Sequence[str], people: Iterable[tuple[str, Collection[str]]]
) -> Table:
    """One row and any number of themes a person."""
    return counted([Dimension(name, tuple(rows)), Dimension("theme", tuple(themes), several=True)], people)


def settled(
    table: Table,
    *,
    told: Collection[str],
    kept_back: Collection[str],
    k: int,
    earlier: Sequence[Shown] = (),
) -> Shown:
    """What of `table` (rows by themes) is shown beside `earlier` tables of the same round. `told`: themes
    whose number of people is known already. `kept_back`: rows of people who want none of theirs shown."""
    rows, themes = table.dimensions
    kept_back = [row for row in rows.categories if row in kept_back]
    silent = {cell for cell in table.cells() if cell[1] is not None and cell[1] not in told}
    silent |= {cell for cell in table.cells() if cell[0] in kept_back}
    totals = Shown(_totals(table), frozenset((theme,) for theme in themes.categories if theme not in told))
    if earlier:
        from consult.loop.understand.withholding import withhold

        if table.counts.size + sum(each.table.counts.size for each in earlier) > MOST_AT_ONCE:
            return nothing(table, Why.SHOWN_BEFORE)
        return withhold(table, earlier=[*earlier, totals], kept_back=silent, k=k)
    return _theme_by_theme(table, told, kept_back, k)


def nothing(table: Table, why: Why) -> Shown:
    """Nothing but the number of all people."""
    return Shown(table, frozenset(list(table.cells())[:-1]), why)


def _theme_by_theme(table: Table, told: Collection[str], kept_back: Collection[str], k: int) -> Shown:
    from consult.loop.understand.withholding import withhold

    rows, themes = table.dimensions
    spoke = withhold(Table((rows,), table.counts[:, -1]), kept_back=[(row,) for row in kept_back], k=k)
    if spoke.why:
        return nothing(table, spoke.why)
    silent = {row for (row,) in spoke.withheld if row is not None}
    hidden: set[Cell] = {(row, theme) for row in silent for theme in (*themes.categories, None)}
    for theme in themes.categories:
        if theme not in told:
            hidden |= {(row, theme) for row in (*rows.categories, None)}
        else:
            hidden |= {(row, theme) for row in _hidden_of_one(table, theme, silent, k)}
    return Shown(table, frozenset(hidden))


def _hidden_of_one(table: Table, theme: str, silent: Collection[str], k: int) -> set[str]:
    """The rows, of those not `silent`, whose people on `theme` are withheld: first where fewer than k
    people are meant, or all but fewer than k, then the smallest, until none can be worked out."""
    rows = [row for row in table.dimensions[0].categories if row not in silent]
    said = {row: table.of(row, theme) for row in rows}
    size = {row: table.of(row, None) for row in rows}
    on, everybody = table.of(None, theme), table.total
    pool = sum(table.of(row, None) for row in silent)
    small = {
        row
        for row in rows
        if min(said[row], size[row] - said[row], on - said[row], everybody - size[row] - on + said[row]) < k
    }

    def safe(hidden: Collection[str]) -> bool:
        left = on - sum(said[row] for row in rows if row not in hidden)
        room = sum(size[row] for row in hidden)
        least = max(0, left - room)
        wide = [min(size[row], left) - max(0, left - room + size[row] - pool) for row in hidden]
        if silent:
            wide += [min(pool, left) - max(0, least - pool), pool - max(0, least - pool)]
        return all(each >= k for each in wide)

    hidden = set(small)
    for row in sorted(set(rows) - small, key=lambda row: (said[row], row)):
        if safe(hidden):
            break
        hidden.add(row)
    for row in sorted(hidden - small, key=lambda row: (-said[row], row)):
        if safe(hidden - {row}):
            hidden.remove(row)
    return hidden


def _totals(table: Table) -> Table:
    return Table((table.dimensions[1],), table.counts[-1])


def as_json(shown: Shown) -> dict[str, Any]:
    """All of it, with what is withheld: to be kept sealed."""
    rows, themes = shown.table.dimensions
    return {
        "name": rows.name,
        "rows": list(rows.categories),
        "themes": list(themes.categories),
        "counts": shown.table.counts.tolist(),
        "withheld": sorted(([*cell] for cell in shown.withheld), key=str),
        "why": shown.why,
    }


def from_json(kept: Mapping[str, Any]) -> Shown:
    """What `as_json` kept."""
    dimensions = (
        Dimension(kept["name"], tuple(kept["rows"])),
        Dimension("theme", tuple(kept["themes"]), several=True),
    )
    table = Table(dimensions, np.array(kept["counts"], dtype=np.int64))
    why = Why(kept["why"]) if kept["why"] else None
    return Shown(table, frozenset((row, theme) for row, theme in kept["withheld"]), why)
