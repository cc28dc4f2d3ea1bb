"""Following up with a receipt: what opens, what stands there, what it changes, what it never shows."""

import gzip
import re

import pytest
from sqlalchemy import select

from consult.loop.close.records import How, Reached, Says, Verdict
from consult.loop.collect.records import Answer
from consult.people.receipts import issue
from consult.people.records import HearBack, Participant, Reach
from tests.loop.close.released import Released
from tests.web.conftest import LANGUAGES, hidden


class Story:
    """A person on number 3, which is answered, with a receipt; and their page."""

    def __init__(self, site, *, language="en", hear_back=None):
        self.site = site
        with site.database.work() as session:
            site.cast.session = session
            released = Released(session, site.cast, site.vault, site.clock())
            three, seven = released.theme(3), released.theme(7)
            self.person = released.person(three, seven, hear_back=hear_back, language=language)
            released.owe()
            self.version = released.answered(three, language=language)
            self.three = three.theme_id
            self.code = issue(session, vault=site.vault, participant=self.person, now=site.clock())
        self.client = site.client()

    def open(self, code=None):
        self.page = self.client.post("/code", data={"code": code or self.code})
        return self.page

    def send(self, what, **fields):
        fields = {"token": hidden(self.page.text, "token"), **fields}
        self.page = self.client.post(f"/code/{what}", data=fields)
        return self.page

    def all(self, record):
        with self.site.database.reading() as session:
            found = list(session.scalars(select(record)))
            session.expunge_all()
        return found


@pytest.fixture
def story(site):
    return Story(site)


def test_a_code_shows_by_number_where_the_words_are_and_the_answer_in_full(story):
    page = story.open()
    assert page.status_code == 200
    for expected in ("3, 7", "We will mend the pump.", "It is broken.", "The head of the office"):
        assert expected in page.text
    assert "an answer is owed since" in page.text
    assert [(each.how, each.version_id) for each in story.all(Reached)] == [(How.ASKED, story.version.id)]


def test_it_never_shows_what_was_written_and_sets_no_cookie(story):
    page = story.open()
    assert "Some words of mine" not in page.text
    assert "Theme 3" not in page.text
    assert "Set-Cookie" not in page.headers
    assert story.code not in page.text


def test_a_wrong_an_unknown_and_a_broken_code_get_the_same_page(story):
    wrong = story.code[:-1] + str((int(story.code[-1]) + 1) % 10)
    pages = [story.open(code) for code in (wrong, "0000 0000 0000 0000", "soup", " ")]
    assert {page.status_code for page in pages} == {422}
    assert len({re.sub(r'value="[^"]*"', "", page.text) for page in pages}) == 1
    assert story.all(Reached) == []


def test_five_wrong_tries_lock_the_code_for_a_while(story):
    wrong = story.code[:-1] + str((int(story.code[-1]) + 1) % 10)
    for _ in range(5):
        story.open(wrong)
    assert story.open().status_code == 422
    story.site.clock.move(minutes=16)
    assert story.open().status_code == 200


def test_a_verdict_is_said_with_no_first_and_the_last_one_counts(story):
    page = story.open()
    keys = re.findall(r"<bdi>(3\d)</bdi>", page.text)
    assert keys == ["33", "32", "31", "34", "35"]
    for key in (3, 5):
        assert story.send("say", says=f"{story.three}:{key}").status_code == 200
    assert [each.says for each in sorted(story.all(Verdict), key=lambda each: each.sequence)] == [
        Says.NO,
        Says.NOT_WHAT_WE_SAID,
    ]
    assert "open again" in story.page.text


def test_a_theme_without_an_answer_or_of_others_takes_no_verdict(story):
    story.open()
    assert story.send("say", says=f"{story.person.id}:3").status_code == 400
    story.open()
    assert story.send("say", says=f"{story.three}:9").status_code == 400
    assert story.all(Verdict) == []


def test_words_on_the_wrong_number_can_be_said_once_more(story):
    story.open()
    page = story.send("wrong", theme=story.three, text="I meant the well.")
    assert page.status_code == 200
    assert [each.says for each in story.all(Verdict)] == [Says.NOT_WHAT_WE_SAID]
    assert len(story.all(Answer)) == 2


def test_words_that_are_too_long_stay_typed_and_change_nothing(story):
    story.open()
    page = story.send("wrong", theme=story.three, text="w" * 4001)
    assert page.status_code == 422
    assert "w" * 4001 in page.text
    assert story.all(Verdict) == []


def test_how_to_hear_back_can_be_changed(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    story.open()
    (phone,) = story.all(Reach)
    assert story.send("hear", phone=phone.id, hear_back="nothing").status_code == 200
    assert story.all(Reach)[0].hear_back is HearBack.NOTHING
    assert story.send("hear", phone=phone.id, hear_back="loudly").status_code == 400


def test_leaving_is_asked_once_more_and_then_nothing_opens_any_more(story):
    story.open()
    asked = story.send("leave")
    assert "It cannot be undone" in asked.text
    assert story.all(Participant)[0].left_on is None
    token = hidden(asked.text, "token")
    assert story.send("leave", sure="yes").status_code == 200
    assert story.all(Participant)[0].left_on is not None
    assert story.open().status_code == 422
    again = story.client.post("/code/say", data={"token": token, "says": f"{story.three}:3"})
    assert again.status_code == 400


@pytest.mark.parametrize("what", ["say", "wrong", "hear", "leave"])
def test_a_page_that_is_not_ours_or_too_old_begins_again(story, what, monkeypatch):
    assert story.client.post(f"/code/{what}", data={"token": "forged"}).status_code == 400
    story.open()
    monkeypatch.setattr("consult.web.public.code.SECONDS", -1)
    page = story.send(what, sure="yes")
    assert page.status_code == 400
    assert "open for too long" in page.text


@pytest.mark.parametrize("language", ["en", "fr", "ar", "sw"])
def test_the_page_speaks_the_language_of_the_person_and_stays_small(site, language):
    story = Story(site, language=language)
    page = story.open()
    assert f'<html lang="{LANGUAGES.get(language).tag}"' in page.text
    assert len(gzip.compress(page.data)) <= 14 * 1024
    assert page.text.count("<script") == page.text.count('<link rel="stylesheet') == 0


def test_the_code_stands_in_no_address(story):
    assert story.client.get("/code").status_code == 200
    assert story.client.get("/code/say").status_code == 405
