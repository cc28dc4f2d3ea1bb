"""A helper records one person: the voice is kept with who helped, once, and leaves with its speaker."""

import io
import re

from sqlalchemy import select

from consult.common.history import HistoryEntry
from consult.loop import departure
from consult.loop.collect import protected
from consult.loop.collect.records import Answer, Door, Recording
from consult.people.records import Role, Seat
from tests.loop.collect import sounds
from tests.web.conftest import hidden

PAGE = "/h/river/en/voice"


def send(phone, page, data, **other):
    prompts = re.findall(r'name="prompt" value="([^"]+)"', page)
    form = {"key": hidden(page, "key"), "prompt": prompts[1], "sound": (io.BytesIO(data), "v", "audio/ogg")}
    return phone.client.post(PAGE, data=form | other)


def test_a_helper_records_one_person_once_and_is_told_what_is_wrong(site, phone):
    assert PAGE in phone.page("/h/work")
    first = phone.client.get(PAGE)
    assert re.search(r"script-src 'sha256-[^']+' 'self';", first.headers["Content-Security-Policy"])
    assert send(phone, first.text, b"").status_code == 422
    assert "not a sound" in send(phone, first.text, b"words").text
    for _ in range(2):
        assert "The words arrived" in send(phone, first.text, sounds.ogg(3), slip="yes").text
    with site.database.work() as session:
        answer = session.scalars(select(Answer)).one()
        assert answer.submission.door is Door.HELPER
        assert answer.submission.helper_link_id == phone.link.id
        assert answer.wording.version.prompt.number == 2
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
