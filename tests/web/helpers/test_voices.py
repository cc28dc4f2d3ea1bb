"""A helper records one person: the voice is kept with who helped, once, and leaves with its speaker."""

import io
import re

from sqlalchemy import select

from consult.common.history import HistoryEntry
from consult.loop import departure
from consult.loop.collect import prompts, protected
from consult.loop.collect.records import Answer, Door, MeetingReport, Prompt, Recording
from consult.loop.understand.cards import number_cards
from consult.people.records import Role, Seat
from tests.loop.collect import sounds
from tests.web.conftest import hidden

PAGE = "/h/river/en/voice"


def send(phone, page, data, **other):
    ids = re.findall(r'name="prompt" value="([^"]+)"', page)
    form = {"key": hidden(page, "key"), "prompt": ids[1], "sound": (io.BytesIO(data), "v", "audio/ogg")}
    return phone.client.post(PAGE, data=form | other)


def test_a_helper_records_one_person_once_and_is_told_what_is_wrong(site, phone):
    assert PAGE in phone.page("/h/work")
    first = phone.client.get(PAGE)
    assert re.search(r"script-src 'sha256-[^']+' 'self';", first.headers["Content-Security-Policy"])
    assert send(phone, first.text, b"").status_code == 422
    assert "not a sound" in send(phone, first.text, b"words").text
    assert "could not understand" in send(phone, first.text, sounds.ogg(3), prompt="elsewhere").text
    with site.database.work() as session:
        two = session.scalars(select(Prompt).where(Prompt.number == 2)).one()
        frozen = prompts.newest_version(session, prompt=two)
        frozen.frozen_at = now = site.clock()
        word = {"prompt": two, "by": session.merge(site.cast.amal), "now": now}
        prompts.change_wording(session, language="en", text="What else?", **word)
    for _ in range(2):
        assert "The words arrived" in send(phone, first.text, sounds.ogg(3), slip="yes").text
    with site.database.work() as session:
        answer = session.scalars(select(Answer)).one()
        assert answer.submission.door is Door.HELPER
        assert answer.submission.helper_link_id == phone.link.id
        assert answer.wording.version_id == frozen.id, "to the words that stood on the page"
        assert session.scalars(select(Recording)).one().seconds == 3
        departure.leave(
            session, vault=site.vault, participant=answer.submission.participant, now=site.clock()
        )
        assert session.scalars(select(Recording)).one().sealed is None


def test_the_officer_hears_what_a_reader_flagged_and_the_reader_no_more(site, phone):
    send(phone, phone.page(PAGE), sounds.ogg(3))
    with site.database.work() as session:
        officer = Seat(role=Role.PROTECTION_OFFICER, since=site.clock(), how_chosen="")
        officer.account_id, officer.community_id = site.cast.hari.id, site.cast.community.id
        session.add(officer)
        answer, by = session.scalars(select(Answer)).one(), session.merge(site.cast.amal)
        made = protected.flag(session, vault=site.vault, answer=answer, by=by, now=site.clock())
    hari, address = site.signed_in(site.cast.hari), f"/protected/tesfa/{made.id}"
    assert "<audio" not in hari.get(address).text
    opened = hari.post(f"{address}/open").text
    voice = re.search(r'preload="none" src="([^"]+)"', opened)[1]
    assert hari.get(voice).data[:4] == b"OggS"
    assert site.signed_in(site.cast.amal).get(voice).status_code == 403
    assert hari.get(voice[:-2]).status_code == 404
    site.clock.move(hours=2)
    with site.database.reading() as session:
        assert session.scalars(select(HistoryEntry).where(HistoryEntry.action == "report.opened")).one()


def test_a_voice_of_a_meeting_is_read_by_listening_and_heard_where_the_meeting_stands(site, phone):
    page = "/h/river/en/meeting/voice"
    assert page in phone.page("/h/work")

    def send(data, **other):
        first = phone.page(page)
        ids = re.findall(r'name="prompt" value="([^"]+)"', first)
        form = {
            "key": hidden(first, "key"),
            "prompt": ids[0],
            "sound": (io.BytesIO(data), "v", "audio/ogg"),
        }
        return phone.client.post(page, data=form | {"held_on": "2027-06-03"} | other)

    assert "About how many people were there?" in send(sounds.ogg(3), people="").text
    wrong = send(b"words", people="80")
    assert wrong.status_code == 422
    assert "not a sound" in wrong.text
    assert 'value="80"' in wrong.text
    assert "The words arrived" in send(sounds.ogg(3), people="80").text
    (told,) = re.findall(r"met=([0-9a-f-]{36})", phone.page("/h/told"))
    for _twice in range(2):
        assert "The words arrived" in send(sounds.ogg(5), met=told).text
    with site.database.work() as session:
        (report,) = session.scalars(select(MeetingReport))
        points = session.scalars(select(Answer).where(Answer.meeting_id == report.id)).all()
        assert len(points) == 2
        number_cards(session, consultation=report.round.consultation, shuffle=list.sort)
    amal = site.signed_in(site.cast.amal)
    for card in (101, 102):
        amal.post("/understand/river/first/take")
        own = amal.get("/understand/river/first/").text
        assert "At a meeting of about 80" in own
        heard = re.search(r'preload="none" src="([^"]+)"', own)[1]
        assert amal.get(heard).data[:4] == b"OggS"
        given = {"seen": "1", "voice": "y"} if card == 101 else {"seen": "1", "heard": "A song of rain"}
        assert amal.post(f"/understand/river/first/{card}", data=given).status_code == 303
    bahati = site.signed_in(site.cast.bahati)
    assert "<audio" in bahati.get("/understand/river/sort/?card=101").text
    shown = bahati.get("/collect/river/meetings").text
    assert "A song of rain" in shown
    (voice,) = re.findall(r'preload="none" src="([^"]+)"', shown)
    assert bahati.get(voice).data[:4] == b"OggS"
    amal.post("/understand/river/codes/", data={"name": "Rain", "definition": ""})
    assert bahati.post("/understand/river/piles/", data={"piles": "pile 1: 101 102"}).status_code == 303
    assert amal.post(f"/collect/river/meetings/{told}/back").status_code == 303
    assert bahati.get(voice).status_code == 404
    with site.database.reading() as session:
        assert {each.sealed for each in session.scalars(select(Recording))} == {None}
    assert "About how many people" in send(sounds.ogg(7), met=told).text
