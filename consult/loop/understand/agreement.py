"""Pure: how far two coders who did not see each other put the same answers under the same codes.

Codes of one answer are a set. Two sets that share some are nearer to each other than two that share none:
that is what MASI counts (Passonneau 2006, "Measuring agreement on set-valued items").
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

Codes = frozenset[Hashable]
Pair = tuple[Codes, Codes]
"""What one coder chose for an answer, and what the other."""

ROOM = 5_000_000
"""Answers times the square of different sets of codes: what is worked out at once, in some 100 MB."""


@dataclass(frozen=True)
class Agreement:
    """In `same` of `both` answers both chose exactly the same codes.

    `alpha`: Krippendorff's; 1 where all is the same, 0 as far as chance alone would go, below 0 where
    they differ more than by chance. None where it cannot be said: fewer than two answers, or no two
    different choices at all.
    """

    same: int
    both: int
    alpha: float | None


def agree(pairs: Sequence[Pair]) -> Agreement:
    return Agreement(sum(one == other for one, other in pairs), len(pairs), alpha(pairs))


def masi(one: Codes, other: Codes) -> float:
    """How far apart two sets are: 0 the same, 1 nothing in common.

    What they share of all that either holds; a third off that where one lies within the other, and two
    thirds off where neither does. Two empty sets are the same.
    """
    if one == other:
        return 0.0
    share = len(one & other) / len(one | other)
    return 1 - share * (2 / 3 if one < other or other < one else 1 / 3)


def alpha(pairs: Sequence[Pair]) -> float | None:
    """Krippendorff's alpha with `masi` between choices; of very many, the first that there is room for."""
    pairs = _as_many_as_fit(pairs)
    sets = _sets(pairs)
    if len(pairs) < 2 or len(sets) < 2:
        return None
    import krippendorff
    import numpy as np

    at = {each: place for place, each in enumerate(sets)}
    apart = np.array([[masi(one, other) for other in sets] for one in sets])

    def distance(v1: Any, v2: Any, *_: Any, **__: Any) -> Any:
        return apart[v1, v2]

    chosen = [[at[pair[coder]] for pair in pairs] for coder in (0, 1)]
    return float(
        krippendorff.alpha(
            reliability_data=chosen,
            value_domain=list(range(len(sets))),
            level_of_measurement=distance,
        )
    )


def _as_many_as_fit(pairs: Sequence[Pair]) -> Sequence[Pair]:
    while len(pairs) * len(_sets(pairs)) ** 2 > ROOM:
        pairs = pairs[: len(pairs) // 2]
    return pairs


def _sets(pairs: Sequence[Pair]) -> list[Codes]:
    return list(dict.fromkeys(each for pair in pairs for each in pair))
