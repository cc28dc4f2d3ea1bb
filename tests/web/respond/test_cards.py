"""Cards to offices through the pages: written, read twice, answered or not, and seen by whom it may be."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.cli import open_cards
from consult.jobs.periodic import pass_dates
from consult.loop.respond.records import StopCard
from consult.people import rosters
from consult.people.records import Community, Role, Seat

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

DAY = timedelta(days=1)
HERE = "/respond/community/tesfa/cards/"
CARD = {
    "office": "water", "wish": "stop", "words": "الشاحنات تأتي ليلا", "why": "Children wake.",
    "language": "ar", "audience": "everyone",
}  # fmt: skip
ANSWER = {"says": "goes_on", "words": "", "why": "The road is shut by day.", "language": "en"}


@pytest.fixture
def people(site):
    """Everybody signed in, on a house with one consultation."""
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    return signed_in(site)


def signed_in(site):
    names = ("amal", "bahati", "chol", "dana", "emil")
    return {name: site.signed_in(getattr(site.cast, name)) for name in names}


def public(site, language="en"):
    return site.client().get(f"/c/river/{language}/cards").text


def sent(people, number=1, **other):
    assert people["amal"].post(f"{HERE}new", data={**CARD, **other}).status_code == 303
    assert approve(people["bahati"], f"{HERE}{number}/", "send").status_code == 303


def read(page):
    """Which wording stands on `page`, as its form sends it back."""
    return re.search(r'name="read" value="([^"]*)"', page.text)[1]


def approve(client, at, way="", **typed):
    return client.post(f"{at}{way}", data={"read": read(client.get(at)), **typed})


def at(site, number=1):
    with site.database.reading() as session:
        card = session.scalars(select(StopCard).where(StopCard.number == number)).one()
        return f"/respond/water/cards/{card.id}/"


def tick(site):
    with site.database.work() as session:
        pass_dates(session, None, site.clock())


def test_a_card_ignored_for_72_hours_is_seen_by_everybody_with_the_answer_that_came_late(site, people):
    amal, bahati, _, dana, emil = people.values()
    assert "No card is written yet." in amal.get(HERE).text
    assert "No card is here yet." in public(site)
    for field in ("office", "wish", "words", "why", "audience"):
        bare = amal.post(f"{HERE}new", data={**CARD, field: ""})
        assert bare.status_code == 422, field
        assert 'class="problem"' in bare.text, field
    amal.post(f"{HERE}new", data=CARD)
    assert "You wrote this." in amal.get(f"{HERE}1/").text
    assert amal.post(f"{HERE}1/send").status_code == 422
    assert "Cards to offices that wait for your second reading: 1." in bahati.get("/home").text
    assert "Who could be hurt if the governor reads this aloud?" in bahati.get(f"{HERE}1/").text
    assert "الشاحنات" not in public(site) + dana.get("/respond/water/cards/").text
    approve(bahati, f"{HERE}1/", "send")
    assert "The office has 72 hours to answer, from Friday 4 June 2027 on." in public(site)
    assert "Cards that ask your office to stop or to keep something: 1." in dana.get("/home").text
    assert "الشاحنات" in dana.get(at(site)).text

    site.clock.move(hours=71)
    tick(site)
    assert "No answer" not in public(site)
    site.clock.move(days=5, hours=1)
    tick(site)
    amal, bahati, _, dana, emil = signed_in(site).values()
    page = public(site)
    assert "1 card has no answer after 72 hours." in page
    assert "No answer for 8 days, since Friday 4 June 2027." in page
    assert '<p class="words" lang="ar" dir="auto">الشاحنات' in page
    assert "Cards that an office did not answer within 72 hours: 1." in amal.get("/home").text
    assert amal.post(f"{HERE}1/known").status_code == 303
    assert "did not answer within 72 hours" not in bahati.get("/home").text
    assert "No answer for 8 days" in public(site)

    assert dana.post(at(site), data={**ANSWER, "why": " "}).status_code == 422
    dana.post(at(site), data=ANSWER)
    assert "Answers to cards that wait for your second look: 1." in emil.get("/home").text
    assert dana.post(f"{at(site)}publish").status_code == 422
    assert "The road is shut by day." not in public(site)
    assert approve(emil, at(site), "publish").status_code == 303
    page = public(site)
    assert page.index("الشاحنات") < page.index("We go on") < page.index("too late: after 8 days.")
    assert "Cards of yours that offices answered, without your word: 1." in amal.get("/home").text
    assert approve(amal, f"{HERE}1/", is_one="no", note=" ", language="en").status_code == 422
    approve(amal, f"{HERE}1/", is_one="no", note="We asked about the night.", language="en")
    page = public(site)
    assert (
        page.index("too late: after 8 days.")
        < page.index("this is no answer")
        < page.index("about the night")
    )
    assert "The office has 72 hours to answer, from Saturday 12 June 2027 on." in page
    counted = "Asked since Friday 4 June 2027. Answers so far: 1. Called no answer: 1."
    site.clock.move(days=4)
    amal, _, _, dana, _ = signed_in(site).values()
    for page in (public(site), amal.get(HERE).text, dana.get("/respond/water/").text):
        assert counted in page
        assert "No answer that representatives let stand for 12 days, since Friday 4 June 2027." in page
    assert "after 72 hours: 1, the oldest since Friday 4 June 2027." in dana.get("/respond/water/").text
    page = public(site)
    assert len(page.encode()) < 20_000
    in_the_ledger(site)


def in_the_ledger(site):
    """It is counted in every ledger, and leaves with the mission, as everybody can read it."""
    client = site.client()
    for at in ("/c/river/en/ledger", "/o/water/en/ledger", "/all/en/ledger"):
        page = client.get(at).text
        assert (
            "<bdi>Water office</bdi>, card 1: Stop or change this. <strong>No answer since Friday 4" in page
        )
    data = client.get("/c/river/ledger.json").get_json()
    numbers = {each["key"]: each["value"] for each in data["numbers"]}
    assert (numbers["cards"], numbers["cards_ignored"], numbers["oldest_card_days"]) == (1, 1, 12)
    assert [(each["stands"], each["called_no_answer"]) for each in data["cards"]] == [("silent", 1)]
    table = client.get("/c/river/ledger.csv").data.decode("utf-8-sig")
    assert "card,,silent," in table
    assert ",card 1,,tesfa" in table
    (card,) = left_behind(site)
    assert (card["stands"], card["asked_since"]) == ("silent", "2027-06-04")
    assert card["answers"][0]["representatives"][0]["why"] == {"en": "We asked about the night."}
    lines = [line["what"] for line in open_cards.rows([card])]
    assert lines[0] == "silent"
    assert {"stop", "answered_late", "answer.why", "representative.no"} <= set(lines)
    names = ("amal", "bahati", "dana", "emil")
    assert not [name for name in names if getattr(site.cast, name).name in json.dumps(card)]


def left_behind(site):
    with site.database.reading() as session:
        return open_cards.gathered(session, session.scalars(select(Community)).one(), now=site.clock())


def test_who_may_read_a_card_is_chosen_and_a_hold_leaves_only_its_mark(site, people, monkeypatch):
    amal, chol, dana = (people[name] for name in ("amal", "chol", "dana"))
    for number, audience in enumerate(("everyone", "committee_and_offices", "one_office"), start=1):
        sent(people, number, audience=audience, words=f"Trucks {number}.", language="en")
    farah, hari = site.signed_in(site.cast.farah), site.signed_in(site.cast.hari)

    def shown(page):
        return [number for number in (1, 2, 3) if f"Trucks {number}." in page]

    assert shown(public(site)) == [1]
    assert shown(chol.get(HERE).text) == [1, 2]
    assert shown(dana.get("/respond/water/cards/").text) == [1, 2, 3]
    assert shown(amal.get(HERE).text) == [1, 2, 3]
    assert shown(farah.get("/respond/roads/cards/").text) == []
    with monkeypatch.context() as patch:
        patch.setattr(rosters, "AT_ONCE", 2)
        for client, where in ((amal, HERE), (dana, "/respond/water/cards/")):
            first, second = client.get(where).text, client.get(f"{where}?page=2").text
            assert sorted(shown(first) + shown(second)) == [1, 2, 3], "no list without end"
            assert len(shown(second)) == 1
            assert ("?page=2" in first, "?page=1" in second) == (True, True)
    assert chol.get(f"{HERE}3/").status_code == 404
    assert "Take this card back" not in chol.get(f"{HERE}1/").text
    for stranger in (dana, chol, farah, hari):
        for way in ("new", "1/send", "1/hold", "1/lift", "1/take-back", "1/known", "1/words", "1/"):
            assert stranger.post(f"{HERE}{way}", data=CARD).status_code == 403, way
    assert amal.post(at(site), data=ANSWER).status_code == 403

    assert amal.post(f"{HERE}1/hold").status_code == 303
    for page in (public(site), dana.get("/respond/water/cards/").text, chol.get(HERE).text):
        assert "Held for safety since Friday 4 June 2027." in page
        assert 1 not in shown(page)
    assert "Water office" not in public(site).partition('id="c1"')[2], "nor of whom it asks what"
    (left,) = left_behind(site)
    assert left == {"card": 1, "stands": "held", "held_since": "2027-06-04"}
    data = site.client().get("/c/river/ledger.json").get_json()["cards"]
    assert [(each["office"], each["asks"], each["asked_since"]) for each in data] == [(None, None, None)]
    numbers = {
        each["key"]: each["value"] for each in site.client().get("/o/water/ledger.json").get_json()["numbers"]
    }
    assert (numbers["cards"], numbers["cards_held"]) == (0, 0), "no office is told by the count either"
    assert 1 in shown(amal.get(HERE).text)
    assert dana.post(at(site), data=ANSWER).status_code == 404
    assert amal.post(f"{HERE}1/lift").status_code == 303
    assert shown(public(site)) == [1]

    assert "cannot be undone" in amal.get(f"{HERE}1/take-back").text
    assert amal.post(f"{HERE}1/take-back").status_code == 303
    page = public(site)
    assert shown(page) == [1]
    assert "The representatives took it back on Friday 4 June 2027." in page
    assert dana.post(at(site), data=ANSWER).status_code == 404
    site.clock.move(days=9)
    assert "No answer for" not in public(site)


def test_before_it_is_sent_a_card_can_be_said_in_other_words(site, people):
    amal, bahati = people["amal"], people["bahati"]
    amal.post(f"{HERE}new", data=CARD)
    assert "Children wake." in bahati.get(f"{HERE}1/words").text
    assert bahati.post(f"{HERE}1/words", data={**CARD, "why": " "}).status_code == 422
    bahati.post(f"{HERE}1/words", data={**CARD, "why": "They wake."})
    assert bahati.post(f"{HERE}1/send").status_code == 422
    assert approve(amal, f"{HERE}1/", "send").status_code == 303
    assert "They wake." in public(site)
    assert amal.get(f"{HERE}1/words").status_code == 404


CHANGED = "The words have changed since you opened them. Read them again."


def test_nothing_goes_out_or_is_judged_but_the_words_that_were_on_the_page(site, people):
    amal, bahati, _, dana, emil = people.values()
    mine = f"{HERE}1/"
    amal.post(f"{HERE}new", data=CARD)
    opened = read(bahati.get(mine))
    site.clock.move(minutes=5)
    amal.post(f"{mine}words", data={**CARD, "words": "Ngok's trucks come."})
    for which in (opened, "", "nonsense"):
        refused = bahati.post(f"{mine}send", data={"read": which})
        assert refused.status_code == 422
        assert CHANGED in refused.text
        assert "<title>Please look again:" in refused.text
        assert "trucks come." in refused.text
        assert dana.get("/respond/water/cards/").text.count("trucks") == 0
    assert bahati.post(f"{mine}send", data={"read": read(refused)}).status_code == 303

    dana.post(at(site), data=ANSWER)
    opened = read(emil.get(at(site)))
    site.clock.move(minutes=5)
    dana.post(at(site), data={**ANSWER, "why": "Ask the governor."})
    refused = emil.post(f"{at(site)}publish", data={"read": opened})
    assert (refused.status_code, CHANGED in refused.text) == (422, True)
    assert "<title>Please look again:" in refused.text
    assert "governor" not in public(site)
    assert emil.post(f"{at(site)}publish", data={"read": read(refused)}).status_code == 303

    opened = read(amal.get(mine))
    dana.post(at(site), data={**ANSWER, "why": "We stop at once."})
    assert approve(emil, at(site), "publish").status_code == 303
    no = {"is_one": "no", "note": "It names nobody.", "language": "en"}
    refused = amal.post(mine, data={**no, "read": opened})
    assert (refused.status_code, CHANGED in refused.text) == (422, True)
    assert "It names nobody." in refused.text, "what was typed is there still"
    assert "We stop at once." in refused.text
    assert "It names nobody." not in public(site)
    bahati.post(f"{mine}hold")
    held = amal.post(mine, data={**no, "read": read(refused)})
    assert (held.status_code, "It names nobody." in held.text) == (422, True)


def test_who_sits_in_the_office_too_sees_no_card_before_it_is_sent(site, people):
    amal, bahati = people["amal"], people["bahati"]
    amal.post(f"{HERE}new", data=CARD)
    assert "wait for your second reading: 1." in bahati.get("/home").text
    with site.database.work() as session:
        water, account = session.merge(site.cast.water), session.merge(site.cast.bahati)
        session.add(Seat(account=account, role=Role.STAFF, office=water, number=9, since=site.clock() - DAY))
    assert "Children wake." not in bahati.get(HERE).text
    assert bahati.get(f"{HERE}1/").status_code == 404
    assert "wait for your second reading" not in bahati.get("/home").text
    assert "Children wake." in amal.get(HERE).text
