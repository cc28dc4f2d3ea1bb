"""What is asked of each kind of entry in the notebook, and what is refused.

Only steps are asked for, never a topic. A private person is no actor here: persons stay on paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

from consult.common.errors import Refused, mark
from consult.loop.understand.records import EntryKind

LONGEST_LINE = 120
LONGEST_TEXT = 2000
MOST_LINES = 12
MOST_PLACES = 999

GROUP, OFFICE, PERSON = "group", "office", "person"


class Shape(StrEnum):
    """How a detail is written."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    WHAT_IT_IS = "what_it_is"


@dataclass(frozen=True)
class Detail:
    """`fewest`: how many lines it must have; 0: it may stay empty."""

    name: str
    shape: Shape
    fewest: int = 0


DETAILS: dict[EntryKind, tuple[Detail, ...]] = {
    EntryKind.NEED: (
        Detail("whose", Shape.LINE),
        Detail("there", Shape.TEXT),
        Detail("since", Shape.LINE),
    ),
    EntryKind.ACTOR: (
        Detail("is", Shape.WHAT_IT_IS, fewest=1),
        Detail("wants", Shape.TEXT),
        Detail("can", Shape.TEXT),
        Detail("since", Shape.LINE),
        Detail("hats", Shape.LINES),
    ),
    EntryKind.ROOT: (),
    EntryKind.BRANCH: (),
    EntryKind.EVENT: (
        Detail("teller", Shape.LINE, fewest=1),
        Detail("when", Shape.LINE),
        Detail("place", Shape.NUMBER),
    ),
    EntryKind.DIVIDES: (
        Detail("aspect", Shape.LINE, fewest=1),
        Detail("how", Shape.TEXT),
        Detail("since", Shape.LINE),
    ),
    EntryKind.CONNECTS: (
        Detail("aspect", Shape.LINE, fewest=1),
        Detail("how", Shape.TEXT),
        Detail("since", Shape.LINE),
    ),
    EntryKind.SIGN: (Detail("asks", Shape.LINE),),
    EntryKind.UNKNOWN: (Detail("who", Shape.LINE),),
    EntryKind.DISAGREEMENT: (Detail("sides", Shape.LINES, fewest=2),),
}
"""By kind, in the order in which they are asked and shown."""


def details_of(kind: EntryKind, given: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of the details that were typed; those that are not of this kind are dropped."""
    kept = {each.name: _kept(each, given.get(each.name) or "") for each in DETAILS[kind]}
    return {name: value for name, value in kept.items() if value not in ("", [], None)}


def _kept(detail: Detail, typed: str) -> Any:
    lines = [line for line in (" ".join(each.split()) for each in typed.splitlines()) if line]
    if len(lines) < detail.fewest:
        _must_not_be_missing(detail.name)
    match detail.shape:
        case Shape.WHAT_IT_IS:
            return _group_or_office(typed.strip())
        case Shape.LINES:
            return _lines(detail, lines)
        case Shape.NUMBER:
            return _number(detail, typed.strip())
        case Shape.TEXT:
            return must_be_short(typed.strip(), LONGEST_TEXT, detail.name)
        case Shape.LINE:
            return must_be_short(" ".join(typed.split()), LONGEST_LINE, detail.name)


def _must_not_be_missing(name: str) -> NoReturn:
    match name:
        case "is":
            raise Refused(mark("Say whether it is a group or an office."), field=name)
        case "teller":
            raise Refused(mark("Say who tells it so: which group, place or side."), field=name)
        case "aspect":
            raise Refused(
                mark("Name the side of it that does so: the same thing can pull apart and hold together."),
                field=name,
            )
        case _:
            raise Refused(mark("Write each side on a line of its own. There are at least two."), field=name)


def _group_or_office(typed: str) -> str:
    if typed == PERSON:
        raise Refused(
            mark(
                "A private person stays on paper, so that no screen can give them away. Write them on your "
                "own sheet; here, write the group or the office."
            ),
            field="is",
        )
    if typed not in (GROUP, OFFICE):
        _must_not_be_missing("is")
    return typed


def _lines(detail: Detail, lines: list[str]) -> list[str]:
    if len(lines) > MOST_LINES:
        raise Refused(mark("Lines at most: %(most)s."), field=detail.name, most=MOST_LINES)
    longest = LONGEST_TEXT if detail.name == "sides" else LONGEST_LINE
    return [must_be_short(line, longest, detail.name) for line in lines]


def _number(detail: Detail, typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isdecimal() and len(typed) < 10 and 1 <= int(typed) <= MOST_PLACES):
        raise Refused(
            mark("Write a number from 1 to %(most)s, or nothing."), field=detail.name, most=MOST_PLACES
        )
    return int(typed)


def must_be_short(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field=field, most=most)
    return text
