"""A helper counts a meeting's beans: nothing counts before a representative wrote the meeting down."""

import re
from datetime import timedelta
from html import unescape

import pytest

from consult.loop.close.records import BeansBrought, HappenedLine, Reached, Return, ReturnLine, TakenBy
from consult.loop.respond.promises import follow
from consult.loop.understand.records import Audience, Theme
from tests.web.conftest import hidden
from tests.web.helpers.test_verdicts import Beside

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

HERE = "/h/river/ar/beans"


def test_beans_wait_for_a_representative_and_say_who_counted(site) -> None:
    beside = Beside(site)
    assert "/h/river/ar/beans" in beside.helper.get("/h/work").text
    page = beside.helper.get(HERE).text
    assert "We will mend the pump." in page
    assert "يدفع لي مكتب" in page, "who pays the helper is read aloud"
    form = {"key": unescape(hidden(page, "key")), "held_on": "2027-06-04", "people": "نحو ٤٠"}
    none = beside.helper.post(HERE, data=form)
    assert (none.status_code, 'value="نحو ٤٠"' in none.text) == (422, True)
    counted = form | {"beans-3-no": "١٢", "beans-3-yes": "11"}
    for _ in range(2):
        assert beside.helper.post(HERE, data=counted).status_code == 200
    (brought,) = beside.all(BeansBrought)
    assert (brought.people, brought.settled_on) == (40, None)
    assert beside.all(Return) == beside.all(Reached) == [], "a helper's word settles nothing"
    ledger = "/c/river/en/ledger"
    assert "counted the beans" not in site.client().get(ledger).text
    amal = site.signed_in(site.cast.amal)
    assert "that a helper counted waits" in amal.get("/close/river/").text
    assert "Paid by an office." in amal.get("/close/river/brought/").text
    typed = amal.get(f"/close/river/returns/new?brought={brought.id}").text
    assert 'name="beans-3-no" inputmode="numeric" dir="ltr" autocomplete="off" value="12"' in typed
    assert hidden(typed, "brought") == str(brought.id)
    down = {
        "form": "meeting", "place": "", "on": "2027-06-04", "people": "40", "beans-3-no": "12",
        "beans-3-yes": "11", "versions": [str(beside.version.id)], "brought": str(brought.id),
    }  # fmt: skip
    assert [amal.post("/close/river/returns/new", data=down).status_code for _ in range(2)] == [303, 422]
    (returned,) = beside.all(Return)
    assert returned.taken_by is TakenBy.PAID
    assert {each.says: each.beans for each in beside.all(ReturnLine)} == {"no": 12, "yes": 11}
    assert "A helper whom an office pays counted the beans." in site.client().get(ledger).text
    (brought,) = beside.all(BeansBrought)
    assert (brought.return_id, brought.settled_on) == (returned.id, site.clock().date())
    assert amal.post(f"/close/river/brought/{brought.id}/aside").status_code == 404, "only once"


def test_after_its_day_a_meeting_says_whether_a_promise_happened_and_it_stands_apart(site) -> None:
    beside = Beside(site)
    with site.database.work() as session:
        version, by = session.merge(beside.version), session.merge(site.cast.dana)
        follow(session, version=version, by=by, now=site.clock())
    asks = f"happened-{beside.three.hex}-{beside.version.response_id.hex}-"
    before = beside.helper.get(HERE).text
    assert asks not in before, "its day is still to come"
    site.clock.move(days=31)
    page = beside.helper.get(HERE).text
    assert page.count(f'name="{asks}') == 4, "never: not what we said"
    day = site.clock().date()
    form = {"key": unescape(hidden(page, "key")), "held_on": day.isoformat(), "people": "40"}
    early = form | {"held_on": (day - timedelta(days=1)).isoformat(), f"{asks}no": "12"}
    assert beside.helper.post(HERE, data=early).status_code == 422, "on that day it was not over"
    assert beside.helper.post(HERE, data=form | {f"{asks}no": "12", f"{asks}yes": "11"}).status_code == 200
    (brought,) = beside.all(BeansBrought)
    amal = site.signed_in(site.cast.amal)
    typed = amal.get(f"/close/river/returns/new?brought={brought.id}").text
    assert f'name="{asks}no" inputmode="numeric" dir="ltr" autocomplete="off" value="12"' in typed
    assert re.search(rf'<input checked[^>]*value="{beside.version.id}"', typed), "it was told there"
    down = {
        "form": "meeting", "place": "", "on": form["held_on"], "people": "40", "brought": str(brought.id),
        f"{asks}no": "12", f"{asks}yes": "11", "beans-3-yes": "20", "versions": [str(beside.version.id)],
    }  # fmt: skip
    radio = down | {"form": "radio", "beans-3-yes": ""}
    assert amal.post("/close/river/returns/new", data=radio).status_code == 422
    assert beside.all(HappenedLine) == []
    assert amal.post("/close/river/returns/new", data=down).status_code == 303
    assert {each.says: each.beans for each in beside.all(HappenedLine)} == {"no": 12, "yes": 11}
    assert {each.says: each.beans for each in beside.all(ReturnLine)} == {"yes": 20}
    told = "No 3, promised by {}: did it happen? Beans for “No”: {}."
    assert told.format("Water office", 12) in amal.get("/close/river/").text
    ledger = site.client().get("/c/river/en/ledger").text
    assert told.format("<bdi>Water office</bdi>", 12) in ledger
    assert "No 3: beans for “Yes”: 20." in ledger
    assert "A helper whom an office pays counted the beans." in ledger
    file = site.client().get("/c/river/ledger.json").json["told"][0]
    assert [(each["says"], each["beans"]) for each in file["beans"]] == [("yes", 20)]
    assert sorted((each["says"], each["beans"]) for each in file["happened"]) == [("no", 12), ("yes", 11)]


def test_few_beans_on_a_promise_are_told_by_nobody(site) -> None:
    beside = Beside(site, paid=False)
    with site.database.work() as session:
        version, by = session.merge(beside.version), session.merge(site.cast.dana)
        follow(session, version=version, by=by, now=site.clock())
    site.clock.move(days=31)
    asks = f"happened-{beside.three.hex}-{beside.version.response_id.hex}-"
    down = {
        "form": "meeting", "place": "", "on": site.clock().date().isoformat(), "people": "40",
        f"{asks}no": "12", f"{asks}yes": "3", "beans-3-no": "31", "versions": [str(beside.version.id)],
    }  # fmt: skip
    amal = site.signed_in(site.cast.amal)
    assert amal.post("/close/river/returns/new", data=down).status_code == 303
    (told,) = site.client().get("/c/river/ledger.json").json["told"]
    assert [each["beans"] for each in told["happened"]] == [None, None]
    assert [each["beans"] for each in told["beans"]] == [31]
    assert "Beans for “No”: not shown." in site.client().get("/c/river/en/ledger").text


def test_what_was_not_so_is_set_aside_and_another_community_counts_nothing_here(site) -> None:
    beside = Beside(site, paid=False)
    page = beside.helper.get(HERE).text
    form = {"key": unescape(hidden(page, "key")), "held_on": "2027-06-04", "people": "40", "beans-3-no": "40"}
    assert beside.helper.post(HERE, data=form | {"held_on": "2027-06-05"}).status_code == 422
    assert beside.helper.post(HERE, data=form).status_code == 200
    (brought,) = beside.all(BeansBrought)
    amal = site.signed_in(site.cast.amal)
    assert amal.post(f"/close/river/brought/{brought.id}/aside").status_code == 303
    assert "waits here" in amal.get("/close/river/brought/").text
    (brought,) = beside.all(BeansBrought)
    assert (brought.return_id, brought.settled_on) == (None, site.clock().date())
    assert site.signed_in(site.cast.dana).get("/close/river/brought/").status_code == 403
    assert site.client().get(HERE).status_code == 303
    with site.database.work() as session:
        session.get_one(Theme, beside.three).audience = Audience.SPOKEN_ONLY
    assert "We will mend the pump." not in beside.helper.get(HERE).text
