"""Somebody speaks: page by page, nothing kept before the end, everything kept then, once."""

import gzip
import re
from html import unescape

import pytest
from sqlalchemy import func, select

from consult.loop.collect import consultations, rounds
from consult.loop.collect.answers import original_text
from consult.loop.collect.records import Answer, Readers, Submission
from consult.people.records import ContactPoint, Estimate, HearBack, Participant, Reach, Receipt, WhoseList
from tests.cast import number
from tests.web.conftest import LANGUAGES, hidden

EVERY = [each.code for each in LANGUAGES.all(tests=True)]


@pytest.fixture
def river(site):
    with site.database.work() as session:
        site.cast.session = session
        return site.cast.consultation(languages=tuple(EVERY))


def counts_by_place(site):
    """From now on the community's own list has people of the upper place."""
    with site.database.work() as session:
        session.add(
            Estimate(
                community_id=site.cast.community.id,
                place=session.merge(site.cast.upper),
                whose=WhoseList.OWN,
                people=80,
                source="counted in May",
                by_id=site.cast.amal.id,
                at=site.clock(),
            )
        )


class Browser:
    """Fills in one page after the other, like somebody with a phone."""

    def __init__(self, site, lang="en"):
        self.client, self.address = site.client(), f"/c/river/{lang}/speak"
        self.page = self.client.post(self.address)

    def send(self, **fields):
        fields = {"draft": unescape(hidden(self.page.text, "draft")), "go": "next", **fields}
        self.page = self.client.post(self.address, data=fields)
        return self.page

    def to_choices(self, first="Dust", second="Wind"):
        self.send(text=first)
        self.send(text=second)
        self.send(go="next")
        return self.send(comes_from="")


@pytest.fixture
def browser(site, river):
    return Browser(site)


def count(site, record):
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


def test_somebody_speaks_from_the_first_prompt_to_their_number(site, browser):
    assert "What is life here like now?" in browser.page.text
    page = browser.to_choices().text
    assert "Who may read your words?" in page
    assert count(site, Participant) == 0
    done = browser.send(readers="elsewhere", hear_back="whole", number=number(1), quote=["web", "poster"])
    assert done.status_code == 200
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", done.text)
    assert code
    assert "Dust" not in done.text
    with site.database.reading() as session:
        texts = sorted(original_text(session, each) for each in session.scalars(select(Answer)))
        submission = session.scalars(select(Submission)).one()
        assert texts == ["Dust", "Wind"]
        assert submission.readers is Readers.ELSEWHERE
        assert submission.quote_where == ["poster", "web"]
        assert session.scalars(select(Reach)).one().hear_back is HearBack.WHOLE


def test_no_page_sets_a_cookie_or_may_be_kept(browser):
    answers = [
        browser.page,
        browser.send(text="Dust"),
        browser.send(text="Wind"),
        browser.send(),
        browser.send(),
    ]
    answers.append(browser.send(readers="here"))
    assert "Your words arrived" in answers[-1].text
    for page in answers:
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"


def test_the_last_page_sent_twice_is_one_person_and_one_receipt(site, browser):
    browser.to_choices()
    page = browser.page
    browser.send(readers="here")
    browser.page = page
    again = browser.send(readers="here")
    assert "already here" in again.text
    assert not re.search(r"\d{4} \d{4} \d{4} \d{4}", again.text)
    assert (count(site, Participant), count(site, Receipt)) == (1, 1)


def test_a_prompt_may_be_skipped_and_changed_after_the_check(site, browser):
    browser.send(text="", go="skip")
    check = browser.send(text="Wind").text
    assert "You left this empty" in check
    assert "What is life here like now?" in browser.send(go="change-0").text
    back = browser.send(text="Dust after all").text
    assert "Dust after all" in back
    assert "Wind" in back


def test_going_back_keeps_what_was_typed(browser):
    browser.send(text="Dust")
    assert ">\nDust</textarea>" in browser.send(text="Wind", go="back").text
    assert ">\nWind</textarea>" in browser.send(text="Dust").text


def test_what_looks_like_a_number_is_said_softly_and_goes_on(browser):
    browser.send(text="Call me: 077 0090 0123 45")
    check = browser.send(text="or write to a@example.org").text
    assert "looks like a phone number" in check
    assert "looks like an e-mail" in check
    assert "About you" in browser.send().text


def test_words_that_are_too_long_stay_on_the_page_with_what_to_do(site, browser):
    long = "word " * 900
    page = browser.send(text=long)
    assert page.status_code == 422
    assert long.strip() in page.text
    assert "Letters at most: 4000." in page.text
    assert "<title>Please look again:" in page.text
    assert "What else matters" in browser.send(text="short now").text


def test_nothing_written_at_all_stays_at_the_check(site, browser):
    browser.send(text=" ")
    browser.send(text="")
    page = browser.send()
    assert page.status_code == 422
    assert "There are no words yet" in page.text
    assert count(site, Participant) == 0


def test_an_impossible_number_is_said_by_its_field_and_everything_else_stays(site, browser):
    browser.to_choices()
    page = browser.send(readers="elsewhere", hear_back="whole", number="12", quote="web")
    assert page.status_code == 422
    assert 'href="#number"' in page.text
    assert 'value="12"' in page.text
    for ticked in ("readers-elsewhere", "hear_back-whole", "quote-web"):
        assert re.search(rf'id="{ticked}"[^>]* checked', page.text)
    assert count(site, Participant) == 0
    assert browser.send(readers="elsewhere", hear_back="whole", number=number(2)).status_code == 200


def test_choices_stay_when_somebody_looks_back(browser):
    browser.to_choices()
    assert "About you" in browser.send(go="back", readers="here", hear_back="nothing", number="").text
    assert re.search(r'id="hear_back-nothing"[^>]* checked', browser.send(comes_from="").text)


def test_where_somebody_comes_from_and_stays_is_kept_if_told(site, browser):
    counts_by_place(site)
    browser.send(text="Dust")
    browser.send(text="")
    browser.send()
    browser.send(comes_from=str(site.cast.lower.id), stays_in="not a place")
    browser.send(readers="strange", hear_back="strange", quote="strange")
    with site.database.reading() as session:
        person = session.scalars(select(Participant)).one()
        assert (person.comes_from_id, person.stays_in_id) == (site.cast.lower.id, None)
        assert session.scalars(select(Submission)).one().quote_where == []
    assert count(site, ContactPoint) == 0


def test_places_are_asked_for_only_where_a_list_counts_by_place(site, browser):
    """What nobody counts is not asked, and not kept from a page that asks for it all the same."""
    browser.send(text="Dust")
    browser.send(text="")
    about = browser.send().text
    assert ("About you" in about, 'name="stays_in"' in about) == (True, False)
    browser.send(stays_in=str(site.cast.upper.id))
    browser.send(readers="here", hear_back="knock")
    with site.database.reading() as session:
        assert session.scalars(select(Participant.stays_in_id)).one() is None
    counts_by_place(site)
    browser.page = browser.client.post(browser.address)
    browser.send(text="Dust")
    browser.send(text="")
    assert 'name="stays_in"' in browser.send().text


def test_words_sent_after_closing_are_kept_for_the_next_round_and_the_person_is_told(site, browser):
    browser.to_choices()
    with site.database.work() as session:
        current = rounds.current_round(session, consultations.find(session, slug="river"))
        rounds.close_round(session, round=current, by=site.cast.amal.actor, now=site.clock())
    assert "kept for the next time" in browser.send(readers="here").text
    with site.database.reading() as session:
        assert all(each.later_words for each in session.scalars(select(Answer)))


def test_words_go_to_the_wording_that_the_person_saw(site, browser):
    from consult.loop.collect import prompts

    browser.send(text="Dust")
    with site.database.work() as session:
        consultation = consultations.find(session, slug="river")
        first = prompts.all_prompts(session, consultation)[0]
        prompts.newest_version(session, prompt=first).frozen_at = site.clock()
        session.flush()
        prompts.change_wording(
            session, prompt=first, language="en", text="New?", by=site.cast.amal, now=site.clock()
        )
    browser.send(text="")
    browser.send()
    browser.send()
    browser.send(readers="here")
    with site.database.reading() as session:
        assert session.scalars(select(Answer)).one().wording.version.number == 1


@pytest.mark.parametrize("field", ["nonsense", ""])
def test_a_page_that_is_not_ours_or_too_old_begins_again(site, browser, field):
    page = browser.send(draft=field, text="Dust")
    assert page.status_code == 400
    assert "Please begin again" in page.text


def test_a_page_of_another_consultation_or_language_does_not_fit(site, browser):
    browser.address = "/c/river/fr/speak"
    assert browser.send(text="Dust").status_code == 400


def test_the_address_of_the_flow_leads_to_the_start(site, river):
    gone = site.client().get("/c/river/en/speak")
    assert (gone.status_code, gone.location) == (303, "/c/river/en/")


@pytest.mark.parametrize("lang", EVERY)
def test_every_page_is_small_needs_one_request_and_no_script(site, river, lang):
    client = site.client()
    pages = [
        client.get(address, headers={"Accept-Language": lang}) for address in ("/", "/leaving", "/c/river/")
    ]
    pages.append(client.get(f"/c/river/{lang}/"))
    browser = Browser(site, lang)
    pages += [browser.page, browser.send(text="Dust " * 60), browser.send(text="Wind " * 60)]
    pages += [browser.send(), browser.send(comes_from=""), browser.send(readers="here", number="12")]
    pages.append(browser.send(readers="here", number=number(3)))
    sealed = {"number": hidden(browser.page.text, "number"), "last": "x1"}
    pages.append(client.post(f"/c/river/{lang}/number", data=sealed))
    assert [page.status_code for page in pages] == [200] * 9 + [422, 200, 422]
    for page in pages:
        assert len(gzip.compress(page.data)) <= 14_000
        assert not re.search(
            r"<script|<img|<link(?! rel=\"icon\" href=\"data:)|\bon\w+=|style=|@import|url\(", page.text
        )
        assert re.search(r'<html lang="[^"]+" dir="(ltr|rtl)">', page.text)
