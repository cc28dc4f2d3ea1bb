"""A helper counts a meeting's beans: nothing counts before a representative wrote the meeting down."""

import re
from datetime import timedelta
from html import unescape

import pytest

from consult.loop.close.records import BeansBrought, HappenedLine, Reached, Return, ReturnLine, TakenBy
from consult.loop.respond.promises import follow
from consult.loop.respond.records import Kind, ResponseVersion
from consult.loop.understand.records import Audience, Theme
from tests.web.conftest import hidden
from tests.web.helpers.test_verdicts import Beside

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])

HERE = "/h/river/ar/beans"


def answers_again(beside: Beside, words: str, *, days: int) -> ResponseVersion:
    """The office publishes a newer answer today, with a day so many days ahead."""
    site = beside.site
    with site.database.work() as session:
        by, at = session.merge(site.cast.dana), site.clock()
        newer = ResponseVersion(
            response_id=beside.version.response_id, number=2, kind=Kind.WILL_DO, words=words,
            why="It is broken.", who="The head of the office", by_when=at.date() + timedelta(days=days),
            language="ar", drafted_by_id=by.id, drafted_at=at, published_at=at,
        )  # fmt: skip
        session.add(newer)
        session.flush()
        follow(session, version=newer, by=by, now=at)
    return newer


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
    told = "No 3, promised by {} for Sunday 4 July 2027: did it happen? Beans for “No”: {}."
    assert told.format("Water office", 12) in amal.get("/close/river/").text
    ledger = site.client().get("/c/river/en/ledger").text
    assert told.format("<bdi>Water office</bdi>", 12) in ledger
    assert "No 3: beans for “Yes”: 20." in ledger
    assert "A helper whom an office pays counted the beans." in ledger
    file = site.client().get("/c/river/ledger.json").json["told"][0]
    assert [(each["says"], each["beans"]) for each in file["beans"]] == [("yes", 20)]
    assert sorted((each["says"], each["beans"]) for each in file["happened"]) == [("no", 12), ("yes", 11)]


def test_a_promise_whose_day_moves_keeps_the_beans_that_were_counted_and_is_asked_about_anew(site) -> None:
    beside = Beside(site)
    with site.database.work() as session:
        version, by = session.merge(beside.version), session.merge(site.cast.dana)
        follow(session, version=version, by=by, now=site.clock())
    site.clock.move(days=31)
    met = site.clock().date().isoformat()
    asks = f"happened-{beside.three.hex}-{beside.version.response_id.hex}-"
    counted = {"held_on": met, "people": "40", f"{asks}no": "12", f"{asks}yes": "11", "beans-3-yes": "23"}

    def bring(**changed: str) -> int:
        key = unescape(hidden(beside.helper.get(HERE).text, "key"))
        return beside.helper.post(HERE, data={"key": key, **counted, **changed}).status_code

    assert bring() == 200
    site.clock.move(days=1)
    newer = answers_again(beside, "We will mend it later.", days=20)
    site.clock.move(days=1)
    only = "Only for a meeting up to Tuesday 6 July 2027"
    page = beside.helper.get(HERE.replace("/ar/", "/en/")).text
    assert only in page, "whoever met before can still bring it"
    assert [bring(held_on=site.clock().date().isoformat()), bring()] == [422, 200]
    first, second = beside.all(BeansBrought)
    amal = site.signed_in(site.cast.amal)
    typed = amal.get(f"/close/river/returns/new?brought={first.id}").text
    assert f'name="{asks}no" inputmode="numeric" dir="ltr" autocomplete="off" value="12"' in typed
    assert "Water office promised this by Sunday 4 July 2027" in typed
    assert only not in typed, "it is known when they met"
    assert "No 3, the earlier answer of Water office, of Friday 4 June 2027: We will mend the pump." in typed
    assert re.search(rf'<input checked[^>]*value="{beside.version.id}"', typed), "it was told there"
    assert re.search(rf'<input (?!checked)[^>]*value="{newer.id}"', typed), "nobody had heard this one"
    down = {
        "form": "meeting", "place": "", "on": met, "people": "40", f"{asks}no": "12", f"{asks}yes": "11",
        "beans-3-yes": "23",
    }  # fmt: skip
    sent = {"data": down | {"versions": [str(newer.id)], "brought": str(first.id)}}
    refused = amal.post("/close/river/returns/new", **sent)
    assert (refused.status_code, "not published yet" in refused.text) == (422, True)
    sent["data"]["versions"] = [str(beside.version.id)]
    assert amal.post("/close/river/returns/new", **sent).status_code == 303
    assert amal.post(f"/close/river/brought/{second.id}/aside").status_code == 303
    site.clock.move(days=40)
    amal = site.signed_in(site.cast.amal)
    anew = down | {"on": site.clock().date().isoformat(), f"{asks}no": "30", "versions": [str(newer.id)]}
    assert amal.post("/close/river/returns/new", data=anew).status_code == 303
    told = "No 3, promised by {} for {}: did it happen? Beans for “No”: {}."
    page, ledger = amal.get("/close/river/").text, site.client().get("/c/river/en/ledger").text
    for day, count in (("Sunday 4 July 2027", 12), ("Monday 26 July 2027", 30)):
        assert told.format("Water office", day, count) in page
        assert told.format("<bdi>Water office</bdi>", day, count) in ledger
    files = site.client().get("/c/river/ledger.json").json["told"]
    days = {each["day"]: {line["promised_for"] for line in each["happened"]} for each in files}
    assert days == {met: {"2027-07-04"}, anew["on"]: {"2027-07-26"}}
    lines = site.client().get("/c/river/ledger.csv").text.splitlines()
    assert sum("happened.no" in line and "2027-07-04" in line for line in lines) == 1


def test_what_a_meeting_was_told_can_be_written_down_after_a_newer_answer_came_out(site) -> None:
    beside = Beside(site)
    met = site.clock().date().isoformat()
    site.clock.move(days=2)
    newer = answers_again(beside, "We will mend it later.", days=40)
    amal = site.signed_in(site.cast.amal)
    down = {"form": "meeting", "place": "", "on": met, "people": "40", "versions": [str(newer.id)]}
    refused = amal.post("/close/river/returns/new", data=down)
    assert refused.status_code == 422
    assert f'value="{beside.version.id}"' in refused.text, "it is offered once the day is known"
    down["versions"] = [str(beside.version.id)]
    assert amal.post("/close/river/returns/new", data=down).status_code == 303
    (reached,) = beside.all(Reached)
    assert reached.version_id == beside.version.id, "of the newer answer nobody has heard"


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
