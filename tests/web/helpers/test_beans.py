"""A helper counts a meeting's beans: nothing counts before a representative wrote the meeting down."""

from html import unescape

import pytest

from consult.loop.close.records import BeansBrought, Reached, Return, ReturnLine, TakenBy
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
