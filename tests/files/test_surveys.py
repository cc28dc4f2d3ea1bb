"""KoboToolbox, ODK and RapidPro: whose words they are, and which columns may hold words."""

import json
import os
from pathlib import Path

import pytest

from consult.common.errors import Refused
from consult.files import opening, xlsforms
from consult.files.mapping import rows_of, settled
from tests.files.brought import UUID, archive, broken, kobo, rapidpro_sheet, read, spreadsheet, table, texts

FORMS = Path(os.environ.get("CONSULT_DATA", "")) / "xlsform"


def test_a_kobo_export_knows_its_open_questions_and_not_its_choices():
    found = table(kobo())
    assert found.kind == "kobo"
    assert found.open == ("talk/life", "children/wish")
    with pytest.raises(Refused, match="These may: talk/life, children/wish"):
        settled(found, [])


def test_one_submission_is_one_person_on_every_sheet():
    rows = read(kobo(), [("talk/life", "text:1"), ("children/wish", "text:2")])
    said = {each.text: each for each in rows if each.text}
    assert said["Dust, every day"].person == said["A road to school"].person == f"{UUID}1"
    assert said["A well near home"].person == f"{UUID}2"
    assert said["A well near home"].where == "children"
    assert len({each.id for each in said.values()}) == 4


@pytest.mark.parametrize("separator", [",", ";"])
def test_kobo_and_odk_as_csv(separator):
    lines = [
        ["SubmissionDate", "talk-life", "meta/instanceID", "KEY"],
        ["2027-06-01", "Dust is all", "k1", "k1"],
    ]
    content = "\n".join(separator.join(line) for line in lines).encode()
    (row,) = read(content, [("talk-life", "text:1")])
    assert (row.text, row.person, row.id) == ("Dust is all", "k1", "k1|talk-life")


def test_an_odk_archive_is_read_with_its_repeats():
    file = archive(
        form__csv=b"life,KEY\nDust,uuid:1\n",
        form_kids__csv=b"wish,PARENT_KEY,KEY\nA road,uuid:1,uuid:1/kids[1]\n",
    )
    rows = read(file, [("life", "text:1"), ("wish", "text:2")])
    assert {each.person for each in rows} == {"uuid:1"}
    assert [each.text for each in rows if each.text] == ["Dust", "A road"]


def test_a_broken_line_of_a_survey_is_named():
    rows = read(b'life,_uuid\nDust,1\n"Wind"x,2\nRain,3,4\n', [("life", "text")])
    assert texts(rows) == ["Dust"]
    assert list(broken(rows)) == [3, 4]


def form() -> bytes:
    survey = [
        ["type", "name", "label::English (en)"],
        ["begin_group", "talk", ""],
        ["text", "life", "How is life?"],
    ]
    survey += [
        ["select_multiple w", "ways", "?"],
        ["end group", "", ""],
        ["integer", "n", "?"],
        ["text", "", "?"],
    ]
    return spreadsheet(survey=survey, settings=[["form_title"], ["Listening"]])


def test_the_form_says_which_questions_are_open():
    (question,) = xlsforms.open_questions(form())
    assert (question.path, question.name, question.labels) == ("talk/life", "life", ("How is life?",))
    found = xlsforms.chosen(table(kobo()), [question])
    assert found.open == ("talk/life",)
    assert texts(list(rows_of(found, settled(found, []))))[:2] == ["Dust, every day", "الغبار كثير"]
    by_label = table(spreadsheet(S=[["How is life?", "_uuid"], ["Dust", "1"]]))
    assert xlsforms.chosen(by_label, [question]).open == ("How is life?",)


@pytest.mark.parametrize("content", [spreadsheet(other=[["a"]]), spreadsheet(survey=[["kind"], ["text"]])])
def test_what_is_no_form_is_refused(content):
    with pytest.raises(Refused, match="not an XLSForm"):
        xlsforms.open_questions(content)


@pytest.mark.skipif(not FORMS.is_dir(), reason="CONSULT_DATA is not set")
def test_forms_of_others_are_read():
    found = {each.name: xlsforms.open_questions(each.read_bytes()) for each in FORMS.glob("*.xlsx")}
    assert [each.name for each in found["text_and_integer.xlsx"]] == ["your_name"]
    assert [each.path for each in found["group.xlsx"]]
    assert found["yes_or_no_question.xlsx"] == []


def test_results_of_rapidpro_as_a_sheet():
    found = table(rapidpro_sheet())
    assert (found.kind, found.open, "Contact Name" in found.hidden) == (
        "rapidpro",
        ("Life (Text) - Listening",),
        True,
    )
    (row,) = read(rapidpro_sheet())
    assert (row.text, row.person, row.phone) == ("Dust it is", "c-1", "x")
    assert row.id == "r-1|Life (Text) - Listening"


LONG = (
    b"contact uuid,urn,name,value,category\nc-1,telegram:9,Life,Dust,Other\nc-1,telegram:9,Hope,Rain,Other\n"
)


def test_results_of_rapidpro_one_a_line():
    assert table(LONG).open == ("name: Life", "name: Hope")
    rows = read(LONG, [("name: Life", "text:1"), ("name: Hope", "text:2")])
    said = [(each.text, each.prompt, each.person, each.phone) for each in rows]
    assert said == [("Dust", "1", "c-1", ""), ("Rain", "2", "c-1", "")]
    assert texts(read(LONG, [("value", "text")])) == ["Dust", "Rain"]
    assert texts(read(LONG, [("name: Hope", "text")])) == ["Rain"]


def test_lines_of_another_sheet_are_no_empty_answers():
    assert texts(read(kobo(), [("children/wish", "text")])) == ["A road to school", "A well near home"]


def test_runs_of_rapidpro_as_its_interface_gives_them():
    value = {"name": "Life", "value": "dust", "category": "Other", "input": "Dust it is"}
    run = {
        "uuid": "r-1",
        "contact": {"uuid": "c-1", "urn": "tel:x", "name": "Somebody"},
        "values": {"life": value},
    }
    rows = read(json.dumps({"next": None, "results": [run, {"uuid": "r-2"}]}).encode())
    assert (rows[0].text, rows[0].person, rows[0].phone) == ("Dust it is", "c-1", "x")
    assert list(broken(rows)) == [2]
    quiet = {"uuid": "r-3", "contact": None, "values": {"hope": {**value, "name": "Hope"}}}
    both = read(json.dumps({"results": [run, quiet]}).encode(), [("Life", "text")])
    assert texts(both) == ["Dust it is", ""]


def test_the_encoding_of_others_stays_right():
    assert opening.read("life,_uuid\nété,1\n".encode("cp1252"), encoding="cp1252").kind == "kobo"
