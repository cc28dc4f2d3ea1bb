"""Representatives see what is owed and why, and log where answers were told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.loop.close import ledger_kept
from consult.loop.close.debts import Reason
from consult.loop.close.ledger import ledger
from consult.loop.close.records import How, Reached, Return, ReturnLine, Says
from consult.loop.collect.records import Consultation
from consult.people import rosters
from consult.people.records import HearBack
from consult.web.close.debts import WHAT_HELPS
from tests.loop.close.released import Released, chain
from tests.web.conftest import hidden


def test_every_reason_says_what_helps():
    assert set(WHAT_HELPS) == set(Reason)


@pytest.fixture
def told(site):
    with site.database.work() as session:
        site.cast.session = session
        released = Released(session, site.cast, site.vault, site.clock())
        three, seven = released.theme(3), released.theme(7)
        released.person(three, hear_back=HearBack.KNOCK, lives=site.cast.upper)
        released.person(three, hear_back=None, lives=site.cast.lower)
        released.person(seven)
        released.owe()
        released.answer = released.answered(three, released.elsewhere(3))
        released.three = three.theme_id
    return released


@pytest.fixture
def amal(site, told):
    return site.signed_in(site.cast.amal)


def form(site, told, **changed):
    return {
        "form": "meeting",
        "place": str(site.cast.upper.id),
        "on": "2027-06-04",
        "people": "40",
        "versions": [str(told.answer.id)],
        **changed,
    }


def rows(site, record):
    with site.database.reading() as session:
        found = list(session.scalars(select(record)))
        session.expunge_all()
    return found


def test_debts_stand_by_reason_and_themes_without_numbers_of_people(site, amal):
    page = amal.get("/close/river/").text
    for expected in (
        "No office has answered yet.",
        "They left no way to reach them.",
        "The oldest answer is owed for 9 days.",
        "answered on",
        "It has no answer since",
    ):
        assert expected in page


def test_where_very_many_answers_are_owed_the_page_shows_the_last_count_and_its_age(
    site, told, amal, monkeypatch
):
    assert "Minutes since this count" not in amal.get("/close/river/").text, "few are counted each time"
    at = site.clock() - timedelta(minutes=20)
    with site.database.work() as session:
        river = session.scalars(select(Consultation).where(Consultation.slug == "river")).one()
        counted = ledger(session, consultation=river, chain=chain, now=at)
        ledger_kept.keep(session, consultation_id=river.id, counted=counted, k=10, now=at)
    live = amal.get("/close/river/").text
    monkeypatch.setattr(ledger_kept, "FEW", counted.owed.owed - 1)
    monkeypatch.setattr(ledger_kept, "ledger", None)
    kept = amal.get("/close/river/").text
    said = "Minutes since this count: 20. Where very many answers are owed, it is made once an hour."
    assert said in kept
    kept = kept.replace(f'<p class="small">{said}</p>', "")
    assert kept.replace(hidden(kept), "") == live.replace(hidden(live), ""), "but for the mark of its form"


def test_a_meeting_is_written_down_and_settles_what_it_covers(site, told, amal):
    sent = amal.post(
        "/close/river/returns/new",
        data=form(site, told, said="They ask when.", **{"beans-3-no": "12", "beans-3-yes": "5"}),
    )
    assert sent.status_code == 303
    (reached,) = rows(site, Reached)
    assert (reached.how, reached.version_id) == (How.RETURN, told.answer.id)
    assert {each.says: each.beans for each in rows(site, ReturnLine)} == {Says.NO: 12, Says.YES: 5}
    page = amal.get("/close/river/").text
    for expected in ("Upper Well", "People there: about 40.", "They ask when.", "No 3: beans for “No”: 12."):
        assert expected in page


def test_what_was_told_is_read_a_page_at_a_time(site, told, amal, monkeypatch):
    monkeypatch.setattr(rosters, "AT_ONCE", 2)
    for count in (41, 42, 43):
        amal.post("/close/river/returns/new", data=form(site, told, people=str(count)))
    there = r"People there: about (4[123])"
    for at in ("/close/river/", "/c/river/en/ledger"):
        first, second = amal.get(at).text, amal.get(f"{at}?page=2").text
        pages = [re.findall(there, each) for each in (first, second)]
        assert [len(each) for each in pages] == [2, 1], at
        assert sorted(pages[0] + pages[1]) == ["41", "42", "43"]
        assert f"{at}?page=2" in first
        assert f"{at}?page=1" in second


def test_the_beans_of_a_joint_answer_are_those_of_the_own_community(site, told, amal):
    beans = {"beans-3-no": "12", "beans-7-no": "4"}
    assert amal.post("/close/river/returns/new", data=form(site, told, **beans)).status_code == 303
    (line,) = rows(site, ReturnLine)
    assert (line.theme_id, line.beans) == (told.three, 12)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"people": "many"}, "Write a whole number"),
        ({"people": ""}, "Write a whole number"),
        ({"on": "Friday"}, "Write the day as year-month-day"),
        ({"on": ""}, "Choose a day."),
        ({"on": "2027-06-05"}, "This day is still to come."),
        ({"versions": []}, "Choose at least one answer"),
        ({"beans-3-no": "-2"}, "Beans are counted from 0."),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_changes_nothing(site, told, amal, changed, sentence):
    page = amal.post("/close/river/returns/new", data=form(site, told, said="They ask when.", **changed))
    assert page.status_code == 422
    assert sentence in page.text
    assert "They ask when." in page.text
    assert rows(site, Return) == []


def test_only_representatives_of_the_community_come_in(site, told):
    for account in (site.cast.dana, site.cast.chol, site.cast.gita, site.cast.hari):
        client = site.signed_in(account)
        assert client.get("/close/river/").status_code == 403
        assert client.post("/close/river/returns/new", data=form(site, told)).status_code == 403
    assert site.client().get("/close/river/").status_code == 302
    assert rows(site, Return) == []


def test_the_list_is_of_ones_own_community(site, told, amal):
    assert "Life here" in amal.get("/close/").text
    assert "Life here" not in site.signed_in(site.cast.dana).get("/close/").text
    assert amal.get("/close/river/ledger").headers["Location"].endswith("/c/river/en/ledger")


def test_before_a_release_the_page_says_what_will_stand_there(site):
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation()
    page = site.signed_in(site.cast.amal).get("/close/river/").text
    assert "stands here then" in page
