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
    rest = list(lines)
    head = rest[0].removeprefix("\ufeff") if rest else ""
    if not head.strip():
        raise Refused(mark("The file is empty."))
    separator = max(",;\t", key=head.count)
    names = [name.strip() for name in next(csv.reader([head], delimiter=separator))]
    _check_columns(names, columns)
    for line, cells in _records(rest, separator):
        if isinstance(cells, str):
            yield Broken(line, cells)
        elif len(cells) > len(names):
            yield Broken(line, mark("This line has more cells than the first line has names."))
        elif any(cell.strip() for cell in cells):
            yield _row(line, dict(zip(names, cells, strict=False)), columns)


def _records(lines: list[str], separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record after the first line with the line where it begins, or why it cannot be read.

    After a record that cannot be read it goes on with the very next line, so that a quotation
    mark that nobody closed does not swallow the rest of the file.
    """
    begin = 1
    while begin < len(lines):
        reader = csv.reader(lines[begin:], delimiter=separator, strict=True)
        done = 0
        try:
            for cells in reader:
                yield begin + done + 1, cells
                done = reader.line_num
            return
        except csv.Error:
            yield begin + done + 1, mark("This line cannot be read as CSV.")
            begin += done + 1


def _check_columns(names: list[str], columns: Mapping[str, str]) -> None:
    for field, column in columns.items():
        if column not in names:
            raise Refused(mark("The file has no column %(column)s for %(what)s."), column=column, what=field)
    if "text" not in columns and "text" not in names:
        raise Refused(mark("The file has no column named text. Say which one it is, with --map COLUMN=text."))


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
