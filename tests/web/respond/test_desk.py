"""The desk of an office: what is owed and where it waits, cards with their clock, a paragraph to copy."""

import re
from datetime import timedelta
from html import unescape

import pytest

from consult.loop.respond import clearance, plans, stop_cards
from consult.loop.respond.owed import Waits
from consult.loop.respond.records import Wish
from consult.loop.understand.records import Audience
from consult.people.records import Office
from consult.web.respond.offices import WAITS
from consult.web.respond.weekly import PLACES
from tests.web.respond.test_respond import ANSWER, at

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def test_every_place_where_an_answer_can_wait_has_its_words(kind):
    assert set(PLACES) == set(WAITS) == set(Waits) - {Waits.PUBLISHED}


def paragraph(client):
    page = client.get("/respond/water/").text
    found = re.search(r'<textarea id="weekly"[^>]*>(.+?)</textarea>', page, re.DOTALL)
    return unescape(found[1])


def carded(site, words, now):
    with site.database.work() as session:
        cast = site.cast
        card = stop_cards.write(
            session, community=session.merge(cast.community), office=session.merge(cast.water),
            wish=Wish.STOP, words=words, why="Noise.", language="en", audience=Audience.EVERYONE,
            by=session.merge(cast.amal), now=now,
        )  # fmt: skip
        stop_cards.send(session, card=card, read=card.named_at, by=session.merge(cast.bahati), now=now)


def test_an_honest_officer_can_show_with_whom_it_waits_and_since_when(site, told, dana, emil):
    now = site.clock()
    with site.database.work() as session:
        water, by = session.get_one(Office, site.cast.water.id), session.merge(site.cast.dana)
        clearance.add_level(session, office=water, name="Head of section", by=by, now=now)
        until = (now + timedelta(days=20)).date()
        plans.add_day(session, office=water, plan="Budget 2028", until=until, by=by, now=now)
    dana.post(at(told), data=ANSWER)
    dana.post(at(told, 3, "/hand-over"))
    assert emil.post(at(told, 3, "/permission")).status_code == 303
    carded(site, "Trucks planted at night.", now - timedelta(days=12))
    carded(site, "Dust planted by day.", now - timedelta(hours=50, minutes=30))

    page = dana.get("/respond/water/").text
    for shown in (
        "Waiting for permission at Head of section", "Not begun yet", "No answer for 12 days, since",
        "22 hours are left to answer it.", "Budget 2028",
    ):  # fmt: skip
        assert shown in page, shown
    said = paragraph(dana)
    for shown in (
        "Water office, Friday 4 June 2027. Answers owed: 2. The oldest has waited for 9 days. It waits",
        "Waiting for permission at Head of section: 1, since Friday 4 June 2027.",
        "Answers that went out in the last seven days: 0.",
        "Cards without an answer after 72 hours: 1, the oldest since Sunday 23 May 2027.",
        "Cards to answer: 1, the first by Saturday 5 June 2027.",
        "Budget 2028 is open until Thursday 24 June 2027.",
    ):
        assert shown in said, shown
    assert "planted" not in said
    assert "We will mend" not in said
    assert "Cards that wait for an answer: 2." in dana.get("/respond/").text
    assert site.signed_in(site.cast.farah).get("/respond/water/").status_code == 403


def test_a_desk_on_which_nothing_waits_says_what_will_appear(site):
    farah = site.signed_in(site.cast.farah)
    page = farah.get("/respond/roads/").text
    assert "When a community releases something and addresses it to this office, it stands here." in page
    assert "No answer is owed now. Answers that went out in the last seven days: 0." in page
    assert "Cards and their 72 hours" not in page
