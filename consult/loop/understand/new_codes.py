"""Pure: have we heard enough? How many different codes had come up after so many cards were read."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = 10
LAST = 20
"""So many of the newest cards are looked at for the sentence above the curve."""


@dataclass(frozen=True)
class Point:
    """After `cards` cards, `codes` different codes had come up, `new` of them since the point before."""

    cards: int
    codes: int
    new: int


def curve(firsts: Sequence[int], cards: int) -> list[Point]:
    """At most about ten points, evenly apart. `firsts`: for each code, at which card it came up first,
    counted from 1; `cards`: how many were sorted."""
    if cards < 1:
        return []
    ordered, points, before = sorted(firsts), [], 0
    for at in [*range(step := step_of(cards), cards, step), cards]:
        codes = bisect_right(ordered, at)
        points.append(Point(at, codes, codes - before))
        before = codes
    return points


def step_of(cards: int) -> int:
    """Round numbers: 1, 2, 5, 10, 20, 50, … so that the curve has ten points or fewer."""
    step, grow = 1, (2, 2.5, 2)
    turn = 0
    while cards > step * STEPS:
        step = int(step * grow[turn % 3])
        turn += 1
    return step


def new_lately(firsts: Sequence[int], cards: int) -> int | None:
    """How many codes came up for the first time in the last twenty cards; None: twenty are not sorted."""
    return sum(first > cards - LAST for first in firsts) if cards >= LAST else None
