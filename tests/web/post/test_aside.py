"""What was set aside is looked at and taken up again, without a word or a number of anybody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.post.records import Delivery, Inbound, Message
from consult.sms import spool
from tests.cast import number
from tests.web.post.conftest import FAULT, Office
from tests.web.post.test_lines import plain

KINDS = ("letters-in", "errands", "doubts", "unworded", "spool")


@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_pile_says_what_will_stand_there(office: Office) -> None:
    for kind in KINDS:
        assert "stands here until" in office.get(f"/post/aside/{kind}")
        assert "stands here until" in office.get(f"/post/aside/{kind}/again")
    assert "stands here" not in office.get("/post/aside/pigeons", 404)


def test_each_is_looked_at_without_words_or_number_and_tried_again_once(office: Office) -> None:
    put = {
        "letters-in": (office.put_letter(), "Twilio|rehearsal", "heard again"),
        "errands": (office.put_errand(), "Note to whom an answer is owed", "done again"),
        "spool": (office.put_line(), "rehearsal", "taken in again"),
    }
    for kind, (waiting, _what, does) in put.items():
        pile, one = office.get(f"/post/aside/{kind}"), plain(office.get(f"/post/aside/{kind}/{waiting}"))
        assert str(waiting)[:8] in pile
        assert does in one
        for page in (pile, one):
            assert "plantedraw" not in page
            assert number(1) not in page
        if kind != "spool":
            assert FAULT in one
        assert "It is tried again now." in office.post(f"/post/aside/{kind}/{waiting}/again")
        assert "Nothing was done twice." in office.post(f"/post/aside/{kind}/{waiting}/again")
        assert "It does not wait any more" in office.get(f"/post/aside/{kind}/{waiting}", 404)
    with office.site.database.reading() as session:
        assert session.scalars(select(Inbound)).one().tries == 0
        assert session.scalars(select(OutboxItem)).one().set_aside_at is None
        notes = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "set_aside.again")).all()
        assert {note.about_id for note in notes} == {waiting for waiting, *_ in put.values()}
        assert {note.actor_id for note in notes} == {office.site.cast.gita.id}
    assert spool.count(office.folder) == 1


def test_a_letter_in_doubt_asks_who_could_see_it_twice(office: Office) -> None:
    doubt = office.put_doubt()
    page = plain(office.get(f"/post/aside/doubts/{doubt}"))
    assert "This may reach a person twice, and cannot be called back." in page
    assert "Tesfa" in page
    assert "1 time" in page
    assert "This may reach a person twice" in plain(office.get("/post/aside/doubts/again"))
    assert "1 is tried again now." in office.post("/post/aside/doubts/again")
    assert "Nothing was done twice." in office.post("/post/aside/doubts/again")
    with office.site.database.reading() as session:
        assert session.scalars(select(Message)).one().state is Delivery.PENDING


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_an_errand_is_about_is_named(office: Office) -> None:
    with office.site.database.work() as session:
        office.site.cast.session = session
        session.add(office.site.cast.community)
        named = office.site.cast.consultation()
        named.name = "The river this year"
    errand = office.put_errand("number_card", consultation_id=str(named.id))
    page = plain(office.get(f"/post/aside/errands/{errand}"))
    assert "Give numbers to new cards" in page
    assert "The river this year" in page


@pytest.mark.parametrize("kind", ["sqlite"])
def test_all_of_a_long_pile_are_taken_up_at_once(office: Office) -> None:
    def many(session: Session) -> None:
        now = office.site.clock()
        for n in range(51):
            outbox.ask_for(session, "owe", key=str(n), now=now)
        for item in session.scalars(select(OutboxItem)):
            item.tries, item.set_aside_at, item.error = 5, now, FAULT

    office.work(many)
    page = office.get("/post/aside/errands")
    assert page.count('class="card"') == 50
    assert "page=2" in page
    assert office.get("/post/aside/errands?page=2").count('class="card"') == 1
    assert "51 are tried again now." in office.post("/post/aside/errands/again")
    assert "All is well." not in office.get("/post/")
    assert "Work that failed" not in office.get("/post/")


@pytest.mark.parametrize("kind", ["sqlite"])
def test_one_of_another_pile_is_not_found(office: Office) -> None:
    errand = office.put_errand()
    assert "It does not wait any more" in office.get(f"/post/aside/letters-in/{errand}", 404)
