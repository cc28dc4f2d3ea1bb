"""Forms on paper and for the radio show what the public page shows, in the language of who reads them."""

import sys

import pytest

from consult.common import translation
from consult.loop.respond.promises import follow
from consult.loop.respond.records import Faithful, Faithfulness, Kind
from consult.loop.review.records import Position, Review
from consult.loop.understand.records import Audience, Hold
from consult.web.close import printed
from consult.web.close.printed import FORMS
from tests.loop.close.released import Released

EVERY = pytest.mark.parametrize("kind", list(FORMS))
OF_ONE = pytest.mark.parametrize("kind", [kind for kind in FORMS if kind != "book"])


@pytest.fixture
def told(site):
    """Numbers 3 and 4 share an answer, 7 has none, 8 is held, 9 and 10 are not for everyone."""
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three, four, _seven, eight = (released.theme(number) for number in (3, 4, 7, 8))
        hidden = [released.theme(9, audience=Audience.COMMITTEE_AND_OFFICES)]
        hidden.append(released.theme(10, audience=Audience.SPOKEN_ONLY))
        released.answer = released.answered(three, four)
        released.answered(eight, words="Of a held theme.")
        released.answered(*hidden[:1], words="For the committee.")
        released.secret = released.answered(four, office=site.cast.roads, words="We may not say.")
        released.secret.kind, released.secret.why = Kind.CANNOT_SAY, "Kept inside."
        session.add(Hold(theme_id=eight.theme_id, by_id=site.cast.amal.id, since=site.clock()))
        dissent = {"position": Position.DISSENT, "reason": "Not so at all.", "language": "en"}
        seat = site.cast.seats["chol"]
        session.add(
            Review(findings_theme=three, seat=seat, sequence=1, at=site.clock(), signed="Chol B", **dissent)
        )
        released.answer.asked_at = site.clock()
        no = {"says": Faithful.NO, "note": "People spoke of the well.", "language": "en", "at": site.clock()}
        whose = {"community": site.cast.community, "seat": site.cast.seats["amal"]}
        session.add(Faithfulness(version=released.answer, **whose, **no))
    return released


@pytest.fixture
def amal(site, told):
    return site.signed_in(site.cast.amal)


def read(client, kind, lang="en", number=""):
    page = client.get(f"/close/river/forms/{kind}/{lang}?number={number}")
    assert page.status_code == 200
    return page.text


@EVERY
def test_each_form_has_the_words_the_dissent_and_the_answer_and_nothing_hidden(amal, kind):
    page = read(amal, kind)
    for expected in ("We say 3.", "We say 4.", "Not so at all.", "We will mend the pump.", "It is broken."):
        assert expected in page
    assert page.index("We will mend the pump.") < page.index("People spoke of the well.")
    times = 2 if kind == "book" else 1
    assert page.count("We will mend the pump.") == times, "only a book has it under each of its numbers"
    for hidden in (
        "We say 8.",
        "Of a held theme.",
        "We say 9.",
        "For the committee.",
        "We say 10.",
        "Kept inside.",
    ):
        assert hidden not in page
    assert ("Chol B" in page) is (kind != "radio"), "on the radio nobody is named"


def test_after_its_day_the_sheet_for_a_meeting_asks_whether_a_promise_was_kept(site, told, amal):
    with site.database.work() as session:
        answer, by = session.merge(told.answer), session.merge(site.cast.dana)
        follow(session, version=answer, by=by, now=site.clock())
    asks = "<bdi>Water office</bdi> promised this by"
    assert asks not in read(amal, "sheet"), "its day is still to come"
    site.clock.move(days=31)
    amal = site.signed_in(site.cast.amal)
    page = read(amal, "sheet")
    assert page.count(asks) == 2, "once for each of its numbers"
    assert all(asks not in read(amal, kind) for kind in FORMS if kind != "sheet")


@OF_ONE
def test_silence_is_printed_too_and_one_number_can_be_printed_alone(amal, kind):
    page = read(amal, kind, number=7)
    assert "We say 7." in page
    assert "We say 3." not in page
    assert ("Nobody has answered this yet." if kind == "radio" else "No answer to No 7 yet.") in page


@OF_ONE
def test_an_answer_goes_out_in_the_languages_in_which_it_is_worded(site, told, amal, kind):
    late = "سنصلح المضخة."
    page = read(amal, kind, "ar", number=3)
    assert "We will mend the pump." not in page
    with site.database.work() as session:
        translation.write(
            session, told.answer, "words", language="ar", text=late, by_id=None, now=site.clock()
        )
    page = read(amal, kind, "ar", number=3)
    assert late in page
    assert 'dir="rtl"' in page
    assert late not in read(amal, kind, "fr", number=3)


def test_the_list_says_which_answer_is_not_in_which_language(amal):
    page = amal.get("/close/river/forms").text
    assert page.count("This answer is not in this language yet.") == 2 * 3, "two answers in three languages"
    assert "/close/river/forms/poster/ar?number=7" in page


@EVERY
def test_only_representatives_print_and_only_what_there_is(site, told, kind):
    address = f"/close/river/forms/{kind}/en"
    for account in (site.cast.dana, site.cast.chol, site.cast.gita, site.cast.hari):
        assert site.signed_in(account).get(address).status_code == 403
    assert site.client().get(address).status_code == 302
    amal = site.signed_in(site.cast.amal)
    assert amal.get("/close/river/forms/other/en").status_code == 404
    assert amal.get(f"/close/river/forms/{kind}/so").status_code == 404


def test_a_house_that_makes_no_pdf_says_what_to_do_instead(amal, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    refused = amal.get("/close/river/forms/poster/en/pdf")
    assert refused.status_code == 422
    assert "Print the page with your browser" in refused.text
    monkeypatch.setattr(printed, "as_pdf", lambda page, styles: page.encode())
    made = amal.get("/close/river/forms/poster/ar/pdf?number=7")
    assert made.mimetype == "application/pdf"
    assert "We say 7." in made.text
    assert '<p class="words" lang="en" dir="ltr">' in made.text, "its maker guesses no direction"
    assert "\ufdd0" not in made.text, "sentences in another language say so"


@pytest.mark.parametrize("here", [True, False])
def test_the_way_to_a_pdf_stands_only_where_this_house_makes_one(amal, monkeypatch, here):
    monkeypatch.setattr(printed, "is_installed", lambda: here)
    assert ("forms/poster/en/pdf" in amal.get("/close/river/forms/poster/en").text) is here
