"""Spreadsheets (XLSX): values, never formulas; every sheet with a first line of names."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from consult.common.errors import Refused, mark
from consult.files.tables import MOST_COLUMNS, MOST_ROWS, Record, Table, headed
from consult.files.zips import inside, opened

FAULTS = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
)
"""What the library raises for files that are no spreadsheets after all."""

Grid = list[tuple[int, list[str]]]
"""Line from 1, cells as text."""


def read(content: bytes) -> list[tuple[str, Table]]:
    """Each sheet with its name, the first one first; sheets without anything are left out."""
    found: list[tuple[str, Table]] = []
    for name, grid in grids(content):
        if not grid:
            continue
        names = headed(grid[0][1])
        where = name if found else ""
        records = tuple(
            Record(
                line,
                {key: cell for key, cell in zip_longest(names, cells[: len(names)], fillvalue="") if key},
                where,
            )
            for line, cells in grid[1:]
        )
        found.append((name, Table("xlsx", tuple(each for each in names if each), records)))
    if not found:
        raise Refused(mark("The file is empty. Nothing was changed."))
    return found


def grids(content: bytes) -> list[tuple[str, Grid]]:
    """Every sheet as lines of text."""
    _no_declarations(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and rules of cells, which we do not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return [(sheet.title, list(_lines(sheet))) for sheet in book.worksheets]
            finally:
                book.close()
    except FAULTS:
        raise Refused(mark("The file is broken: it ends early or was changed. Bring it again.")) from None


def _no_declarations(content: bytes) -> None:
    """A spreadsheet never declares entities of its own; a file that does wants something else."""
    archive = opened(content)
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in inside(archive, name):
            raise Refused(mark("The file is broken: it ends early or was changed. Bring it again."))


def _lines(sheet: object) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what a file says of its size may be wrong
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)  # type: ignore[attr-defined]
    for line, row in enumerate(rows, start=1):
        if line > MOST_ROWS + 1:
            raise Refused(mark("The file has more lines than we take at once: %(most)s."), most=MOST_ROWS)
        cells = [_text(each) for each in row]
        if any(cells):
            yield line, cells


def _text(value: object) -> str:
    """A cell as somebody reads it. A formula's fault is no one's words."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case str() if value in ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"):
            return ""
    return str(value).strip()
