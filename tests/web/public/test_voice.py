"""Somebody says their words: the voice waits sealed, goes with the rest, or is wiped; others hear it."""

import gzip
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from consult.loop.collect import prompts, recordings, wordings
from consult.loop.collect.answers import parts_of, voices_as_they_came
from consult.loop.collect.records import Answer, PartKind, Recording
from consult.loop.understand.cards import number_cards
from tests.loop.collect import sounds
from tests.web.conftest import hidden


@pytest.fixture
def river(site):
    with site.database.work() as session:
        site.cast.session = session
        return site.cast.consultation()


class Speaker:
    """Fills in one page after the other; `say` is the step at which a voice is sent."""

    def __init__(self, site):
        self.client = site.client()
        self.page = self.client.post("/c/river/en/speak")

    def send(self, where="speak", **fields):
        fields = {"draft": unescape(hidden(self.page.text, "draft")), "go": "next", **fields}
        self.page = self.client.post(f"/c/river/en/{where}", data=fields)
        return unescape(self.page.text)

    def say(self, data, go="keep", **fields):
        return self.send("voice", go=go, sound=(io.BytesIO(data), "voice", "audio/webm"), **fields)

    def rest(self):
        self.send()
        while "Your words arrived" not in self.page.text and self.page.status_code == 200:
            self.send(readers="here", hear_back="nothing")
        return unescape(self.page.text)


@pytest.fixture
def speaker(site, river):
    return Speaker(site)


def of(site, record):
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


def test_a_voice_waits_and_goes_with_the_words_and_is_played_to_its_reader(site, speaker):
    step = speaker.send("voice", go="voice", text="Beside it")
    assert "wiped within two days" in step
    assert "could know that it is you" in step
    policy = speaker.page.headers
    assert "script-src 'sha256-" in policy["Content-Security-Policy"]
    assert policy["Permissions-Policy"].startswith("microphone=(self)")
    assert len(gzip.compress(speaker.page.data)) <= 14_000
    assert re.findall(r"<script[^>]*>", step) == ["<script>"]
    second = speaker.say(sounds.ogg(3), seconds="3")
    assert "What else matters" in second
    check = speaker.send(text="Wind")
    assert "Beside it" in check
    assert "<script" not in check
    assert speaker.page.headers["Permissions-Policy"].startswith("microphone=()")
    mine = re.search(r'<audio controls preload="none" src="([^"]+)">', check)[1]
    heard = speaker.client.get(mine)
    assert (heard.mimetype, heard.headers["Cache-Control"]) == ("audio/ogg", "no-store")
    assert heard.data[:4] == b"OggS"
    part = speaker.client.get(mine, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"OggS")
    assert of(site, Answer) == 0
    assert "Your words arrived" in speaker.rest()
    assert speaker.client.get(mine).status_code == 404  # it is theirs who read now
    with site.database.work() as session:
        answers = session.scalars(select(Answer)).all()
        kinds = sorted([part.kind for part in parts_of(session, each)] for each in answers)
        assert kinds == [[PartKind.ORIGINAL], [PartKind.ORIGINAL, PartKind.RECORDING]]
        consultation = answers[0].submission.round.consultation
        cards = number_cards(session, consultation=consultation, shuffle=list.sort)
        spoken = next(each.number for each in cards if voices_as_they_came(session, each.answer))
    _read(site, spoken)


def _read(site, spoken):
    """Amal hears it first, lets it be heard, and Bahati writes down what it says."""
    amal, bahati = site.signed_in(site.cast.amal), site.signed_in(site.cast.bahati)
    voice = f"/understand/river/cards/{spoken}/voice/1"
    assert amal.get(voice).status_code == 404
    for _ in range(2):
        first = amal.post("/understand/river/first/take", follow_redirects=True).text
        number = int(re.search(r"Read card (\d+)", first)[1])
        if number == spoken:
            assert voice in first
            assert amal.get(voice).mimetype == "audio/ogg"
            assert bahati.get(voice).status_code == 404
        seen = hidden(first, "seen")
        form = {"text": "Passed on", "seen": seen, "voice": "y"}
        amal.post(f"/understand/river/first/{number}", data=form)
    assert voice in bahati.get(f"/understand/river/sort/?card={spoken}").text
    assert bahati.get(voice).status_code == 200
    assert bahati.get(f"/understand/river/cards/{spoken}/voice/2").status_code == 404
    address = f"/understand/river/cards/{spoken}/heard"
    assert bahati.post(address, data={"heard": " "}).status_code == 422
    sorting = bahati.post(address, data={"heard": "The pump"}, follow_redirects=True).text
    assert "Passed on\nThe pump" in sorting
    assert "Written down from the voice by Bahati." in sorting


def test_a_voice_alone_is_enough_and_a_change_of_mind_wipes_it(site, speaker):
    speaker.send("voice", go="voice", text="")
    assert "not a sound" in speaker.say(b"words")
    assert speaker.page.status_code == 422
    assert "There is no sound" in speaker.say(b"")
    speaker.say(sounds.wav())
    speaker.send(go="back")
    assert "You said it with your voice." in speaker.page.text
    speaker.send("voice", go="voice", text="")
    speaker.say(sounds.ogg())  # instead of the first
    with site.database.reading() as session:
        assert sum(each.wiped_on is not None for each in session.scalars(select(Recording))) == 1
    speaker.send(text="")
    assert "Your words arrived" in speaker.rest()
    assert (of(site, Answer), of(site, Recording)) == (1, 2)


def test_what_waited_too_long_is_wiped_and_said_before_anything_is_kept(site, speaker):
    speaker.send("voice", go="voice", text="")
    speaker.say(sounds.wav())
    with site.database.work() as session:
        recordings.wipe_unsent(session, now=site.clock() + timedelta(days=2))
    assert "waited too long" in speaker.send(text="")
    assert "waited too long" in speaker.rest()
    assert (speaker.page.status_code, of(site, Answer)) == (422, 0)
    speaker = Speaker(site)
    speaker.send("voice", go="voice", text="Dust")
    speaker.say(sounds.wav())
    speaker.send(go="back")
    speaker.send("voice", go="voice", text="Dust")
    assert "You said it" not in speaker.send("voice", go="drop")


def test_a_prompt_is_heard_before_somebody_begins_and_where_it_is_asked(site, river):
    with site.database.work() as session:
        prompt = prompts.all_prompts(session, session.merge(river))[0]
        by = session.merge(site.cast.amal)
        voice = {"data": sounds.ogg(), "mime": "", "seconds": None, "by": by, "now": site.clock()}
        wordings.give_voice(session, vault=site.vault, prompt=prompt, language="en", **voice)
        silent = wordings.wording_in(session, prompt=prompt, language="fr").id
    client = site.client()
    page = client.post("/c/river/en/speak")
    assert "Listen · 1 kB" in page.text
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    address = re.search(r'preload="none" src="([^"]+)"', page.text)[1]
    assert client.get(address).mimetype == "audio/ogg"
    assert [address in client.get(f"/c/river/{each}/").text for each in ("en", "fr")] == [True, False]
    assert client.get(address.replace("/en/asked/", "/de/asked/")).status_code == 404
    other = client.post("/c/river/fr/speak")
    assert "<audio" not in other.text
    assert client.get(f"/c/river/fr/asked/{silent}").status_code == 404
    assert "media-src" not in other.headers["Content-Security-Policy"]
