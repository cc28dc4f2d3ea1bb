"""Translators' one list: what is missing in which language, written, looked at by another one, and read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.common.translation import Translation
from consult.loop.respond.clearance import add_level
from consult.loop.respond.promises import claim, follow
from consult.loop.respond.records import (
    Commitment,
    ResponseVersion,
    StopAnswer,
    StopCard,
    StopSays,
    StopWord,
    Wish,
)
from consult.loop.respond.stop_states import ANSWER_WITHIN
from consult.loop.understand.records import Audience, Hold
from consult.people.records import Office, Role, Seat
from tests.cast import number
from tests.web.respond.test_cards import read

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

LIST = "/respond/wordings/river/"
FRENCH = {"words": "Nous réparons la pompe.", "why": "Elle est cassée.", "who": "Le chef du bureau"}


@pytest.fixture
def answered(site, told):
    """Number 3 and the spoken number 9 are answered; a promise is said to be kept; a card was refused."""
    with site.database.work() as session:
        told.session = session
        cast = site.cast
        water = session.get_one(Office, cast.water.id)
        three, nine = (session.merge(told.themes[number]) for number in (3, 9))
        version = told.answered(three, office=water)
        told.answered(nine, office=water, words="Only aloud.")
        follow(session, version=version, by=session.merge(cast.dana), now=site.clock())
        promise = session.scalars(select(Commitment)).one()
        claim(session, promise=promise, what="Water runs.", by=session.merge(cast.dana), now=site.clock())
        then = site.clock() - ANSWER_WITHIN
        card = StopCard(
            community_id=cast.community.id, office=water, number=1, wish=Wish.STOP, words="Trucks at night.",
            why="Noise.", language="en", audience=Audience.EVERYONE, named_by_id=cast.amal.id, named_at=then,
            sent_at=then, due_at=then + ANSWER_WITHIN, looked_by_id=cast.bahati.id,
        )  # fmt: skip
        given = StopAnswer(
            card=card, number=1, says=StopSays.GOES_ON, words="", why="By day it is shut.", language="en",
            drafted_by_id=cast.dana.id, drafted_at=then, published_by_id=cast.emil.id,
            published_at=then + timedelta(hours=1), due_at=card.due_at,
        )  # fmt: skip
        no = StopWord(
            answer=given, seat_id=cast.seats["amal"].id, is_one=False, note="They still come.", language="en",
            at=site.clock(),
        )  # fmt: skip
        session.add_all([card, given, no])
        session.add(
            Seat(account_id=cast.hari.id, role=Role.TRANSLATOR, community_id=cast.community.id,
                 number=9, since=then)
        )  # fmt: skip
        session.flush()
        return {"version": version.id, "step": promise.steps[-1].id, "card": card.id, "no": no.id}


def writes(client, about, code="fr", **said):
    return client.post(f"{LIST}{about}/{code}", data=said)


def looks(client, about, code="fr", **typed):
    address = f"{LIST}{about}/{code}"
    return client.post(f"{address}/look", data={"read": read(client.get(address)), **typed})


def asked_out(site):
    with site.database.reading() as session:
        return len(session.scalars(select(OutboxItem).where(OutboxItem.name == "fan_out")).all())


def test_one_list_says_what_is_missing_and_a_second_look_wakes_who_waited(site, answered):
    hari, amal = (site.signed_in(getattr(site.cast, name)) for name in ("hari", "amal"))
    listed = hari.get(LIST)
    assert listed.status_code == 200
    of_each = ("The answer of", "What is said to be done", "to card", "Card 1 to", "Why it is no answer")
    assert all(text in listed.text for text in of_each)
    assert "Français" in listed.text
    assert "No 9" not in listed.text, "what is only spoken is said at a meeting"
    assert site.signed_in(site.cast.dana).get(LIST).status_code == 403
    page = hari.get(f"{LIST}{answered['version']}/fr")
    assert "We will mend the pump." in page.text, "the first words stand beside"
    assert writes(hari, answered["version"], words="Seulement", why="", who="").status_code == 422
    before = asked_out(site)
    assert writes(hari, answered["version"], **FRENCH).status_code == 303
    river = site.client()
    assert "Nous réparons" not in river.get("/c/river/fr/results").text
    own = hari.get(f"{LIST}{answered['version']}/fr").text
    assert 'name="read"' not in own, "not at once at one's own words"
    assert asked_out(site) == before
    stale = amal.post(f"{LIST}{answered['version']}/fr/look", data={"read": "2020-01-01T00:00:00+00:00"})
    assert (stale.status_code, "Read them again" in stale.text) == (422, True)
    assert looks(amal, answered["version"]).status_code == 303
    assert "Nous réparons la pompe." in river.get("/c/river/fr/results").text
    assert asked_out(site) == before + 1
    with site.database.reading() as session:
        kept = session.scalars(select(Translation).where(Translation.field == "words")).one()
        assert (kept.by_id, kept.checked_by_id) == (site.cast.hari.id, site.cast.amal.id)


def test_cards_and_promises_are_read_in_the_language_of_the_page(site, answered):
    hari, bahati = (site.signed_in(getattr(site.cast, name)) for name in ("hari", "bahati"))
    said = {
        "card": {"words": f"شاحنات في الليل. اتصل {number(7)}", "why": "ضجيج."},
        "no": {"note": "ما زالت تأتي."},
        "step": {"text": "الماء يجري."},
    }
    for name, words in said.items():
        assert writes(hari, answered[name], "ar", **words).status_code == 303, name
        assert looks(bahati, answered[name], "ar").status_code == 303, name
    cards = site.client().get("/c/river/ar/cards").text
    assert "شاحنات في الليل." in cards
    assert "ما زالت تأتي." in cards
    assert number(7) not in cards, "what could identify somebody is covered here too"
    assert "By day it is shut." in cards, "what nobody worded stands as it was written"
    assert "الماء يجري." in site.client().get("/c/river/ar/results").text
    assert "Trucks at night." in site.client().get("/c/river/en/cards").text


def test_alone_after_a_day_and_never_past_a_level_or_a_seat_in_the_office(site, answered):
    hari = site.signed_in(site.cast.hari)
    writes(hari, answered["version"], **FRENCH)
    site.clock.move(hours=25)
    hari = site.signed_in(site.cast.hari)
    with site.database.work() as session:
        water, dana = session.get_one(Office, site.cast.water.id), session.merge(site.cast.dana)
        level = add_level(session, office=water, name="Head", by=dana, now=site.clock())
    assert 'name="read"' not in hari.get(f"{LIST}{answered['version']}/fr").text
    with site.database.work() as session:
        session.delete(session.merge(level))
    assert looks(hari, answered["version"]).status_code == 303
    assert "Nous réparons" in site.client().get("/c/river/fr/results").text
    with site.database.work() as session:
        session.add(
            Seat(account_id=site.cast.hari.id, role=Role.STAFF, office_id=site.cast.water.id,
                 number=9, since=site.clock())
        )  # fmt: skip
    refused = writes(hari, answered["card"], "ar", words="ش", why="ض")
    assert "seat in this office too" in refused.text
    with site.database.work() as session:
        version = session.get_one(ResponseVersion, answered["version"])
        theme = version.response.themes[0].theme_id
        session.add(Hold(theme_id=theme, since=site.clock(), by_id=site.cast.amal.id))
    assert hari.get(f"{LIST}{answered['version']}/ar").status_code == 404, "held for safety"
