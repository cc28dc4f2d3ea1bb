"""What the notebook's parts are called, where everyone may read them too."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.loop.understand.records import EntryKind, LinkKind


@dataclass(frozen=True)
class Part:
    """A part of the notebook: what it is called, and what stands in it."""

    key: str
    title: Any
    kinds: tuple[EntryKind, ...]


PARTS = (
    Part("needs", _l("What people need"), (EntryKind.NEED,)),
    Part("actors", _l("Who is around it, and how they stand to one another"), (EntryKind.ACTOR,)),
    Part(
        "between",
        _l("What pulls apart, and what holds together"),
        (EntryKind.DIVIDES, EntryKind.CONNECTS),
    ),
    Part("tree", _l("Roots and branches"), (EntryKind.ROOT, EntryKind.BRANCH)),
    Part("stories", _l("What happened, as each tells it"), (EntryKind.EVENT,)),
    Part("signs", _l("Our own signs"), (EntryKind.SIGN,)),
    Part("unknown", _l("What we do not know"), (EntryKind.UNKNOWN,)),
    Part("differ", _l("Where we disagree"), (EntryKind.DISAGREEMENT,)),
)
BY_KEY = {part.key: part for part in PARTS}
BY_KIND = {kind: part for part in PARTS for kind in part.kinds}

COLUMNS = {
    EntryKind.DIVIDES: _l("What pulls apart"),
    EntryKind.CONNECTS: _l("What holds together"),
    EntryKind.ROOT: _l("Roots: why it is so"),
    EntryKind.BRANCH: _l("Branches: what comes of it"),
}
"""The two sides of a part that has two."""

DETAILS = {
    "whose": _l("Whose need"),
    "there": _l("What is there already"),
    "wants": _l("What they want"),
    "can": _l("What they can do, and to whom"),
    "since": _l("Since when"),
    "hats": _l("What else they are"),
    "when": _l("When"),
    "aspect": _l("Which side of it"),
    "how": _l("How exactly"),
    "asks": _l("What is asked each time"),
    "who": _l("Who could tell"),
    "sides": _l("The sides"),
}

IS = {"group": _l("A group"), "office": _l("An office")}

WAYS = {
    (LinkKind.CLOSE, False): _l("Close to"),
    (LinkKind.CLOSE, True): _l("Close to"),
    (LinkKind.BROKEN, False): _l("Broken off with"),
    (LinkKind.BROKEN, True): _l("Broken off with"),
    (LinkKind.TENSE, False): _l("In tension with"),
    (LinkKind.TENSE, True): _l("In tension with"),
    (LinkKind.OVER, False): _l("Has power over"),
    (LinkKind.OVER, True): _l("Under the power of"),
    (LinkKind.LEADS_TO, False): _l("Leads to"),
    (LinkKind.LEADS_TO, True): _l("Comes from"),
    (LinkKind.SAID_ON, False): _l("People spoke of it on"),
}
"""How one thing stands to another, by kind of link and by whether it comes from the other."""
