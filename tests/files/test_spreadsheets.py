"""Spreadsheets: values and never formulas, and none that is a trap."""

import io
import zipfile
from datetime import date, datetime

import pytest

from consult.common.errors import Refused
from tests.files.brought import archive, read, spreadsheet, texts


def test_cells_are_read_as_somebody_sees_them():
    file = spreadsheet(
        Sheet=[
            ["text", "id"],
            ["Dust", 7.0],
            [12.5, None],
            [datetime(2027, 6, 1), "b"],
            [date(2027, 6, 4), True],
        ]
    )
    rows = read(file)
    assert texts(rows) == ["Dust", "12.5", "2027-06-01T00:00:00", "2027-06-04T00:00:00"]
    assert [each.id for each in rows] == ["7|text", "", "b|text", "true|text"]
    assert [each.line for each in rows] == [2, 3, 4, 5]


def test_a_formula_is_its_value_and_never_runs():
    file = spreadsheet(
        Sheet=[["text", "id"], ['=HYPERLINK("http://example.org","x")', 1], ["Dust", 2], ["#REF!", 3]]
    )
    assert texts(read(file)) == ["", "Dust", ""]


def test_what_a_sheet_says_of_its_size_is_not_believed():
    lying = changed(
        spreadsheet(Sheet=[["text"], ["Dust"]]), b'<dimension ref="A1:A2"', b'<dimension ref="A1:A1"'
    )
    assert texts(read(lying)) == ["Dust"]


def changed(file: bytes, before: bytes, after: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before, after))
    assert made.getvalue() != file
    return made.getvalue()


def test_a_bomb_is_not_opened():
    bomb = archive(xl__xml=b"0" * (5 * 1024 * 1024))
    with pytest.raises(Refused, match="too large when it is unpacked"):
        read(bomb)


def test_entities_are_refused():
    trap = changed(
        spreadsheet(Sheet=[["text"], ["Dust"]]), b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
    )
    with pytest.raises(Refused, match="broken"):
        read(trap)


def test_an_archive_without_a_sheet_or_a_chat_is_none_that_we_know():
    with pytest.raises(Refused, match="not one that we know"):
        read(archive(picture__png=b"x"))


def test_a_cut_off_spreadsheet_is_broken():
    with pytest.raises(Refused, match="broken"):
        read(spreadsheet(Sheet=[["text"], ["Dust"]])[:-60])


def test_words_must_be_pointed_at_where_columns_have_other_names():
    with pytest.raises(Refused, match="These may: A, B"):
        read(spreadsheet(Sheet=[["A", "B"], ["Dust", "Wind"]]))
