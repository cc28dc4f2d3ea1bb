"""A private matter through a helper: sealed like everything else, and opened by the officer alone."""

import pytest
from sqlalchemy import func, select

from consult.loop.collect import protected
from consult.loop.collect.records import Answer, Door, ProtectedReport, Submission
from consult.people.records import Role, Seat
from tests.web.helpers.conftest import MEETING, PERSON, PRIVATE, Phone

WORDS = "The guard at the gate hurts girls."

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def seat_officer(phone: Phone) -> None:
    with phone.site.database.work() as session:
        hari, community = phone.site.cast.hari, phone.site.cast.community
        session.add(
            Seat(
                account_id=hari.id,
                role=Role.PROTECTION_OFFICER,
                community_id=community.id,
                since=phone.site.clock(),
            )
        )


def told(phone: Phone) -> list[ProtectedReport]:
    with phone.site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 0
        assert session.scalar(select(func.count()).select_from(Submission)) == 0
        found = list(session.scalars(select(ProtectedReport)))
        session.expunge_all()
    return found


def test_it_waits_sealed_on_the_phone_and_comes_to_the_officer_once(phone: Phone) -> None:
    send = phone.site.client()
    record = phone.seals(PRIVATE, "a" * 32, text=WORDS)
    assert record.keys() == phone.seals(PERSON, "b" * 32, text=WORDS).keys(), "nothing tells it apart"
    for _ in range(2):
        answer = send.post("/h/send", json=record)
        assert (answer.status_code, answer.get_json()["receipt"]) == (200, None)
    (report,) = told(phone)
    assert (report.door, report.participant_id, report.language) == (Door.HELPER, None, "en")
    assert report.key is not None
    assert phone.link.id.hex not in report.key, "who brought it is not kept with it"
    empty = phone.seals(PRIVATE, "c" * 32, text=" ")
    assert send.post("/h/send", json=empty).status_code == 422
    seat_officer(phone)
    with phone.site.database.work() as session:
        report = session.get_one(ProtectedReport, report.id)
        by = session.merge(phone.site.cast.hari)
        opened = protected.open_report(
            session, vault=phone.site.vault, report=report, by=by, now=phone.site.clock()
        )
        assert opened == WORDS


def test_without_a_script_it_says_first_who_opens_it_and_shows_nothing_afterwards(phone: Phone) -> None:
    page = phone.page(PRIVATE)
    assert "Nobody is protection officer here now" in page
    assert "I hear it, because I write it down." in page
    fields = phone.fields(PRIVATE)
    assert phone.client.post(PRIVATE, data=fields | {"text": " "}).status_code == 422
    assert told(phone) == []
    for _ in range(2):
        done = phone.client.post(PRIVATE, data=fields | {"text": WORDS})
        assert "It is locked away" in done.text
        assert WORDS not in done.text
        assert 'class="receipt"' not in done.text
    assert len(told(phone)) == 1
    seat_officer(phone)
    assert "goes to the protection officer alone" in phone.page(PRIVATE)


def test_each_page_of_a_helper_leads_there_and_the_phone_keeps_it(phone: Phone) -> None:
    for page in (PERSON, MEETING):
        assert f'data-keep href="{PRIVATE}"' in phone.page(page)
    assert f'href="{PRIVATE}" data-keep' in phone.page("/h/work")
    worker = phone.client.get("/h/worker.js").text
    assert "(person|meeting|private)" in worker
