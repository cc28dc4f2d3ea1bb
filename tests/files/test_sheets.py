"""Tables for spreadsheets, in which nobody's words become a formula."""

import io

import pytest
from openpyxl import load_workbook

from consult.files.sheets import as_csv, as_xlsx, harmless

TRAPS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("cell", TRAPS)
def test_a_text_that_begins_as_a_formula_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("a = b", "", -3)] == ["a = b", "", -3]


def test_a_sheet_holds_texts_and_numbers_and_no_letters_that_break_it():
    made = as_xlsx("Said", ("what", "count"), [{"what": "=a\x01\nb", "count": -3}, {"count": 4}])
    sheet = load_workbook(io.BytesIO(made))["Said"]
    assert list(sheet.iter_rows(values_only=True)) == [("what", "count"), ("'=a\nb", -3), (None, 4)]


def test_a_table_says_its_letters():
    assert as_csv(("what",), [{"what": "été"}]) == "\ufeffwhat\r\nété\r\n".encode()
