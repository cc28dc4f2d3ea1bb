"""The loop as a ring of five arcs: heard, read, reviewed, answered, told."""

from dataclasses import dataclass
from math import cos, pi, sin

from flask_babel import gettext as _

ARCS = 5
RADIUS = 40
GAP = 10
"""Degrees between two arcs."""


def _arc() -> str:
    """The first arc, from the top, clockwise; the others are this one turned."""
    begin, end = (_on_circle(degrees) for degrees in (GAP / 2, 360 / ARCS - GAP / 2))
    return f"M{begin}A{RADIUS} {RADIUS} 0 0 1 {end}"


def _on_circle(degrees: float) -> str:
    angle = degrees * pi / 180
    return f"{RADIUS * sin(angle):.1f} {-RADIUS * cos(angle):.1f}"


ARC = _arc()


@dataclass(frozen=True)
class Arc:
    """One step: `state` is done, present or missing; `turn` in degrees."""

    name: str
    state: str
    turn: int


def arcs(done: int) -> list[Arc]:
    """The ring when `done` (0 to 5) steps are done: the next one is the present one."""
    names = (_("heard"), _("read"), _("reviewed"), _("answered"), _("told"))
    return [
        Arc(name, "done" if place < done else "present" if place == done else "missing", place * 360 // ARCS)
        for place, name in enumerate(names)
    ]
