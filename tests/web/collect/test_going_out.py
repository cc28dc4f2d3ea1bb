"""The consultation as a form of other tools and on paper; what comes back from there is known."""

import io
import warnings
from datetime import datetime

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from sqlalchemy import select

from consult.files import opening, xlsforms
from consult.files.forms import Asked, Survey, xlsform
from consult.loop.collect.records import Consultation, PromptWording


def read(content: bytes) -> list[dict[str, str]]:
    sheet = load_workbook(io.BytesIO(content))["survey"]
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in rest]


def converted(content: bytes):
    """What ODK's own converter makes of it. It says nothing against it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own code
        made = convert(xlsform=io.BytesIO(content), file_type=".xlsx", pretty_print=False)
    assert made.warnings == []
    return made.xform


@pytest.fixture
def amal(site):
    with site.database.work() as session:
        session.add(site.cast.community)
        site.cast.session = session
        site.cast.consultation()
    with site.database.work() as session:
        session.scalars(select(Consultation)).one().costs = "=Nothing ${at} all"
        french = select(PromptWording).where(PromptWording.language == "fr")
        session.delete(session.scalars(french).first())
    return site.signed_in(site.cast.amal)


def test_a_form_for_other_tools_says_everything_and_is_converted(amal):
    assert "Take the form (XLSForm)" in amal.get("/collect/river/forms").get_data(as_text=True)
    done = amal.get("/collect/river/forms/xlsform")
    assert done.headers["Content-Disposition"] == "attachment; filename=river.xlsx"
    lines = read(done.data)
    assert [each["type"] for each in lines] == ["note"] * 11 + ["text", "audio"] * 2 + ["note"]
    assert {key for key in lines[0] if key.startswith("label")} == {
        "label::English (en)",
        "label::العربية (ar)",
        "label::Français (fr)",
    }
    assert all(all(value for key, value in each.items() if key.startswith("label")) for each in lines)
    english = " ".join(each["label::English (en)"] for each in lines)
    for said in (
        "The people of Tesfa",
        "Our representatives",
        "no goods",
        "112",
        "the Friday meeting",
        "names or",
    ):
        assert said in english
    form = converted(done.data)
    assert "constraint" not in form
    assert "<select" not in form
    assert form.count("<upload") == 2
    assert [each.name for each in xlsforms.open_questions(done.data)] == ["prompt_1", "prompt_2"]


def test_what_begins_as_a_formula_is_text_in_the_form():
    texts = {"en": '=HYPERLINK("x")'}
    survey = Survey(
        "a", "=1", "1", {"en": "English", "fr": "Français"}, [texts], [Asked(1, texts)], texts, texts, []
    )
    made = xlsform(survey)
    assert all(value for line in read(made) for key, value in line.items() if key.startswith("label"))
    book = load_workbook(io.BytesIO(made))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    converted(made)


def test_a_paper_form_speaks_to_whoever_is_asked_and_answers_to_ours_find_their_prompts(amal):
    page = amal.get("/collect/river/forms/paper/ar").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count('class="card numbered"') == 2
    assert page.count("112") == 2
    assert amal.get("/collect/river/forms/paper/sw").status_code == 404
    file = b"start,prompt_2,_uuid\n2027-06-01,Dust and wind,1\n"
    assert opening.read(file).open == ("prompt_2",)
    page = amal.post("/collect/river/import/look", data={"file": (io.BytesIO(file), "x")})
    assert 'selected value="text:2"' in page.get_data(as_text=True)


def test_nothing_goes_out_before_there_is_a_prompt(site, amal):
    with site.database.work() as session:
        for wording in session.scalars(select(PromptWording)):
            wording.version.prompt.withdrawn_at = datetime(2027, 6, 1, tzinfo=site.clock.at.tzinfo)
    assert "Forms appear here when" in amal.get("/collect/river/forms").get_data(as_text=True)
    assert amal.get("/collect/river/forms/xlsform").status_code == 404
