"""Home: every kind of need is one sentence that leads to a page which opens for that person."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from consult.loop import needs
from consult.loop.needs import Need, Work
from consult.loop.respond.records import StopCard, Wish
from consult.loop.understand.records import Audience
from consult.people.records import Account, Role, Seat
from consult.web.account.asked import ACTIONS, DONE_AT, SENTENCES
from tests.loop.close.released import Released

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What is asked of whom is tried on both databases by tests/loop/test_needs.py."""

DAY = timedelta(days=1)
WHO = {
    Work.MASK_MORE: "amal",
    Work.STOP_CARD: "dana",
    Work.CARD_SILENT: "amal",
    Work.CARD_LOOK: "amal",
    Work.CARD_ANSWERED: "amal",
    Work.CARD_DRAFT: "emil",
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
        released.owe()
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
    first, behind = page.split("More things wait behind these: 2")
    assert [each.count("Cards that wait to be sorted") for each in (first, behind)] == [3, 2]
    assert behind.count('href="/understand/river/sort') == 2, "each is one press away"


def test_a_home_where_nothing_waits_says_what_will_appear(site):
    assert "When somebody speaks, reviews or answers, it appears here." in home(site, "dana")
    assert "Nothing waits for you now." in home(site, "chol")


def test_a_community_reads_who_owes_it_what_and_what_silence_does_on_which_day(loop):
    for who in ("amal", "chol"):
        page = home(loop, who)
        assert "What is owed to <bdi>Tesfa</bdi>" in page
        owes = page.partition("What is owed to")[2]
        assert "<bdi>Water office</bdi>" in owes
        assert "Answers owed: 1. The oldest has waited for 9 days. Since Wednesday 26 May 2027." in owes
        assert "Still owed to people, and why" in page
        assert "No office has answered yet. How many is not shown." in page
    assert "The committee reads until then." in home(loop, "amal")
    assert "The committee reads until then." not in home(loop, "chol"), "it stands with what is asked of them"
    assert "What is owed to" not in home(loop, "dana")
    assert "What is owed to" not in home(loop, "iman"), "nor to whoever translates"

    with loop.database.work() as session:
        loop.cast.session = session
        office, amal, now = loop.cast.roads, loop.cast.amal, loop.clock()
        for number, (days, audience) in enumerate(
            ((-20, Audience.EVERYONE), (2, Audience.EVERYONE), (1, Audience.ONE_OFFICE)), start=1
        ):
            due = now + timedelta(days=days)
            session.add(
                StopCard(
                    community=loop.cast.community,
                    office=office,
                    number=number,
                    wish=Wish.STOP,
                    words="Trucks.",
                    why="",
                    language="en",
                    audience=audience,
                    named_by_id=amal.id,
                    named_at=due - 3 * DAY,
                    looked_by_id=amal.id,
                    sent_at=due - 3 * DAY,
                    due_at=due,
                )
            )
    owes = home(loop, "amal").partition("What is owed to")[2]
    silent = "Cards without an answer after 72 hours: 1, the oldest since Wednesday 12 May 2027."
    assert owes.index("<bdi>Roads office</bdi>") < owes.index(silent) < owes.index("<bdi>Water office</bdi>")
    coming = owes.partition("What comes by its date")[2]
    one, other = (coming.index(f"{day} June 2027") for day in ("Saturday 5", "Sunday 6"))
    assert one < other < coming.index("The committee reads until then.")
    assert coming.count("The 72 hours of cards are over: 1.") == 2
    assert home(loop, "chol").count("The 72 hours of cards are over: 1.") == 1, (
        "not of what they may not know"
    )


def test_before_a_release_a_community_reads_what_will_stand_there(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    for who in ("amal", "chol"):
        page = home(site, who)
        assert "it stands here which office owes an answer, since when, and where it waits." in page
        assert "It closes. What people say later is kept for the next round." in page
        assert "Still owed to people" not in page


def test_somebody_without_a_seat_reads_how_to_get_one(site):
    assert "You have no seat yet. The person who invited you can give you one" in home(site, "hari")


def test_somebody_whose_seat_ran_out_reads_that_and_who_renews_it(site):
    seats = {}
    with site.database.work() as session:
        for who in (site.cast.amal, site.cast.chol, site.cast.dana):
            seat = session.scalars(select(Seat).where(Seat.account_id == who.id)).one()
            seat.until, seats[who.id] = site.clock() - timedelta(days=1), seat.id
    amal = site.signed_in(site.cast.amal)
    for address in ("/home", "/settings/seats"):
        page = amal.get(address).text
        assert "and was not renewed" in page
        assert "Another representative or the administrator can renew it." in page
        assert "no seat" not in page
    gita, here = site.signed_in(site.cast.gita), f"communities/{site.cast.community.slug}"
    places = {site.cast.amal: here, site.cast.chol: here, site.cast.dana: f"offices/{site.cast.water.slug}"}
    for who, place in places.items():
        for address in (f"accounts/{who.id}", place):
            page = gita.get(f"/people/{address}").text
            assert "and was not renewed" in page
            assert f'/people/seats/{seats[who.id]}/renew"' in page


def test_an_administrator_is_led_to_those_who_are_here(site):
    assert "Set up who is here" in home(site, "gita")


def test_the_rings_of_ones_own_consultations_stand_below(loop):
    assert "People heard: 1." in home(loop, "amal")
    assert "People heard: 1." in home(loop, "chol")
    assert "People heard" not in home(loop, "dana")


def test_a_draft_stands_on_the_home_of_those_who_write_it_and_leads_to_no_page_that_is_not_there(site):
    draft = {"name": "Women of the river", "slug": "women", "language": "en"}
    assert site.signed_in(site.cast.amal).post("/collect/new/tesfa", data=draft).status_code == 303
    written = home(site, "amal")
    assert "/collect/women/" in written
    assert "/c/women/" not in written
    assert site.client().get("/c/women/").status_code == 404
    assert "Women of the river" not in home(site, "chol")


def test_a_translator_goes_from_home_to_each_missing_wording(loop):
    client = loop.signed_in(loop.cast.iman)
    page = client.get("/understand/river/words/").text
    addresses = re.findall(r'class="button" href="([^"]+)"', page)
    assert len(addresses) == 12
    assert {client.get(address).status_code for address in addresses} == {200}
    assert page.count("Where to go in danger, in ") == 3
    client.post("/collect/river/musts/ar", data={"danger_place": "المستوصف"})
    assert client.get("/understand/river/words/").text.count("Where to go in danger, in ") == 2
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
