"""The loop as a ring of five arcs: heard, read, reviewed, answered, told."""

from dataclasses import dataclass
from math import cos, pi, sin

from flask_babel import gettext as _

from consult.web.i18n import listed

ARCS = 5
RADIUS = 40
GAP = 12
"""Degrees between two arcs."""
REVIEWED = 2
"""The place of the step that may be left out."""


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


def arcs(done: int, *, unreviewed: bool = False) -> list[Arc]:
    """The ring when `done` (0 to 5) steps are done: the next one is the present one.

    `unreviewed`: it went on without the committee, so that step is never done.
    """
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
        Arc(name, _state(place, done, unreviewed), place * 360 // ARCS) for place, name in enumerate(names)
    ]


def _state(place: int, done: int, unreviewed: bool) -> str:
    if place >= done:
        return "present" if place == done else "missing"
    return "left out" if unreviewed and place == REVIEWED else "done"


def in_words(done: int, *, unreviewed: bool = False) -> str:
    """The same fact as the ring, for everyone who does not see it."""
    steps = arcs(done, unreviewed=unreviewed)

    def named(state: str) -> str:
        return listed(arc.name for arc in steps if arc.state == state)

    said = []
    if before := named("done"):
        # TRANSLATORS: steps is one or several of: heard, read, reviewed, answered, told.
        said.append(_("Done: %(steps)s.", steps=before))
    if without := named("left out"):
        # TRANSLATORS: steps is "reviewed": the committee's day passed, and it went on without its word.
        said.append(_("Not done: %(steps)s.", steps=without))
    if present := named("present"):
        said.append(_("Now: %(steps)s.", steps=present))
    if missing := named("missing"):
        said.append(_("To come: %(steps)s.", steps=missing))
    return " ".join(said)
