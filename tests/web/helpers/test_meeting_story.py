"""What a helper wrote down at a meeting, from the phone to the picture: a card as all others, and nobody."""

import re

import pytest
from sqlalchemy import func, select

from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Answer, AnswerPart, Consultation, MeetingReport
from consult.loop.understand.cards import number_cards
from consult.loop.understand.readers import in_the_flow
from consult.loop.understand.records import Card, Contribution
from consult.people import rosters
from consult.people.records import Role, Seat
from tests.cast import number
from tests.web.helpers.conftest import MEETING, Phone
from tests.web.understand.test_walk import ROOT, page, read_all, send

BESIDE = "At a meeting of about 80, Thursday 3 June 2027."


def test_a_meeting_is_masked_sorted_and_stands_under_a_theme_beside_the_persons(phone: Phone) -> None:
    site = phone.site
    fields = phone.fields(MEETING)
    first = next(name for name in fields if name.startswith("text-"))
    said = f"The road floods, call {number(7)}"
    met = {first: said, "people": "80", "held_on": "2027-06-03"}
    assert phone.client.post(MEETING, data=fields | met).status_code == 200
    with site.database.work() as session:
        site.cast.session = session
        river = session.scalars(select(Consultation)).one()
        asked = session.scalars(select(OutboxItem).where(OutboxItem.name == "number_card")).all()
        assert [each.payload for each in asked] == [{"consultation_id": str(river.id)}]
        number_cards(session, consultation=river, shuffle=list.sort)
        session.scalars(
            select(MeetingReport)
        ).one().language = "fr"  # of the page; its prompts were in English
        reader = {"account_id": site.cast.hari.id, "community_id": river.community_id}
        session.add(Seat(role=Role.READER, since=site.clock(), **reader))
        site.cast.answer(site.cast.participant(), river, "The road is bad")
        number_cards(session, consultation=river, shuffle=list.sort)
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    shown = send(amal, f"{ROOT}/first/take")
    assert BESIDE in shown
    assert f"<mark>{number(7)}</mark>" in shown
    send(amal, f"{ROOT}/first/101", text="The road floods, call [number]", seen=1)
    send(amal, f"{ROOT}/first/102", text="The road is bad", seen=1)
    send(amal, f"{ROOT}/codes/", name="Road", definition="")
    for address in ("sort/?card=101", "cards/"):
        shown = page(bahati, f"{ROOT}/{address}")
        assert "The road floods, call [number]" in shown
        assert shown.count(BESIDE) == 1, address
        assert number(7) not in shown
    assert BESIDE in send(bahati, f"{ROOT}/search/", 200, words="floods")
    told = page(bahati, "/collect/river/meetings")
    assert '<p class="words" lang="en" dir="auto">The road floods, call [number]</p>' in told
    assert number(7) not in told
    far = site.signed_in(site.cast.hari)
    told = page(far, "/collect/river/meetings")
    assert "read by people from here" in told
    assert "floods" not in told + page(far, f"{ROOT}/sort/") + page(far, f"{ROOT}/cards/")
    send(amal, f"{ROOT}/piles/", piles="pile 1: 101 102")
    send(amal, f"{ROOT}/themes/new", name="The road", statement="It floods.")
    send(amal, f"{ROOT}/themes/1/codes", codes="1")
    assert "2 cards lie on it." in page(amal, f"{ROOT}/themes/1/")
    send(amal, f"{ROOT}/release/", alone="Other words.", review_by="2027-06-20")
    public = "/c/river/en"
    for client, address in (
        (amal, f"{ROOT}/findings/1/picture"),
        (site.client(), f"{public}/picture"),
        (site.client(), f"{public}/results"),
    ):
        assert "And at 1 meeting, which is not added to people." in page(client, address), address
    shown = page(site.client(), f"{public}/picture")
    assert "1 person spoke." in shown
    assert "And there was 1 meeting, of about 80 people, which is not added to people." in shown
    assert "And there was 1 meeting, of about 80 people" in page(site.client(), f"{public}/results")
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 1
        assert session.scalar(select(func.count()).select_from(Obligation)) <= 1


def test_a_meeting_told_of_twice_goes_back_whole_and_stands_nowhere_any_more(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, client = phone.site, phone.client
    fields = phone.fields(MEETING)
    first, second = (name for name in fields if name.startswith("text-"))
    met = {
        people: fields | {first: "The road floods", second: "A guard beats us", "people": people}
        for people in ("80", "79", "12")
    }
    for each in met.values():
        assert client.post(MEETING, data=each | {"held_on": "2027-06-03"}).status_code == 200
    ids, cards = {}, {}
    with site.database.work() as session:
        river = session.scalars(select(Consultation)).one()
        number_cards(session, consultation=river, shuffle=list.sort)
        for card in session.scalars(select(Card)):
            report = card.answer.meeting
            assert report is not None
            ids[report.people] = report.id
            cards.setdefault(report.people, []).append(
                (card.answer.wording.version.prompt.number, card.number)
            )
    told = page(client, "/h/told")
    assert told.count("About 80 people") == 1
    assert "road" not in told
    assert site.client().get(f"/h/told/{ids[79]}/back").status_code == 303
    assert client.post(f"/h/told/{ids[79]}/back", data={"key": "made up"}).status_code == 303
    assert page(client, "/h/told").count("<article") == 3
    key = re.search(r'name="key" value="([^"]+)"', page(client, f"/h/told/{ids[79]}/back"))
    assert key is not None
    assert "is taken back" in client.post(f"/h/told/{ids[79]}/back", data={"key": key[1]}).text
    assert page(client, "/h/told").count("<article") == 2
    amal = site.signed_in(site.cast.amal)
    asked = page(client, f"/h/told/{ids[12]}/back")
    key = re.search(r'name="key" value="([^"]+)"', asked)
    assert key is not None, "nobody read it yet"
    read_all(amal, 4)
    send(amal, f"/protected/cards/river/{max(cards[12])[1]}")
    refused = client.post(f"/h/told/{ids[12]}/back", data={"key": key[1]})
    assert (refused.status_code, "Only a representative" in refused.text) == (422, True)
    assert "<form" not in page(client, f"/h/told/{ids[12]}/back")
    with site.database.work() as session:
        seat = {"community_id": river.community_id, "since": site.clock()}
        session.add(Seat(role=Role.READER, account_id=site.cast.hari.id, **seat))
        session.add(Seat(role=Role.PROTECTION_OFFICER, account_id=site.cast.dana.id, **seat))
    back = f"/collect/river/meetings/{ids[12]}/back"
    assert site.signed_in(site.cast.hari).post(back).status_code == 403
    assert "Who would not be heard" in page(amal, back)
    send(amal, back)
    assert client.post(MEETING, data=met["12"] | {"held_on": "2027-06-03"}).status_code == 200
    told = page(amal, "/collect/river/meetings")
    for who in ("helper 1", "representative 1"):
        assert f"Taken back on Friday 4 June 2027 by {who}." in told
    by = "Told by helper 1. Paid by this office: <bdi>Water office</bdi>."
    assert told.count(by) == 3
    monkeypatch.setattr(rosters, "AT_ONCE", 2)
    assert [page(amal, f"/collect/river/meetings?page={at}").count(by) for at in (1, 2)] == [2, 1]
    for address in ("/collect/river/", "/c/river/en/helped", "/collect/river/missing"):
        assert re.search("1 meeting,? of about 80", page(amal, address)), address
    assert "Told of 1 meeting." in page(amal, "/collect/river/helped")
    for _, gone in cards[79] + cards[12]:
        assert f"Card {gone}" not in page(amal, f"{ROOT}/cards/")
        assert amal.get(f"{ROOT}/sort/?card={gone}").status_code != 200
    officer = site.signed_in(site.cast.dana)
    report = re.search(r"/protected/tesfa/[0-9a-f-]{36}", page(officer, "/protected/tesfa/"))
    assert report is not None
    assert "A guard beats us" in send(officer, f"{report[0]}/open", 200)
    officer.post(f"{report[0]}/back")
    with site.database.reading() as session:
        stand = session.scalars(select(Card.number).join(Answer).where(in_the_flow())).all()
        assert sorted(stand) == sorted(number for _, number in cards[80])
        left = select(AnswerPart.text).join(Answer).where(Answer.meeting_id.in_((ids[79], ids[12])))
        assert set(session.scalars(left)) == {""}
        noted = select(func.count()).where(HistoryEntry.action == "meeting.taken_back")
        assert session.scalar(noted) == 2
