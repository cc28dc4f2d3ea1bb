"""Files as other tools write them, made here from their documented fields, and one way to read them."""

import io
import zipfile
from datetime import datetime

from openpyxl import Workbook

from consult.files import opening
from consult.files.mapping import Uses, rows_of, settled
from consult.files.tables import Table
from consult.loop.collect.rows import Broken, Row

UUID = "uuid:11111111-0000-4000-8000-00000000000"


def spreadsheet(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "."), content)
    return file.getvalue()


def kobo() -> bytes:
    """KoboToolbox: groups as `group/question`, choices as columns, a repeat on its own sheet."""
    return spreadsheet(
        listening=[
            [
                "start",
                "talk/life",
                "talk/ways",
                "talk/ways/radio",
                "_id",
                "_uuid",
                "_submission_time",
                "_index",
            ],
            [
                datetime(2027, 6, 1, 8),
                "Dust, every day",
                "radio market",
                1,
                501,
                f"{UUID}1",
                datetime(2027, 6, 1, 9),
                1,
            ],
            [datetime(2027, 6, 1, 9), "الغبار كثير", "radio", 0, 502, f"{UUID}2", datetime(2027, 6, 1, 9), 2],
        ],
        children=[
            ["children/wish", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
            ["A road to school", 1, "listening", 1, f"{UUID}1"],
            ["A well near home", 2, "listening", 2, ""],
        ],
    )


def rapidpro_sheet() -> bytes:
    names = ["Contact UUID", "Contact Name", "URN Scheme", "URN Value", "Run UUID"]
    names += ["Life (Category) - Listening", "Life (Value) - Listening", "Life (Text) - Listening"]
    return spreadsheet(
        Runs=[names, ["c-1", "Somebody", "tel", "tel:x", "r-1", "Other", "dust", "Dust it is"]]
    )


def read(content: bytes, uses: Uses | None = None, encoding: str = "") -> list[Row | Broken]:
    table = opening.read(content, encoding=encoding)
    return list(rows_of(table, settled(table, uses or [])))


def table(content: bytes) -> Table:
    return opening.read(content)


def texts(rows: list[Row | Broken]) -> list[str]:
    return [each.text for each in rows if isinstance(each, Row)]


def broken(rows: list[Row | Broken]) -> dict[int, str]:
    return {each.line: each.reason for each in rows if isinstance(each, Broken)}
