"""The check, quotes and the record, walked through the pages: who is shown what."""

import gzip
import json
import re

import pytest
from sqlalchemy import select

from consult.loop.collect.consultations import write_musts_in
from consult.loop.departure import leave
from consult.loop.understand import checks
from consult.loop.understand.records import Audience, Check, CheckWord, Findings, FindingsQuote, Theme
from consult.loop.understand.themes import translate
from consult.people import receipts
from consult.people.records import Participant
from tests.loop.understand.scene import Scene
from tests.web.conftest import LANGUAGES, hidden
from tests.web.understand.test_walk import page, send

ROOT = "/understand/river"
WORDS = "The pump broke in May. Nobody came."


@pytest.fixture
def told(site):
    """One person on theme 1, who may be quoted on the web and at the meeting; theme 2 is for one office."""
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        person = site.cast.participant()
        cards = scene.read(WORDS, person=person)
        cards[0].answer.submission.quote_where = ["meeting", "web"]
        water = scene.code("Water")
        scene.sort(cards, water)
        scene.theme("Water", water, offices=(site.cast.water,))
        scene.theme("Secret", audience=Audience.ONE_OFFICE, offices=(site.cast.water,))
        site.card, site.person = cards[0].number, person.id
        site.code = receipts.issue(session, vault=site.vault, participant=person, now=site.clock())
    site.amal, site.bahati = (site.signed_in(each) for each in (site.cast.amal, site.cast.bahati))
    return site


def open_check(site):
    return send(site.amal, f"{ROOT}/check/open", until="2027-06-10")


def release(site):
    return send(site.amal, f"{ROOT}/release/", alone="Other words.", review_by="2027-06-20")


def everybody(site, what, lang="en"):
    return site.client().get(f"/c/river/{lang}/{what}")


def test_the_themes_go_back_on_a_small_page_and_what_people_say_is_read_first_by_one(told):
    assert "stand here" in everybody(told, "check").text
    assert "The check is open." in open_check(told)
    assert "Did we hear you right?" in told.client().get("/c/river/en/").text
    for lang in ("en", "ar", "fr"):
        shown = everybody(told, "check", lang)
        assert len(gzip.compress(shown.data)) <= 14 * 1024
        assert "<script" not in shown.text
    shown = everybody(told, "check").text
    assert "People speak of Water." in shown
    assert "Nobody else has seen it yet." in shown
    assert "Secret" not in shown
    form = {"key": hidden(shown, "key"), "says-1": "wrong", "text-1": "Amina says June"}
    for _ in range(2):
        assert "Thank you." in told.client().post("/c/river/en/check", data=form).text
    assert told.client().post("/c/river/en/check", data={"key": "x"}).status_code == 422
    with told.database.reading() as session:
        assert session.query(CheckWord).count() == 1
    send(told.amal, f"{ROOT}/check/take")
    assert "Amina says June" in page(told.amal, f"{ROOT}/check/")
    assert "Amina" not in page(told.bahati, f"{ROOT}/check/")
    send(told.amal, f"{ROOT}/check/pass-on", text="[name] says June")
    assert "[name] says June" in page(told.bahati, f"{ROOT}/check/")
    assert "Amina" not in page(told.amal, f"{ROOT}/check/")
    assert re.search(
        r"<kbd>1</kbd> Wrong</p>\s*<p[^>]*>\[name\] says June", page(told.bahati, f"{ROOT}/check/")
    )


def test_before_it_is_ended_it_says_what_that_means_and_what_was_said_stays_to_be_read(told):
    open_check(told)
    first = told.client().get("/c/river/en/check").text
    say = {"key": hidden(first, "key"), "says-1": "missing", "text-1": "The school."}
    assert told.client().post("/c/river/en/check", data=say).status_code == 200
    sure = page(told.amal, f"{ROOT}/check/").split("<details>")[1].split("</details>")[0]
    assert "After this nobody can answer it." in sure
    assert "End the check now" in sure
    assert "The check is over." in send(told.amal, f"{ROOT}/check/end")
    assert "The last check, until Friday 4 June 2027" in page(told.amal, f"{ROOT}/check/")
    refused = send(told.amal, f"{ROOT}/check/open", 422, until="2027-06-10")
    assert "Read first what people said in the last check." in refused
    send(told.amal, f"{ROOT}/check/take")
    assert "1</kbd> Missing" in page(told.amal, f"{ROOT}/check/"), (
        "its first reader knows of what it was said"
    )
    send(told.amal, f"{ROOT}/check/pass-on", text="The school.")
    told.clock.move(minutes=5)
    assert "The check is open." in open_check(told)
    earlier = page(told.bahati, f"{ROOT}/check/").split("An earlier check, until Friday 4 June 2027")[1]
    assert "The school." in earlier


def test_a_sheet_is_printed_and_typed_in_by_number(told):
    open_check(told)
    sheet = f"{ROOT}/check/sheet"
    assert "People speak of Water." in page(told.amal, sheet)
    assert f'href="{sheet}?lang=ar"' in page(told.amal, sheet)
    with told.database.work() as session:
        theme = session.scalars(select(Theme).where(Theme.number == 1)).one()
        words = {"name": "الماء", "statement": "يتحدث الناس عن الماء."}
        translate(session, theme=theme, language="ar", **words, by=told.cast.amal, now=told.clock())
        by = {"by": told.cast.amal, "now": told.clock()}
        called = {"language": "ar", "texts": {"name": "الحياة عند النهر"}}
        write_musts_in(session, consultation=theme.consultation, **called, **by)
    meeting = page(told.amal, f"{sheet}?lang=ar")
    assert '<html lang="ar" dir="rtl">' in meeting
    assert "يتحدث الناس عن الماء." in meeting
    assert "الحياة عند النهر" in meeting
    assert "People speak of Water." not in meeting
    assert "People speak of Water." in page(told.amal, f"{sheet}?lang=fr"), "not said in it yet"
    shown = page(told.amal, f"{ROOT}/check/typing")
    form = {"key": hidden(shown, "key"), "right-1": "12", "wrong-1": "2", "words": "June, not May."}
    again = send(told.amal, f"{ROOT}/check/typing", 422, **{**form, "right-1": "many"})
    assert 'value="many"' in again
    assert "Right: 12. Wrong: 2." in send(told.amal, f"{ROOT}/check/typing", **form)
    assert "What changed is kept." in send(told.amal, f"{ROOT}/check/changed", changed="June.")
    release(told)
    shown = everybody(told, "results").text
    assert "Right: 12. Wrong: 2. Something is missing: 0." in shown
    assert "Not checked with the community." not in shown
    open_check(told)
    assert "Nobody else has seen it" not in everybody(told, "check").text, "the committee has, since"


def test_with_a_code_a_person_sees_the_numbers_of_their_words_and_says_wrong(told):
    open_check(told)
    client = told.client()
    opened = client.post("/code", data={"code": told.code}).text
    assert "Your words are on these numbers: 1." in opened
    with told.database.reading() as session:
        check = str(session.query(Check).one().id)
    form = {"token": hidden(opened, "token"), "check": check, "number": "1", "says": "wrong", "text": "June"}
    assert "Your word is kept." in client.post("/code/check", data=form).text
    assert client.post("/code/check", data={**form, "number": "2"}).status_code == 422
    assert client.post("/code/check", data={**form, "says": "x"}).status_code == 400
    with told.database.reading() as session:
        assert checks.tally(session, session.query(Check).one()) == {1: {"wrong": 1}}


def quote(told, where):
    send(told.amal, f"{ROOT}/themes/1/quotes", card=told.card, sentences=["0"], where=where)
    mine = page(told.amal, f"{ROOT}/themes/1/quotes")
    agree = re.search(rf"{ROOT}/themes/1/quotes/[0-9a-f-]+/agree", mine)[0]
    assert "or you yourself after a day" in send(told.amal, agree, 422)
    assert "Two representatives agreed." in send(told.bahati, agree)
    release(told)


@pytest.mark.parametrize(("where", "public", "written"), [("web", True, True), ("meeting", False, False)])
def test_a_quote_is_shown_only_where_its_speaker_chose(told, where, public, written):
    assert "does not lie" not in page(told.amal, f"{ROOT}/themes/2/quotes")
    assert "The pump" not in page(told.amal, f"{ROOT}/themes/2/quotes")
    send(told.amal, f"{ROOT}/themes/1/quotes", 422, card=told.card, sentences=["0"], where=["poster"])
    quote(told, [where])
    said = "The pump broke in May."
    office = told.signed_in(told.cast.dana)
    answer = re.search(r"/respond/water/themes/[0-9a-f-]+", page(office, "/respond/water/"))[0]
    assert (said in everybody(told, "results").text) is public
    assert (said in page(told.signed_in(told.cast.chol), "/review/river/1/1/")) is written
    assert (said in page(office, answer)) is written
    assert said in page(told.amal, f"{ROOT}/findings/1/")
    for seen in (everybody(told, "results").text, page(office, answer)):
        assert "Nobody came" not in seen


def test_offices_and_committee_open_neither_check_nor_quotes(told):
    open_check(told)
    for who in ("chol", "dana", "gita", "hari"):
        client = told.signed_in(getattr(told.cast, who))
        for address in ("check/", "check/sheet", "check/typing", "themes/1/quotes"):
            assert client.get(f"{ROOT}/{address}").status_code == 403


def test_the_record_is_explained_and_taken_along_and_forgets_who_left(told):
    assert told.client().get("/c/river/record.json").status_code == 404
    assert "everybody can check it" in everybody(told, "record").text
    quote(told, ["web"])
    for lang in ("en", "ar", "fr"):
        shown = everybody(told, "record", lang)
        assert len(gzip.compress(shown.data)) <= 20 * 1024
        assert f'lang="{LANGUAGES.get(lang).tag}"' in shown.text
    assert "Not checked with the community." in everybody(told, "record").text
    taken = told.client().get("/c/river/record.json")
    assert "attachment" in taken.headers["Content-Disposition"]
    record = json.loads(taken.data)
    assert record["findings"][0]["hash"][:16] in everybody(told, "record").text
    for hidden_word in ("Secret", "amal", "Amal", told.person.hex, str(told.person)):
        assert hidden_word not in taken.text
    with told.database.work() as session:
        person = session.get_one(Participant, told.person)
        leave(session, vault=told.vault, participant=person, now=told.clock())
        assert session.query(FindingsQuote).one().text is None
    assert "The pump broke" not in told.client().get("/c/river/record.json").text
    assert "The pump broke" not in everybody(told, "results").text


def test_how_far_coders_agreed_stands_with_how_it_was_made(told):
    release(told)
    with told.database.work() as session:
        findings = session.query(Findings).one()
        findings.made = {**findings.made, "agreement": {"same": 9, "both": 12, "alpha": 0.71}}
    assert "without seeing each other: 12. On 9 of them" in everybody(told, "record").text
