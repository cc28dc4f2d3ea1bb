"""Following up with a receipt: what opens, what stands there, what it changes, what it never shows."""

import gzip
import re

import pytest
from sqlalchemy import select

from consult.loop.close.records import How, Question, Reached, Says, Verdict
from consult.loop.collect.records import Answer, Round, Speaks, SpeaksForYou
from consult.loop.collect.rounds import close_round
from consult.loop.respond.promises import follow
from consult.loop.respond.records import Faithful, Faithfulness, ResponseVersion
from consult.people.guesses import MOST, spend
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


def test_what_representatives_say_of_the_answer_stands_beside_it(story):
    with story.site.database.work() as session:
        session.get_one(ResponseVersion, story.version.id).asked_at = story.site.clock()
    assert story.open().text.count("Not checked by representatives of") == 1
    with story.site.database.work() as session:
        where = {"community_id": story.site.cast.community.id, "version_id": story.version.id}
        who = {"seat_id": story.site.cast.seats["amal"].id, "language": "en", "at": story.site.clock()}
        session.add(Faithfulness(says=Faithful.NO, note="We spoke of the road.", **where, **who))
    page = story.open().text
    assert page.index("We will mend the pump.") < page.index("We spoke of the road.")
    assert "Not checked" not in page


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


def test_more_words_come_and_stand_in_place_of_the_first_only_before_closing(story):
    page = story.open()
    first, second = re.findall(r'name="prompt" value="([^"]+)"', page.text)
    assert "stand beside" in story.send("more", prompt=first, text="And the road.").text
    prompt = first
    refused = story.send("more", prompt=second, text="w" * 4001, how="instead").text
    assert re.search(f'value="{second}" checked', refused)
    assert re.search('value="instead" checked', refused)
    assert "is gone" in story.send("more", prompt=prompt, text="Only the road.", how="instead").text
    standing = [each for each in story.all(Answer) if each.withdrawn_on is None]
    assert len(standing) == 1
    again = story.send("more", prompt=prompt, text="w" * 4001)
    assert (again.status_code, "w" * 4001 in again.text) == (422, True)
    assert "w" * 4001 not in story.send("wrong", theme=story.three, text="").text
    assert story.send("more", prompt=str(story.person.id), text="x").status_code == 400
    with story.site.database.work() as session:
        asked = session.scalars(select(Round)).one()
        close_round(session, round=asked, by=story.site.cast.amal.actor, now=story.site.clock())
    page = story.open()
    assert 'value="instead"' not in page.text
    assert "for the next time" in story.send("more", prompt=prompt, text="And the bridge.").text
    assert "closed" in story.send("more", prompt=prompt, text="Not so.", how="instead").text


def test_the_language_can_be_changed_and_the_page_speaks_it_at_once(story):
    story.open()
    assert '<html lang="ar" dir="rtl"' in story.send("language", language="ar").text
    assert story.all(Participant)[0].language == "ar"
    assert story.send("language", language="xx").status_code == 400


def test_whether_these_speak_for_them_is_said_once_a_round_and_the_last_word_counts(story):
    page = story.open()
    assert "Do these speak for you?" in page.text
    asked = hidden(page.text, "round")
    for says in ("yes", "no"):
        assert story.send("speaks", round=asked, says=says).status_code == 200
    assert [each.says for each in story.all(SpeaksForYou)] == [Speaks.NO]
    assert story.send("speaks", round=asked, says="loudly").status_code == 400
    story.open()
    assert story.send("speaks", round=str(story.three), says="yes").status_code == 400


def test_while_many_numbers_are_guessed_a_number_opens_after_a_short_wait(story):
    with story.site.database.work() as session:
        for _ in range(MOST):
            spend(session, now=story.site.clock())
    page = story.open()
    assert (page.status_code, page.headers["Retry-After"]) == (429, "10")
    assert f'value="{story.code}"' in page.text
    ticket = hidden(page.text, "ticket")
    assert story.client.post("/code", data={"code": story.code, "ticket": ticket}).status_code == 429
    story.site.clock.move(seconds=11)
    with story.site.database.work() as session:
        for _ in range(3):
            spend(session, now=story.site.clock())
    assert story.client.post("/code", data={"code": "0" * 16, "ticket": ticket}).status_code == 429
    assert story.client.post("/code", data={"code": story.code, "ticket": "forged"}).status_code == 429
    assert story.client.post("/code", data={"code": story.code, "ticket": ticket}).status_code == 200


@pytest.mark.parametrize("what", ["say", "wrong", "hear", "leave", "more", "phone", "language", "speaks"])
def test_a_page_that_is_not_ours_or_too_old_begins_again(story, what, monkeypatch):
    assert story.client.post(f"/code/{what}", data={"token": "forged"}).status_code == 400
    story.open()
    monkeypatch.setattr("consult.web.public.code_page.SECONDS", -1)
    page = story.send(what, sure="yes")
    assert page.status_code == 400
    assert "open for too long" in page.text


def test_the_page_speaks_the_language_of_the_person_and_stays_small_in_every_one(site):
    story = Story(site, hear_back=HearBack.KNOCK)
    for language in LANGUAGES.all(tests=True):
        with site.database.work() as session:
            session.get_one(Participant, story.person.id).language = language.code
        for page in (
            story.open(),
            story.send("wrong", theme=story.three, text="w" * 4001),
            story.send("leave"),
        ):
            assert len(gzip.compress(page.data)) <= 14_000, language.code
            assert not re.search(r"<script|<img|<link(?! rel=\"icon\" href=\"data:)|style=", page.text)
        assert f'<html lang="{language.tag}"' in story.open().text


def test_the_code_stands_in_no_address(story):
    assert story.client.get("/code").status_code == 200
    assert story.client.get("/code/say").status_code == 405


def test_after_the_day_of_a_promise_the_page_asks_whether_it_happened(site, story):
    with site.database.work() as session:
        follow(
            session, version=session.merge(story.version), by=session.merge(site.cast.dana), now=site.clock()
        )
    story.open()
    assert "Did it happen?" not in story.open().text
    site.clock.move(days=31)
    asks = "No 3. Water office promised this by Sunday 4 July 2027. Did it happen?"
    assert asks in story.open().text
    says = f"{story.three}:8:{story.version.id}"
    assert "Your word about No 3 is kept." in story.send("say", says=says).text
    (kept,) = story.all(Verdict)
    assert (kept.question, kept.says, kept.version_id) == (Question.HAPPENED, Says.NO, story.version.id)
    for wrong in (f"{story.three}:8:no", f"{story.three}:0:{story.version.id}"):
        story.open()
        assert story.send("say", says=wrong).status_code == 400
