"""The promise book in public: what is in it, and that a paper of it is checked by its number."""

import json
import re

import pytest
from sqlalchemy import select, update

from consult.common import translation
from consult.loop.close.book_check import check_book
from consult.loop.respond.records import By, Commitment, ResponseVersion
from consult.loop.understand.records import Audience, Hold
from tests.loop.close.released import Released

ADDRESS = "/c/river/en/book"


@pytest.fixture
def told(site):
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three = released.three = released.theme(3)
        released.theme(7)
        released.theme(9, audience=Audience.COMMITTEE_AND_OFFICES)
        released.answered(three, on=site.clock())
        promise = {"what": "We dig the trench.", "who": "All", "language": "en"}
        days = {"first_day": released.today, "at": site.clock()}
        where = {"by": By.COMMUNITY, "consultation": released.consultation, "themes": [three.theme]}
        session.add(Commitment(by_id=site.cast.amal.id, **where, **promise, **days))
    return released


def printed(site, lang="en"):
    """The number on a paper that is printed now."""
    page = site.signed_in(site.cast.amal).get(f"/close/river/forms/book/{lang}").text
    return re.search(r"(\d{5} ){3}\d{5}", page)[0]


def test_the_book_says_what_was_said_answered_and_promised(site, told):
    page = site.client().get(ADDRESS).text
    for expected in ("We say 3.", "We will mend the pump.", "We dig the trench.", "No answer to No 7 yet."):
        assert expected in page
    assert "We say 9." not in page
    assert printed(site) in page, "the paper has the number of the public page"


def test_a_paper_is_checked_by_its_number_also_when_more_was_answered_since(site, told):
    number = printed(site)
    site.clock.move(days=1)
    with site.database.work() as session:
        site.cast.session = told.session = session
        theme = session.merge(told.three)
        told.answered(theme, office=session.merge(site.cast.roads), words="We help.", on=site.clock())
    assert printed(site) != number
    page = site.client().get(ADDRESS, query_string={"number": number.replace(" ", "")}).text
    assert "fits." in page
    assert "4 June 2027" in page
    assert "We will mend the pump." in page
    assert "We help." not in page, "it was not on that paper"
    file = site.client().get(f"{ADDRESS}.json", query_string={"number": number})
    checked = check_book(json.loads(file.data))
    assert (checked.wrong, checked.number) == ([], number.replace(" ", ""))


def test_a_promise_is_read_in_the_language_of_the_book_and_marked_as_translated(site, told):
    before = printed(site, "ar")
    site.clock.move(days=1)
    with site.database.work() as session:
        promise = session.scalars(select(Commitment)).one()
        words = {"field": "what", "language": "ar", "text": "نحفر الخندق.", "by_id": site.cast.amal.id}
        translation.write(session, promise, now=site.clock(), **words)
    number, paper = printed(site, "ar"), site.signed_in(site.cast.amal).get("/close/river/forms/book/ar").text
    book = site.client().get("/c/river/ar/book").text
    found = site.client().get("/c/river/ar/book", query_string={"number": number}).text
    for page in (book, paper, found):
        assert '<p class="words" lang="ar" dir="auto">نحفر الخندق.' in page
        assert re.search(r'<p class="small">(<span[^>]*>)?[^<]*<bdi>English</bdi>', page)
    assert "We dig the trench." not in paper
    assert "English</bdi>" not in site.client().get(ADDRESS).text
    old = site.client().get("/c/river/ar/book", query_string={"number": before}).text
    assert ("We dig the trench." in old, "نحفر الخندق." in old) == (True, False)


def test_a_changed_letter_is_proved(site, told):
    number = printed(site)
    with site.database.work() as session:
        session.execute(update(ResponseVersion).values(words="We will mend the pumps."))
    page = site.client().get(ADDRESS, query_string={"number": number}).text
    assert "No book in this language ever had the number" in page
    assert "not one letter" not in page
    assert site.client().get(f"{ADDRESS}.json", query_string={"number": number}).status_code == 404


def test_what_is_held_now_is_not_shown_by_an_old_number(site, told):
    number = printed(site)
    site.clock.move(hours=1)
    with site.database.work() as session:
        session.add(Hold(theme_id=told.three.theme_id, by_id=site.cast.amal.id, since=site.clock()))
    page = site.client().get(ADDRESS, query_string={"number": number}).text
    assert "fits." in page
    assert "These words are not open to everyone now." in page
    assert "We say 3." not in page
    assert b"We say 3." not in site.client().get(f"{ADDRESS}.json", query_string={"number": number}).data


def test_before_a_release_there_is_no_book(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    assert "stands here when findings are released" in site.client().get(ADDRESS).text
    assert site.client().get(f"{ADDRESS}.json").status_code == 404
