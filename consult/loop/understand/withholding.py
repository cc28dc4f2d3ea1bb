"""Pure: which counts of a table are withheld, so that no shown table lets anybody be found.

First every count below k. Then, for each count that could still be worked out to within k people (also
*all but two*), the cheapest cells whose absence makes it uncertain: small ones rather than large ones,
single cells rather than totals. At the end whatever turns out not to be needed is shown again. If
nothing else helps, only the exact number of all people is left. The same table gives the same choice.
"""

from collections.abc import Collection, Sequence

import numpy as np

from consult.loop.understand.auditing import Flags, Possible, Prices
from consult.loop.understand.small_cells import FEWEST
from consult.loop.understand.small_tables import Cell, Shown, Table, Why

A_TOTAL_IS_WORTH = 4
"""How many single cells of its size one total stands for, for each dimension that it sums."""


def withhold(
    table: Table,
    *,
    earlier: Sequence[Shown] = (),
    kept_back: Collection[Cell] = (),
    k: int = FEWEST,
) -> Shown:
    """What of `table` can be shown beside the `earlier` tables about the same people or an earlier state
    of them, so that whatever is withheld could be at least `k` different numbers of people.

    `kept_back`: cells that are not to be shown whatever they count, by the choice of those in them; each
    is named by itself. Tables of other dimensions are linked by the counts that both have. Earlier tables
    come with their true counts: what is told now must not tell what was withheld then.
    """
    k = max(k, FEWEST)
    for each in kept_back:
        table.at(each)  # ValueError: what is to be kept back is never missed by a slip of the pen
    cells = list(table.cells())
    nothing = frozenset(cells[:-1])
    if table.total < k:
        return Shown(table, nothing, Why.TOO_FEW)
    possible = Possible(table, earlier, k)
    never = possible.small[possible.cells] | [cell in kept_back for cell in cells]
    guarded = possible.small.copy()
    guarded[possible.cells[never]] = True
    alone = np.zeros(len(cells), dtype=bool)
    alone[-1] = True
    if never[-1] or possible.first_narrow(alone, guarded) is not None:
        return Shown(table, nothing, Why.SHOWN_BEFORE if earlier else Why.TOO_FEW)
    shown = _enough(possible, ~never, guarded, _price(table))
    shown = _again(possible, shown, never, guarded)
    return Shown(table, frozenset(cell for cell, seen in zip(cells, shown, strict=True) if not seen))


def _price(table: Table) -> Prices:
    sums = np.array([sum(part is None for part in cell) for cell in table.cells()])
    return np.asarray((1.0 + table.counts.ravel()) * A_TOTAL_IS_WORTH**sums)


def _enough(possible: Possible, shown: Flags, guarded: Flags, price: Prices) -> Flags:
    """Withhold until every guarded count is wide enough; what is withheld is guarded too."""
    while (place := possible.first_narrow(shown, _with_hidden(possible, guarded, shown))) is not None:
        ring = possible.cheapest(place, shown, price)
        if not ring.any():
            left = np.flatnonzero(shown[:-1])
            ring[left[np.argmin(price[left])]] = True
        shown = shown & ~ring
    return shown


def _again(possible: Possible, shown: Flags, never: Flags, guarded: Flags) -> Flags:
    """Show again, the largest first, what does not have to be withheld: at the end, not one more can."""
    hidden = np.flatnonzero(~shown & ~never)
    trying = hidden[np.argsort(-possible.true[possible.cells[hidden]], kind="stable")].tolist()
    while trying:
        refused: list[tuple[int, int]] = []
        for place in trying:
            tried = shown.copy()
            tried[place] = True
            narrow = possible.first_narrow(tried, _with_hidden(possible, guarded, tried))
            if narrow is None:
                shown = tried
            else:
                refused.append((place, narrow))
        still = _with_hidden(possible, guarded, shown)
        trying = [place for place, narrow in refused if not still[narrow]]
    return shown


def _with_hidden(possible: Possible, guarded: Flags, shown: Flags) -> Flags:
    both = guarded.copy()
    both[possible.cells[~shown]] = True
    return both
