"""A representative brings a file: looks, says which column is what, tries, takes in."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.loop.collect.records import Answer, AnswerPart, Import, PromptWording, Submission
from consult.people.records import Participant
from tests.cast import number
from tests.files.brought import kobo, spreadsheet
from tests.web.conftest import hidden

SURVEY = spreadsheet(survey=[["type", "name"], ["begin group", "talk"], ["text", "life"], ["end group", ""]])


@pytest.fixture
def amal(site):
    with site.database.work() as session:
        session.add(site.cast.community)
        site.cast.session = session
        site.cast.consultation()
    return site.signed_in(site.cast.amal)


def count(site, record):
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


def look(client, content, **more):
    sent = {"file": (io.BytesIO(content), "x"), **more}
    return client.post("/collect/river/import/look", data=sent, content_type="multipart/form-data")


def go(client, step, page, **chosen):
    sent = {"carried": hidden(page.get_data(as_text=True), "carried"), **chosen}
    return client.post(f"/collect/river/import/{step}", data=sent, content_type="multipart/form-data")


def field_of(page, column):
    """The name of the choice for a column, found by its label as a person finds it."""
    text = page.get_data(as_text=True)
    before = text[: text.index(f"><bdi>{column}</bdi></label>")]
    return before.rpartition('for="')[2].rstrip('"')


def test_a_file_is_looked_at_tried_and_taken_in(site, amal):
    assert "Files that you bring are listed here" in amal.get("/collect/river/import").get_data(as_text=True)
    page = look(amal, kobo(), form=(io.BytesIO(SURVEY), "form"))
    text = page.get_data(as_text=True)
    assert "Answers from KoboToolbox or ODK" in text
    assert "Dust, every day" in text
    assert "_submission_time" not in text

    nothing = go(amal, "try", page)
    assert (nothing.status_code, "Say which column holds" in nothing.get_data(as_text=True)) == (422, True)

    chosen = {
        field_of(page, "talk/life"): "text:1",
        field_of(page, "children/wish"): "text:2",
        "language": "ar",
    }
    tried = go(amal, "try", page, **chosen)
    assert "4 lines would be taken in. 2 people have not spoken here before." in tried.get_data(as_text=True)
    assert (count(site, Answer), count(site, Import), count(site, Participant)) == (0, 0, 0)

    assert go(amal, "take", tried, **chosen).status_code == 303
    assert "4 lines were taken in." in amal.get("/collect/river/import").get_data(as_text=True)
    with site.database.reading() as session:
        assert session.scalars(select(Import)).one().kind == "kobo"
        assert set(session.scalars(select(Submission.language))) == {"ar"}
        asked = session.scalars(select(PromptWording.language).join(Answer))
        assert set(asked) == {"ar"}
    assert "Known before: 4." in go(amal, "try", page, **chosen).get_data(as_text=True)


REFUSED = {
    b"": "Choose a file.",
    b"PK\x03\x04x": "broken",
    b"text\n" + b"x\n" * 1001: "larger than this page takes",
}


def test_what_is_left_out_or_covered_or_refused_is_said(amal):
    page = look(amal, b"text,place\nDust,Nowhere\nWind,Upper Well\n")
    tried = go(amal, "try", page, **{field_of(page, "text"): "text:1", field_of(page, "place"): "place"})
    text = tried.get_data(as_text=True)
    assert "Line 2: This place is not one of the community" in " ".join(text.split())
    assert "1 line would be taken in" in text
    page = look(amal, f"text,phone\nDust,{number(1)}\nDust,{number(1)}\n".encode())
    uses = {field_of(page, "text"): "text:1", field_of(page, "phone"): "phone"}
    text = " ".join(go(amal, "try", page, **uses).get_data(as_text=True).split())
    assert "Line 3: The same phone or person says the same in line 2." in text
    assert "You know these people: you decide." in text
    text = go(amal, "try", page, **uses, doubles="twice").get_data(as_text=True)
    assert "2 lines would be taken in" in text
    assert "Lines in which the same phone or person" in text
    assert go(amal, "take", page, **uses).status_code == 303
    text = " ".join(amal.get("/collect/river/import").get_data(as_text=True).split())
    assert "1 line was taken in. Known before: 0. Left out: 1." in text
    assert "Line 3: The same phone or person says the same in line 2." in text, "also without a trial"
    many = b"text,place\n" + b"".join(b"Rain %d,Nowhere\n" % each for each in range(7))
    other = look(amal, many)
    go(amal, "take", other, **{field_of(other, "text"): "text:1", field_of(other, "place"): "place"})
    text = " ".join(amal.get("/collect/river/import").get_data(as_text=True).split())
    assert ("Line 6: This place" in text, "Line 7:" in text) == (True, False)
    assert "And 2 more lines." in text
    chat = look(amal, b"01/06/2027, 17:10 - Mary W: Dust\n").get_data(as_text=True)
    assert ("Dust" in chat, "Mary" in chat) == (True, False)
    phones = look(amal, b"text,phone\nDust,12345678\n").get_data(as_text=True)
    assert ("Dust" in phones, "12345678" in phones) == (True, False)
    for content, says in REFUSED.items():
        page = look(amal, content)
        assert (page.status_code, says in page.get_data(as_text=True)) == (422, True)


CHAT = """01/06/2027, 17:10 - Mary W: What is life here
01/06/2027, 17:12 - Noor: Dust, every day
01/06/2027, 17:15 - Mary W: Thank you all
01/06/2027, 17:20 - Asha: The road is dark
"""


def test_one_sender_of_a_chat_is_left_out_known_by_their_words_alone(site, amal):
    page = look(amal, CHAT.encode())
    text = page.get_data(as_text=True)
    assert "Person 1: 2 messages, first “What is life here”" in text
    assert "Person 2: 1 message, first “Dust, every day”" in text
    assert "Mary" not in text
    chosen = {field_of(page, "words"): "text:1", "left": ["1"]}
    tried = go(amal, "try", page, **chosen)
    text = " ".join(tried.get_data(as_text=True).split())
    assert "2 lines would be taken in. 2 people have not spoken here before." in text
    assert "Line 1: You chose to leave out whoever wrote this." in text
    assert "checked" in text[text.index('value="1"', text.index("Whose messages")) - 80 :][:120]
    assert go(amal, "take", tried, **chosen).status_code == 303
    with site.database.reading() as session:
        assert set(session.scalars(select(AnswerPart.text))) == {"Dust, every day", "The road is dark"}
    alone = look(amal, b"01/06/2027, 17:10 - Mary W: Dust\n").get_data(as_text=True)
    assert "Whose messages are left out" not in alone, "there is nobody else"


def test_the_sealed_file_opens_for_nobody_else_and_not_for_ever(site, amal):
    page = look(amal, b"text\nDust\n" + b"x" * 300_000 + b"\n")
    other = site.signed_in(site.cast.bahati)
    assert go(other, "take", page, column0="text:1").status_code == 422
    site.clock.at += timedelta(hours=5)
    amal = site.signed_in(site.cast.amal)
    assert "too old to go on" in go(amal, "take", page, column0="text:1").get_data(as_text=True)
    assert count(site, Answer) == 0
