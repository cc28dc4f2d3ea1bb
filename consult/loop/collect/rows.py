"""Rows of answers in one shape, whatever file they stood in. Pure: how one is told from another."""

import hashlib
import json
from dataclasses import dataclass, field

FIELDS = ("id", "text", "language", "phone", "hear_back", "prompt", "place", "group", "person")
"""What a column of a file can be. `person`: how the file calls whoever said it; never kept."""

SAYS = ("id", "text", "language", "phone", "hear_back", "prompt", "place")
LATER = ("group", "person")
"""Count only where they say something, so that files from before these fields are still known."""


@dataclass(frozen=True)
class Sound:
    """A voice that came with the words, or instead of them. `mime`: what the file's name claims."""

    data: bytes
    mime: str

    def __repr__(self) -> str:
        return f"<Sound {len(self.data)}>"


@dataclass(frozen=True)
class Row:
    """One person's words to one prompt, as the file has them. `line` counts from 1, in `where`."""

    line: int
    text: str
    id: str = ""
    language: str = ""
    phone: str = ""
    hear_back: str = ""
    prompt: str = ""
    place: str = ""
    group: str = ""
    person: str = ""
    sound: Sound | None = None
    where: str = ""
    """The sheet of a file that has several; empty for the first."""

    def __repr__(self) -> str:
        """The line alone: a row in a log or an exception tells nothing about a person."""
        return f"<Row {self.line}>"


@dataclass(frozen=True)
class Broken:
    """A line that cannot be a row; `reason` is a marked sentence, filled by `values`."""

    line: int
    reason: str
    where: str = ""
    values: dict[str, object] = field(default_factory=dict)


def same_row(row: Row, nth: int) -> str:
    """What makes a row the same row in a file that comes again: its id, else all it says.

    `nth` counts equal rows without an id, so that two people who say the same are two.
    """
    if row.id:
        return f"id|{row.id}"
    says = [getattr(row, each) for each in SAYS]
    says += [f"{each}={getattr(row, each)}" for each in LATER if getattr(row, each)]
    if row.sound:
        says.append(hashlib.sha256(row.sound.data).hexdigest())
    told = json.dumps(says, ensure_ascii=False)
    return f"row|{hashlib.sha256(told.encode()).hexdigest()}|{nth}"
