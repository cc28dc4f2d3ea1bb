"""Home: every kind of need is one sentence that leads to a page which opens for that person."""

import re
from datetime import timedelta
from html import unescape

import pytest

from consult.loop import needs
from consult.loop.needs import Need, Work
from consult.people.records import Account, Role, Seat
from consult.web.account.asked import ACTIONS, DONE_AT, SENTENCES
from tests.loop.close.released import Released

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What is asked of whom is tried on both databases by tests/loop/test_needs.py."""

WHO = {
    Work.MASK_MORE: "amal",
    Work.ANSWER_OWED: "dana",
    Work.SECOND_LOOK: "emil",
    Work.SENT_BACK: "dana",
    Work.REVIEW: "chol",
    Work.INTENDED: "chol",
    Work.READ_FIRST: "amal",
    Work.SORT: "amal",
    Work.WRONGLY_PUT: "amal",
    Work.RELEASE: "amal",
    Work.TELL: "amal",
    Work.OPEN: "amal",
    Work.BEGIN: "amal",
    Work.WORD_ANSWER: "dana",
    Work.WORD: "iman",
    Work.PROMISE: "dana",
    Work.OUR_PROMISE: "amal",
    Work.FAITHFUL: "amal",
    Work.OFFICES_ASK: "amal",
    Work.CHECK_RUNS: "amal",
    Work.CHECK_ENDED: "amal",
    Work.CHECK_READ: "amal",
    Work.READ_AGAIN: "amal",
    Work.SEATS: "gita",
    Work.PROTECTED: "iman",
    Work.NO_OFFICER: "gita",
    Work.LOOK_AGAIN: "amal",
    Work.OUTREACH: "amal",
    Work.RENEW_SEATS: "amal",
    Work.SEATS_END: "gita",
}
PLACE = {"slug": "river", "office": "water", "community": "tesfa", "which": "tesfa", None: "tesfa"}


@pytest.fixture
def loop(site):
    """Findings that the committee still reads, addressed to the water office; Iman translates and is
    protection officer."""
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        released.findings.review_by = (site.clock() + timedelta(days=7)).date()
        released.person(released.theme(3))
        site.cast.iman = Account(email="iman@example.org", name="Iman", language="en")
        seats = [
            Seat(account=site.cast.iman, role=role, community=site.cast.community, since=site.clock())
            for role in (Role.TRANSLATOR, Role.PROTECTION_OFFICER)
        ]
        session.add_all([site.cast.iman, *seats])
    return site


def home(site, who):
    return unescape(site.signed_in(getattr(site.cast, who)).get("/home").text)


def test_every_kind_of_work_has_its_words_and_its_page(kind):
    assert set(SENTENCES) == set(ACTIONS) == set(DONE_AT) == set(WHO) == set(Work)


@pytest.mark.parametrize("work", Work)
def test_each_need_is_a_sentence_and_leads_to_a_page_that_opens(loop, monkeypatch, work):
    number = 1 if work is Work.REVIEW else None
    where = PLACE[DONE_AT[work][1]]
    today = loop.clock().date()
    need = Need(
        work, where, "Life here", count=41, since=today - timedelta(days=3), until=today, number=number
    )
    monkeypatch.setattr(needs, "needs_of", lambda session, **_: [need])
    client = loop.signed_in(getattr(loop.cast, WHO[work]))
    page = unescape(client.get("/home").text)
    card = re.search(
        r'<li class="card">\s*<h2>Life here</h2>\s*<p>(.+?)</p>.*?href="([^"]+)">(.+?)</a>', page, re.S
    )
    assert card, page
    sentence, address, action = card.groups()
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert ("41" in sentence) is ("%(count)s" in str(SENTENCES[work]._args[0]))
    assert action
    assert client.get(address).status_code == 200


def test_what_waits_in_the_loop_stands_on_the_homes_of_those_who_act(loop):
    assert re.search(r"Themes without your word: 1. On [^.]*11 June 2027 they go on", home(loop, "chol"))
    dana = home(loop, "dana")
    assert "Answers owed: 1. The oldest has waited for 9 days. Silence is printed too." in dana
    assert "Wordings that are missing in a language of this consultation" in home(loop, "iman")
    assert "Cards that nobody has read yet: 1." in home(loop, "amal")


def test_three_needs_stand_there_and_the_others_are_counted(loop, monkeypatch):
    many = [Need(Work.SORT, "river", "Life here", count=n) for n in range(5)]
    monkeypatch.setattr(needs, "needs_of", lambda session, **_: many)
    page = home(loop, "amal")
    assert page.count("Cards that wait to be sorted") == 3
    assert "More things wait behind these: 2" in page


def test_a_home_where_nothing_waits_says_what_will_appear(site):
    assert "When somebody speaks, reviews or answers, it appears here." in home(site, "dana")
    assert "Nothing waits for you now." in home(site, "chol")


def test_somebody_without_a_seat_reads_how_to_get_one(site):
    assert "You have no seat yet. The person who invited you can give you one" in home(site, "hari")


def test_an_administrator_is_led_to_those_who_are_here(site):
    assert "Set up who is here" in home(site, "gita")


def test_the_rings_of_ones_own_consultations_stand_below(loop):
    assert "People heard: 1." in home(loop, "amal")
    assert "People heard: 1." in home(loop, "chol")
    assert "People heard" not in home(loop, "dana")


def test_a_translator_goes_from_home_to_each_missing_wording(loop):
    client = loop.signed_in(loop.cast.iman)
    page = client.get("/understand/river/words/").text
    addresses = re.findall(r'class="button" href="([^"]+)"', page)
    assert len(addresses) == 9
    assert {client.get(address).status_code for address in addresses} == {200}
    kept = client.post(
        "/understand/river/themes/3/in/fr", data={"name": "Le puits", "statement": "On attend."}
    )
    assert kept.status_code == 303
    page = client.get("/understand/river/words/").text
    assert "/understand/river/themes/3/in/fr" not in page
    assert "/understand/river/themes/3/in/ar" in page


def test_the_lists_that_are_empty_say_what_will_stand_there(loop):
    amal = loop.signed_in(loop.cast.amal)
    assert "their card stands here until it is sorted again" in amal.get("/understand/river/wrong/").text
