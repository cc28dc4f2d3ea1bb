"""Pure: where the actor map draws what. Places are its makers' own, never found by the machine.

A place is (x, y), each 0 to 1000, from the left and from the top. The drawing is a square of `BOX`
units, and everything in it lies inside: circles are groups, squares offices, each with its number
and its name below. Lines differ by their style, not by colour: whole, broken into dashes, zig-zag;
an arrow goes from who has power to over whom.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, cos, hypot, pi, sin

from consult.common.errors import Refused, mark

BOX = 1000
MOST = 15
"""Actors that are drawn; all of them stand in the list."""
REACH = 1000
"""The largest x or y of a place."""
RADIUS = 44
LETTER = 34
"""Size of the letters of a name."""
LINE = 38
WIDEST = 320
NEAREST = 180
"""Two places nearer than this would lie on one another."""
EDGE, FOOT = 60, 86
ZIG, SWING = 24, 12
ASIDE = 18
"""How far beside the middle an arrow runs, so that it hides no other line."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Actor:
    """`rtl`: the name is read from right to left."""

    number: int
    name: str
    office: bool
    place: Place | None
    rtl: bool = False


@dataclass(frozen=True)
class Relation:
    """Between two actors by their numbers; `kind`: close, broken, tense or over."""

    one: int
    other: int
    kind: str


@dataclass(frozen=True)
class Node:
    """(x, y) is its middle; its name stands in `lines`, the first at `top`, all around `name_x`."""

    number: int
    office: bool
    x: float
    y: float
    lines: tuple[str, ...]
    name_x: float
    top: float
    width: int
    rtl: bool


@dataclass(frozen=True)
class Stroke:
    kind: str
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """As the `d` of an SVG path."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Drawing:
    """`listed_only`: numbers of actors for which the map has no place or no room."""

    nodes: tuple[Node, ...]
    strokes: tuple[Stroke, ...]
    listed_only: tuple[int, ...]


def draw(actors: Iterable[Actor], relations: Iterable[Relation]) -> Drawing:
    """The map of `actors`: the same whatever the order in which they come."""
    by_number = sorted(actors, key=lambda each: each.number)
    drawn = [each for each in by_number if each.place is not None][:MOST]
    nodes = {each.number: _node(each, each.place) for each in drawn if each.place is not None}
    lines = sorted(relations, key=lambda each: (each.one, each.other, each.kind))
    strokes = [
        stroke
        for each in lines
        if each.one in nodes and each.other in nodes
        for stroke in _strokes(nodes[each.one], nodes[each.other], each.kind)
    ]
    left = tuple(each.number for each in by_number if each.number not in nodes)
    return Drawing(tuple(nodes.values()), tuple(strokes), left)


def _node(actor: Actor, place: Place) -> Node:
    across = (BOX - 2 * EDGE) / REACH
    down = (BOX - 2 * EDGE - FOOT) / REACH
    x, y = EDGE + _within(place[0]) * across, EDGE + _within(place[1]) * down
    lines = wrapped(actor.name)
    width = max((width_of(line) for line in lines), default=0)
    name_x = min(max(x, width / 2), BOX - width / 2)
    return Node(
        actor.number,
        actor.office,
        round(x, 1),
        round(y, 1),
        lines,
        round(name_x, 1),
        round(y + RADIUS + LETTER, 1),
        width,
        actor.rtl,
    )


def _within(value: int) -> int:
    return min(max(value, 0), REACH)


def _strokes(one: Node, other: Node, kind: str) -> list[Stroke]:
    """From edge to edge; nothing between two that touch."""
    far = hypot(other.x - one.x, other.y - one.y)
    gap = RADIUS * (2**0.5 if one.office or other.office else 1) + 6
    if far <= 2 * gap:
        return []
    ahead = ((other.x - one.x) / far, (other.y - one.y) / far)
    aside = (-ahead[1], ahead[0])

    def at(along: float, beside: float) -> tuple[float, float]:
        return (
            round(one.x + ahead[0] * along + aside[0] * beside, 1),
            round(one.y + ahead[1] * along + aside[1] * beside, 1),
        )

    end = far - gap
    if kind == "over":
        head = Stroke("head", (at(end - 22, ASIDE - 12), at(end, ASIDE), at(end - 22, ASIDE + 12)))
        return [Stroke(kind, (at(gap, ASIDE), at(end, ASIDE))), head]
    if kind != "tense":
        return [Stroke(kind, (at(gap, 0), at(end, 0)))]
    turns = max(int((end - gap) // ZIG), 2)
    step = (end - gap) / turns
    middle = [at(gap + step * (turn + 0.5), SWING if turn % 2 else -SWING) for turn in range(turns)]
    return [Stroke(kind, (at(gap, 0), *middle, at(end, 0)))]


def wrapped(name: str) -> tuple[str, ...]:
    """The name in at most two lines that fit; what is cut off ends in three dots."""
    lines: list[str] = []
    rest = " ".join(name.split())
    while rest and len(lines) < 2:
        line, rest = _line(rest, last=len(lines) == 1)
        lines.append(line)
    return tuple(lines)


def _line(text: str, *, last: bool) -> tuple[str, str]:
    """As much of `text` as fits into one line, by whole words where they fit, and what is left."""
    if width_of(text) <= WIDEST:
        return text, ""
    words = text.split(" ")
    fitting = 0
    while width_of(" ".join(words[: fitting + 1])) <= WIDEST:
        fitting += 1
    if fitting and not last:
        return " ".join(words[:fitting]), " ".join(words[fitting:])
    tail = "…" if last else ""
    cut = 1
    while width_of(text[: cut + 1] + tail) <= WIDEST:
        cut += 1
    while cut > 1 and _joins(text[cut]):
        cut -= 1
    return text[:cut].rstrip() + tail, text[cut:].lstrip()


def _joins(letter: str) -> bool:
    """Whether it belongs to the letter before it."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")


def width_of(line: str) -> int:
    """How wide `line` is at most, by rule of thumb: no font is asked."""
    return ceil(sum(_width(letter) for letter in line) * LETTER)


def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    if letter in "MWmw@%" or ord(letter) >= 0x0700:
        return 0.9
    return 0.62


def read_places(typed: Iterable[tuple[str, str]]) -> dict[int, Place | None]:
    """Places as a form sends them: x3 and y3 for number 3; both empty take it off the map. What is no
    number is refused by its field; other fields are not looked at."""
    halves: dict[int, dict[str, str]] = {}
    for name, value in typed:
        if name[:1] in ("x", "y") and name[1:].isdecimal() and len(name) <= 10:
            halves.setdefault(int(name[1:]), {})[name[0]] = value.strip()
    return {number: _read(number, half) for number, half in halves.items()}


def _read(number: int, half: Mapping[str, str]) -> Place | None:
    x, y = half.get("x", ""), half.get("y", "")
    if not x and not y:
        return None
    if not all(each.isdecimal() and len(each) < 10 and int(each) <= REACH for each in (x, y)):
        raise Refused(
            mark("No %(number)s: write two numbers from 0 to %(most)s, or none."),
            field=f"x{number}",
            number=number,
            most=REACH,
        )
    return int(x), int(y)


def too_near(places: Mapping[int, Place]) -> tuple[int, int] | None:
    """The first two numbers whose places lie on one another."""
    for (one, here), (other, there) in combinations(sorted(places.items()), 2):
        if hypot(here[0] - there[0], here[1] - there[1]) < NEAREST:
            return one, other
    return None


def free_place(taken: Collection[Place]) -> Place | None:
    """A place for one more: the first of fifteen that is free; None where the map is full."""
    if len(taken) >= MOST:
        return None
    return next((each for each in _RINGS if _is_free(each, taken)), None)


def _is_free(place: Place, taken: Collection[Place]) -> bool:
    return all(hypot(place[0] - x, place[1] - y) >= NEAREST for x, y in taken)


def _ring(count: int, radius: int) -> Sequence[Place]:
    turns = [2 * pi * each / count - pi / 2 for each in range(count)]
    return [(round(500 + radius * cos(turn)), round(500 + radius * sin(turn))) for turn in turns]


_RINGS = (*_ring(5, 200), *_ring(10, 480))
"""Five around the middle, ten further out."""
