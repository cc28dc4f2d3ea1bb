"""Rows as a table that a spreadsheet opens; no text of a person ever becomes a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.child import _WorkbookChild

Cells = Mapping[str, str | int]
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_LETTERS = 32_767
"""What one cell of a spreadsheet holds."""


def harmless(cell: str | int) -> str | int:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


def as_csv(columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: harmless(cell) for column, cell in row.items()})
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """One sheet under a line of names that stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, column) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, row.get(column, "")) for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: _WorkbookChild, value: str | int) -> Cell:
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(harmless(value)))[:MOST_LETTERS]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
