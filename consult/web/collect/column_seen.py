"""What a column shows of itself, and what it seems to be."""

from collections.abc import Sequence

from consult.files.mapping import TEXT
from consult.files.tables import Table

LOOKS = 3
"""How many cells of each column are shown."""
CELL = 120


def looks(table: Table, name: str) -> tuple[str, ...]:
    """The first cells that hold something. Of a number only that it is one: it stays covered."""
    cells = (str(each.cells.get(name) or "").strip() for each in table.good)
    found = [each for each, _ in zip((each for each in cells if each), range(LOOKS), strict=False)]
    if table.guesses.get(name) == "phone":
        return tuple("•••" for _ in found)
    return tuple(each if len(each) <= CELL else each[:CELL] + "…" for each in found)


def guess(table: Table, name: str, numbers: Sequence[int]) -> str:
    """Our own forms name their questions by the prompt's number; a chat has one column of words."""
    use = table.guesses.get(name, "")
    last = name.rpartition("/")[2]
    if last.startswith("prompt_") and last[7:].isdecimal() and int(last[7:]) in numbers:
        return f"{TEXT}:{int(last[7:])}"
    only = table.kind == "chat" or (use == TEXT and "prompt" not in table.guesses.values())
    if name in table.open and numbers and only:
        return f"{TEXT}:{numbers[0]}"
    return use
