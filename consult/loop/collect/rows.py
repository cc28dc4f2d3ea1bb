"""Rows of a file of answers, read into one shape. Pure: lines in, rows and broken lines out."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from consult.common.errors import Refused, mark

FIELDS = ("id", "text", "language", "phone", "hear_back", "prompt", "place")
OTHER_NAMES = {"language": ("lang",)}


@dataclass(frozen=True)
class Row:
    """One person's words to one prompt, as the file has them. `line` counts from 1."""

    line: int
    text: str
    id: str = ""
    language: str = ""
    phone: str = ""
    hear_back: str = ""
    prompt: str = ""
    place: str = ""

    def __repr__(self) -> str:
        """The line alone: a row in a log or an exception tells nothing about a person."""
        return f"<Row {self.line}>"


@dataclass(frozen=True)
class Broken:
    """A line that cannot be a row; `reason` is a marked sentence."""

    line: int
    reason: str


def read_jsonl(lines: Iterable[str], columns: Mapping[str, str]) -> Iterator[Row | Broken]:
    """A row a line, each a JSON object. `columns` maps a field to the name it has in the file."""
    for line, text in enumerate(lines, start=1):
        if not text.strip("\ufeff \t\r\n"):
            continue
        try:
            found = json.loads(text.strip("\ufeff"))
        except (ValueError, RecursionError):
            yield Broken(line, mark("This line is not JSON."))
            continue
        if isinstance(found, dict):
            yield _row(line, found, columns)
        else:
            yield Broken(line, mark("This line is not a JSON object."))


def read_csv(lines: Iterable[str], columns: Mapping[str, str]) -> Iterator[Row | Broken]:
    """A row a record under a first line of column names; commas, semicolons or tabs."""
    source = iter(lines)
    head = next(source, "").removeprefix("\ufeff")
    if not head.strip():
        raise Refused(mark("The file is empty."))
    separator = max(",;\t", key=head.count)
    reader = csv.reader(_chain(head, source), delimiter=separator, strict=True)
    names = [name.strip() for name in next(reader)]
    _check_columns(names, columns)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Broken(start, mark("This line cannot be read as CSV."))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            yield Broken(start, mark("This line has more cells than the first line has names."))
            continue
        yield _row(start, dict(zip(names, cells, strict=False)), columns)


def _chain(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def _check_columns(names: list[str], columns: Mapping[str, str]) -> None:
    for field, column in columns.items():
        if column not in names:
            raise Refused(
                mark("The file has no column %(column)s for %(field)s."), column=column, field=field
            )
    if "text" not in columns and "text" not in names:
        raise Refused(mark("The file has no column named text. Say which one it is: --map COLUMN=text"))


def _row(line: int, found: Mapping[str, object], columns: Mapping[str, str]) -> Row | Broken:
    values = {}
    for field in FIELDS:
        names = (columns[field],) if field in columns else (field, *OTHER_NAMES.get(field, ()))
        value = next((found[name] for name in names if found.get(name) is not None), "")
        if isinstance(value, dict | list | bool):
            return Broken(line, mark("A cell that we need holds more than text or a number."))
        values[field] = _clean(str(value))
    return Row(line=line, **values)


def _clean(text: str) -> str:
    """Without what no database keeps: NUL, and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def same_row(row: Row, nth: int) -> str:
    """What makes a row the same row in a file that comes again: its id, else all it says.

    `nth` counts equal rows without an id, so that two people who say the same are two.
    """
    if row.id:
        return f"id|{row.id}"
    says = json.dumps([getattr(row, field) for field in FIELDS], ensure_ascii=False)
    return f"row|{hashlib.sha256(says.encode()).hexdigest()}|{nth}"
