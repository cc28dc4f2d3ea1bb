"""The loop as a ring of five arcs: heard, read, reviewed, answered, told."""

from dataclasses import dataclass
from math import cos, pi, sin

from flask_babel import gettext as _

from consult.web.i18n import listed

ARCS = 5
RADIUS = 40
GAP = 12
"""Degrees between two arcs."""


def _on_circle(degrees: float) -> str:
    angle = degrees * pi / 180
    return f"{RADIUS * sin(angle):.1f} {-RADIUS * cos(angle):.1f}"


ARC = f"M{_on_circle(GAP / 2)}A{RADIUS} {RADIUS} 0 0 1 {_on_circle(360 / ARCS - GAP / 2)}"
"""The first arc, from the top, clockwise; the others are this one turned."""


@dataclass(frozen=True)
class Arc:
    """One step: `state` is done, present or missing; `turn` in degrees."""

    name: str
    state: str
    turn: int


def arcs(done: int) -> list[Arc]:
    """The ring when `done` (0 to 5) steps are done: the next one is the present one."""
    names = (
        # TRANSLATORS: First step of the loop: people's words were heard.
        _("heard"),
        # TRANSLATORS: Second step of the loop: the words were read and sorted.
        _("read"),
        # TRANSLATORS: Third step of the loop: the advisory committee reviewed the findings.
        _("reviewed"),
        # TRANSLATORS: Fourth step of the loop: the offices answered.
        _("answered"),
        # TRANSLATORS: Fifth step of the loop: the answer was told to people.
        _("told"),
    )
    return [
        Arc(name, "done" if place < done else "present" if place == done else "missing", place * 360 // ARCS)
        for place, name in enumerate(names)
    ]


def in_words(done: int) -> str:
    """The same fact as the ring, for everyone who does not see it."""
    steps = arcs(done)

    def named(state: str) -> str:
        return listed(arc.name for arc in steps if arc.state == state)

    said = []
    if before := named("done"):
        # TRANSLATORS: steps is one or several of: heard, read, reviewed, answered, told.
        said.append(_("Done: %(steps)s.", steps=before))
    if present := named("present"):
        said.append(_("Now: %(steps)s.", steps=present))
    if missing := named("missing"):
        said.append(_("To come: %(steps)s.", steps=missing))
    return " ".join(said)
