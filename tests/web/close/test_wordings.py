"""The list of what is not worded yet, language by language, and what becomes of a late wording."""

import re

import pytest

from consult.common import translation
from consult.people.records import HearBack
from tests.loop.close.released import Released


@pytest.fixture
def told(site):
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three = released.theme(3)
        released.person(three, language="ar", hear_back=HearBack.WHOLE)
        released.person(three, hear_back=None).language = "ln"
        released.owe()
        released.answer = released.answered(three)
    return released


def missing(site):
    """What the page says below each language."""
    page = site.signed_in(site.cast.amal).get("/close/river/wordings").text
    below = re.split(r"<h2><span[^>]*>", page)[1:]
    return {each.split("<")[0]: " ".join(re.sub("<[^>]*>", " ", each).split()) for each in below}


def word(site, told, **fields):
    with site.database.work() as session:
        for field, text in fields.items():
            told_now = {"language": "ar", "text": text, "by_id": None, "now": site.clock()}
            translation.write(session, told.answer, field, **told_now)


def test_each_language_says_what_is_missing_of_each_answer(site, told):
    there = missing(site)
    assert list(there) == ["English", "العربية", "Français", "Kiswahili", "Lingála"], (
        "also one that was spoken"
    )
    assert "Every published answer is in this language." in there["English"]
    assert "Missing: the answer itself, its reason, who decided or does it." in there["العربية"]
    assert "No 3 · Water office" in there["Lingála"]
    word(site, told, words="سنصلح المضخة.")
    assert "It goes out. Missing beside it: its reason, who decided or does it." in missing(site)["العربية"]
    word(site, told, why="هي معطلة.", who="رئيس المكتب")
    assert "Every published answer is in this language." in missing(site)["العربية"]


def test_words_that_wait_for_permission_are_not_there_and_say_so(site, told):
    with site.database.work() as session:
        waits = {"language": "ar", "text": "سنصلح المضخة.", "by_id": None, "waits": True}
        translation.write(session, told.answer, "words", now=site.clock(), **waits)
    there = missing(site)["العربية"]
    assert "Missing: the answer itself" in there
    assert "wait for a second look, or for permission in the office" in there


def test_only_representatives_see_it(site, told):
    for account in (site.cast.dana, site.cast.chol, site.cast.gita, site.cast.hari):
        assert site.signed_in(account).get("/close/river/wordings").status_code == 403
