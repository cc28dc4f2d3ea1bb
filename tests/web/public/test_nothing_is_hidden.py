"""Nobody can make a number of the ledger smaller: not by holding, closing, cancelling, ending or leaving."""

import re

import pytest
from sqlalchemy import select

from consult.loop.close.obligations import owe
from consult.loop.departure import leave
from consult.loop.respond.records import Kind, Response, ResponseVersion
from consult.loop.understand.records import Audience, Findings, FindingsTheme, Hold
from consult.people.records import Office, Participant
from tests.web.planted import Planted
from tests.web.walked import PLACES

COULD_HIDE = re.compile(
    r"^(?!/settings|/code).*/(hold|withdraw|cancel|pause|close|end|leave|strike|audience|address|mask|aside)\b"
)
"""Of the addresses to which something is sent: those that take something away from somewhere."""
TRIES = {
    "sure": "yes",
    "confirm": "yes",
    "reason": "For safety.",
    "why": "For safety.",
    "note": "For safety.",
    "text": "For safety.",
    "audience": str(Audience.SPOKEN_ONLY),
    "offices": "",
    "in_none": "yes",
}
MAY_MOVE = {"themes_held", "debts", "oldest_debt_days", "oldest_owed_days", "readers", "deciders", "left"}
MAY_MOVE |= {"cards_held", "cards_waiting", "oldest_card_days"}
"""What marks leave, what the clock says, and who came to a seat."""


@pytest.fixture
def planted(site):
    planted = Planted(site)
    with site.database.work() as session:
        findings = session.scalars(select(Findings)).one()
        owe(session, findings=findings, now=site.clock())
        released = session.scalars(select(FindingsTheme).where(FindingsTheme.audience == Audience.EVERYONE))
        response = Response(
            office=session.scalars(select(Office).where(Office.slug == "water")).one(),
            made_at=site.clock(),
            themes=[released.one()],
        )
        session.add(
            ResponseVersion(
                response=response, number=1, kind=Kind.STOP_OR_CHANGE, words="No trucks.", why="Loud.",
                who="The head", by_when=site.clock().date(), language="en", drafted_by_id=site.cast.dana.id,
                drafted_at=site.clock(), published_at=site.clock(),
            )
        )  # fmt: skip
    return planted


def counts(site):
    """Every number that nobody may move, and the marks of what is held; the page stands all the while."""
    client = site.client()
    assert client.get("/c/river/en/ledger").status_code == 200
    data = client.get("/c/river/ledger.json").get_json()
    stands = {
        (each["key"], each["unit"]): each["value"]
        for each in data["numbers"]
        if each["key"].partition(".")[0] not in MAY_MOVE
    }
    return stands, [each["theme"] for each in data["themes"] if each["held_since"]]


def test_no_role_can_press_anything_that_makes_a_number_of_the_ledger_smaller(site, planted):
    before, held = counts(site)
    assert (before["spoke", "people"], before["themes", "themes"], held) == (7, 1, [])
    assert before["changed", "answers"] == 1
    planted.values["number"] = ["1", "101"]
    cast = site.cast
    others = [cast.dana, cast.farah, cast.chol, planted.kofi, planted.iman, planted.jude, planted.zara]
    rules = [each for each in planted.rules("POST") if COULD_HIDE.search(each.rule)]
    pressed = set()
    for who in [*others, cast.amal, cast.gita]:
        client = site.signed_in(who)
        for rule in rules:
            shut = set()
            for where, address in planted.filled(rule):
                place = tuple(where.get(name) for name in PLACES)
                if place in shut:
                    continue
                answer = client.post(address, data=TRIES)
                assert answer.status_code < 500, address
                if answer.status_code == 403:
                    shut.add(place)
                if answer.status_code == 303:
                    pressed.add(rule.rule)
    after, held = counts(site)
    assert after == before
    assert held == [1], "the hold left its mark"
    for done in ("hold", "withdraw", "close"):
        assert any(done in each for each in pressed), pressed
    with site.database.reading() as session:
        assert session.scalars(select(Hold)).first()


def test_who_leaves_and_what_a_later_release_keeps_back_stay_counted(site, planted):
    before, _ = counts(site)
    with site.database.work() as session:
        person = session.scalars(select(Participant).order_by(Participant.id)).first()
        leave(session, vault=site.vault, participant=person, now=site.clock())
        first = session.scalars(select(Findings)).one()
        kept = {name: getattr(first, name) for name in ("consultation", "round", "released_by", "review_by")}
        later = Findings(
            **kept, number=2, released_at=site.clock(), spoke=7, set_aside=0, alone="", language="en", hash=""
        )
        session.add(later)
        for each in session.scalars(select(FindingsTheme)).all():
            words = {n: getattr(each, n) for n in ("theme", "number", "name", "statement", "language")}
            session.add(FindingsTheme(findings=later, audience=Audience.SPOKEN_ONLY, hash="", **words))
    after, _ = counts(site)
    for key in ("spoke", "people"), ("owed", "people"), ("themes", "themes"), ("changed", "answers"):
        assert after[key] == before[key], key
    data = site.client().get("/c/river/ledger.json").get_json()
    assert {each["key"]: each["value"] for each in data["numbers"]}["left"] == 1
    assert data["themes"][0]["in_newest_release"] is False
    assert (data["answers"][0]["kind"], data["answers"][0]["withheld"]) == (None, "held for safety")
