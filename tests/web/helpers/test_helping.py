"""A helper writes for others, with a network and without; who gave the link sees it and ends it."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult.common.history import HistoryEntry
from consult.loop.collect.records import Answer, AnswerPart, MeetingReport, Speaks, SpeaksForYou, Submission
from consult.people.records import Estimate, HelperLink, Reach, WhoseList
from consult.web import build
from tests.cast import number
from tests.web.helpers.conftest import MEETING, PERSON, Phone

STATIC = Path(build.__file__).parent / "static"

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""The rooms behind these pages are tried on both databases in tests/loop/collect/test_helping.py."""


def test_a_helper_writes_for_one_person_and_for_a_meeting_without_a_script(phone: Phone) -> None:
    assert "Helper 1" in phone.page("/h/work")
    page = phone.page(PERSON)
    assert "I am helper 1. I am paid by this office:" in page
    assert page.index("The people of Tesfa") < page.index("What is life here like now?")
    fields = phone.fields(PERSON)
    first = next(name for name in fields if name.startswith("text-"))
    filled = fields | {first: "The well is dry.", "hear_back": "knock", "number": "12", "read_back": "yes"}
    mistaken = phone.client.post(PERSON, data=filled)
    assert mistaken.status_code == 422
    assert "The well is dry." in mistaken.text, "what was typed is kept"
    filled |= {"number": number(7), "slip": "yes"}
    done = phone.client.post(PERSON, data=filled).text
    assert 'class="receipt"' in done
    assert "The well is dry." not in done
    assert "The words arrived" in phone.client.post(PERSON, data=filled).text
    other = {first: "Another person says this.", "slip": "", "number": "", "read_back": ""}
    assert phone.client.post(PERSON, data=filled | other).status_code == 200, "the next person"
    assert phone.client.post(PERSON, data=filled | {"key": "forged"}).location == "/h/work"
    fields = phone.fields(MEETING)
    met = fields | {first: "The road floods.\n\nThe clinic is shut.", "people": "٨٠", "held_on": "2027-06-03"}
    assert phone.client.post(MEETING, data=met | {"held_on": "2027-06-09"}).status_code == 422
    for _ in range(2):
        assert phone.client.post(MEETING, data=met).status_code == 200
    with phone.site.database.reading() as session:
        one = next(each for each in session.scalars(select(Submission)) if each.read_back)
        assert session.scalar(select(func.count()).select_from(Submission)) == 2
        assert (one.door, one.helper_link_id, one.read_back) == ("helper", phone.link.id, True)
        assert session.scalars(select(Reach)).one().hear_back == "knock"
        assert session.scalars(select(MeetingReport)).one().people == 80
        points = session.scalars(select(AnswerPart.text).join(Answer).join(MeetingReport)).all()
        assert sorted(points) == ["The clinic is shut.", "The road floods."]
    public = phone.site.client().get("/c/river/en/helped").text
    assert "2 people one by one, and 1 meeting of about 80" in public
    assert "Helper 1" in public
    assert "Noor" not in public
    assert "Wrote down" not in public, "a count of two could point at somebody"
    amal = phone.site.signed_in(phone.site.cast.amal)
    told = amal.get("/collect/river/meetings").text
    assert "About 80 people" in told
    assert "2 cards wait for their first reader." in told
    assert "The road floods." not in told, "nobody covered yet what could point at someone"
    assert "Wrote down the words of 2 people." in amal.get("/collect/river/helped").text
    assert phone.site.signed_in(phone.site.cast.dana).get("/collect/river/meetings").status_code == 403
    again = phone.fields(MEETING) | {first: "Dust.", "people": "20", "held_on": "2027-06-02"}
    assert phone.client.post(MEETING, data=again).status_code == 200
    public = phone.site.client().get("/c/river/en/helped").text
    assert "2 meetings of about 100 together" in public, "nobody may read a hundred at each"


def test_what_a_phone_sealed_is_taken_once_and_a_bad_one_says_why(phone: Phone) -> None:
    send = phone.site.client()
    good = phone.seals(PERSON, "a" * 32, text="The well is dry.", slip=["yes"])
    codes = {send.post("/h/send", json=good).get_json()["receipt"] for _ in range(2)}
    assert len(codes) == 2, "a phone that did not hear the answer gets a number all the same"
    odd = phone.seals(PERSON, "b" * 32, text="No light.", number=["12"], hear_back=["whole"])
    assert "left out" in send.post("/h/send", json=odd).get_json()["note"]
    early = phone.seals(MEETING, "c" * 32, text="Dust.", people=["30"], held_on=["2027-06-30"])
    assert send.post("/h/send", json=early).status_code == 200, "the clock of a phone may be ahead"
    moved = good | {"key": "d" * 32}
    changed = good | {"sealed": good["sealed"][:-8] + "AAAAAAA="}
    forged = good | {"link": good["link"][:-3] + "aaa"}
    empty = phone.seals(PERSON, "e" * 32, text=" ")
    lost = phone.seals(PERSON, "f" * 32, text="x") | {"key": 7}
    for bad in (moved, changed, forged, empty, lost, {}, [], None):
        answer = send.post("/h/send", json=bad)
        assert answer.status_code == 422
        assert answer.get_json()["why"]
    file = {"file": (BytesIO(json.dumps(phone.seals(PERSON, "0" * 32, text="By hand.")).encode()), "a.json")}
    assert "The words arrived" in send.post("/h/file", data=file).text
    assert send.post("/h/file", data={"file": (BytesIO(b"not ours"), "a.json")}).status_code == 422
    with phone.site.database.reading() as session:
        assert session.scalar(select(func.count()).where(Answer.meeting_id.is_(None))) == 3
        assert session.scalar(select(func.count()).select_from(MeetingReport)) == 1


def test_representatives_give_a_link_and_end_it_at_once(phone: Phone) -> None:
    site, amal = phone.site, phone.site.signed_in(phone.site.cast.amal)
    form = {"name": "Idris", "language": "ar", "paid": "", "until": "2027-07-01"}
    assert amal.post("/collect/helpers/tesfa", data=form | {"until": "2027-06-01"}).status_code == 422
    card = amal.post("/collect/helpers/tesfa", data=form).text
    assert "<svg" in card
    assert "Helper 2" in amal.get("/collect/helpers/tesfa").text
    before, after = (phone.seals(PERSON, each * 32, text="Waits.") for each in "ab")
    assert "14 days" in amal.get("/collect/helpers/tesfa/1/end").text
    amal.post("/collect/helpers/tesfa/1/end")
    assert phone.client.get("/h/work").location == "/h/?over=1"
    assert phone.client.post(PERSON, data={}).location == "/h/?over=1"
    site.clock.move(days=13)
    assert site.client().post("/h/send", json=before).status_code == 200
    amal = site.signed_in(site.cast.amal)
    assert "after the link had ended" in amal.get("/collect/river/helped").text
    site.clock.move(days=2)
    assert site.client().post("/h/send", json=after).status_code == 422
    with site.database.work() as session:
        second = session.scalars(select(HelperLink).where(HelperLink.number == 2)).one()
        second.until = site.clock() + timedelta(days=9)
    amal = site.signed_in(site.cast.amal)
    amal.post("/collect/helpers/tesfa/2/end", data={"nothing_more": "y"})
    with site.database.reading() as session:
        second = session.scalars(select(HelperLink).where(HelperLink.number == 2)).one()
        assert second.until == second.ended_at
    assert site.client().post("/h/", data={"number": "1" * 15}).status_code == 422


def test_what_keeps_the_pages_on_the_phone_is_small_and_knows_its_version(phone: Phone) -> None:
    worker = phone.client.get("/h/worker.js")
    assert worker.mimetype == "text/javascript"
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]
    assert worker.text.startswith('const VERSION="')
    assert all(
        each in worker.text for each in ("/static/helper.js?v=", "/static/participant.css?v=", "/h/work")
    )
    scripts = sum((STATIC / name).stat().st_size for name in ("helper.js", "helper-worker.js"))
    assert scripts <= 30_000


def test_a_helper_asks_about_the_person_only_what_the_lists_need(phone: Phone) -> None:
    """And whether those who ask speak for them, whatever is on the lists."""
    before = phone.page(PERSON)
    assert 'name="stays_in"' not in before, "no list counts by place"
    assert "Do these speak for you?" in before
    with phone.site.database.work() as session:
        session.add(
            Estimate(
                community_id=phone.site.cast.community.id,
                place=session.merge(phone.site.cast.upper),
                whose=WhoseList.OWN,
                people=80,
                source="counted in May",
                by_id=phone.site.cast.amal.id,
                at=phone.site.clock(),
            )
        )
    assert 'name="stays_in"' in phone.page(PERSON)
    record = phone.seals(PERSON, "a" * 32, text="Dust", speaks=["no"])
    other = phone.seals(PERSON, "b" * 32, text="Wind", speaks=["of course"])
    for each in (record, record, other):
        assert phone.site.client().post("/h/send", json=each).status_code == 200
    with phone.site.database.reading() as session:
        assert session.scalars(select(SpeaksForYou.says)).all() == [Speaks.NO]


def test_a_helper_says_who_is_never_asked_beside_the_communitys_own_list(phone: Phone) -> None:
    """In words of their own, once; representatives see it, cannot correct it, but can take it off."""
    page, site = "/h/never-asked", phone.site
    assert page in phone.page("/h/work")
    said = {"name": "Herders", "people": "٤٠", "source": "The nurse told me."}
    for wrong in ({"name": " "}, {"people": "many"}, {"source": ""}, {"source": "x" * 1001}):
        answer = phone.client.post(page, data=phone.fields(page) | said | wrong)
        assert answer.status_code == 422, wrong
        assert "Herders" in answer.text or "name" in wrong, "what was typed is kept"
    for _ in range(2):
        assert "It stands on the list." in phone.client.post(page, data=phone.fields(page) | said).text
    upper = {"name": site.cast.upper.name.upper(), "people": "", "source": "Nobody goes there."}
    assert phone.client.post(page, data=phone.fields(page) | upper).status_code == 200
    assert phone.client.post(page, data=said | {"key": "forged"}).location == "/h/work"
    assert site.client().post(page, data=said).status_code == 303, "without a link"
    with site.database.reading() as session:
        place, group = sorted(session.scalars(select(Estimate)), key=lambda each: each.people or 0)
        assert (place.place_id, place.people, group.people) == (site.cast.upper.id, None, 40)
        off = f"/collect/lists/tesfa/{group.id}/off"
        assert {(each.whose, each.by_id) for each in (place, group)} == {(WhoseList.OUTSIDE, None)}
        assert session.scalars(select(HistoryEntry.actor_kind).filter_by(action="list.written")).all() == [
            "helper",
            "helper",
        ]
    amal, address = site.signed_in(site.cast.amal), "/collect/lists/tesfa"
    shown = amal.get(address).text
    assert "About 40 people." in shown
    assert "told by a helper" in shown
    assert site.signed_in(site.cast.chol).post(off).status_code == 403
    assert amal.post(off).status_code == 303
    assert "taken off on" in amal.get(address).text, "it stays readable"
    with site.database.work() as session:
        session.scalars(select(HelperLink)).one().language = "ar"
    told = phone.client.post(page, data=phone.fields(page) | said | {"source": ""}).text
    assert "قولوا في جملة" in told, "what is wrong is said in the helper's own language too"
