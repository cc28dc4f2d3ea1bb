"""Lines with separators: commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

from consult.common.errors import Refused, mark
from consult.files.tables import Record, Table, checked, headed
from consult.loop.collect.rows import Broken

csv.field_size_limit(1024 * 1024)


def read(text: str, where: str = "") -> Table:
    """A record a line under a first line of column names."""
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    first_line = next((place for place, each in enumerate(lines) if each.strip()), None)
    if first_line is None:
        raise Refused(mark("The file is empty. Nothing was changed."))
    head = lines[first_line]
    separator = max(",;\t", key=head.count)
    first = next(_records(lines, separator, first_line), (1, ""))[1]
    if isinstance(first, str):
        raise Refused(mark("The first line with the names of the columns cannot be read."))
    names = headed(first)
    records = checked(
        list(
            _named(
                names, _records(lines, separator, first_line + _height(lines[first_line:], separator)), where
            )
        )
    )
    return Table("csv", tuple(name for name in names if name), records)


def _named(
    names: tuple[str, ...], lines: Iterator[tuple[int, list[str] | str]], where: str
) -> Iterator[Record | Broken]:
    for line, cells in lines:
        if isinstance(cells, str):
            yield Broken(line, cells, where)
        elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            yield Broken(line, mark("This line has more cells than the first line has names."), where)
        elif any(cell.strip() for cell in cells):
            yield Record(
                line,
                {name: cell for name, cell in zip_longest(names, cells[: len(names)], fillvalue="") if name},
                where,
            )


def _height(lines: list[str], separator: str) -> int:
    """How many lines the names of the columns take: a name may be broken in two."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    next(reader)
    return reader.line_num


def _records(lines: list[str], separator: str, begin: int) -> Iterator[tuple[int, list[str] | str]]:
    """Each record from line `begin` (from 0) with the line where it begins, or why it cannot be read.

    After a record that cannot be read it goes on with the very next line, so that a quotation
    mark that nobody closed does not swallow the rest of the file.
    """
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
