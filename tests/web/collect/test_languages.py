"""The prompts in every language: written, said back by somebody else, said aloud; frozen once answered."""

import io
import re
from html import unescape

import pytest

from consult.loop.collect import consultations, prompts
from consult.people.records import Role, Seat
from tests.loop.collect import sounds

HERE = "/collect/river/languages"


@pytest.fixture
def people(site):
    """Amal, a representative, and Hari, who only translates for Tesfa."""
    with site.database.work() as session:
        site.cast.session = session
        site.cast.consultation(languages=("en", "fr"))
        seat = Seat(role=Role.TRANSLATOR, since=site.clock(), how_chosen="")
        seat.account_id, seat.community_id = site.cast.hari.id, site.cast.community.id
        session.add(seat)
    return site.signed_in(site.cast.amal), site.signed_in(site.cast.hari)


def send(client, address, status=303, **form):
    sent = client.post(f"{HERE}/{address}", data=form)
    assert sent.status_code == status, sent.text
    return unescape(client.get(sent.location).text if status == 303 else sent.text)


def test_a_prompt_is_written_said_back_by_another_and_said_aloud(site, people):
    amal, hari = people
    glance = unescape(hari.get(f"{HERE}/").text)
    assert "Written: 2 of 2." in glance
    assert "With a voice: 0." in glance
    assert 'href="/collect/river/"' not in glance  # a translator has no way there
    page = send(amal, "fr/1/back", back="Of before")
    assert "Nobody noted who wrote these words" in page
    send(amal, "fr/1/wording", text="Comment vit-on ici ?")
    page = send(amal, "fr/1/back", back="How do people live here?")
    assert "Said back by the person who wrote it." in page
    page = send(hari, "fr/1/back", back="How does one live here?")
    assert "Said back by Hari, who did not write it." in page
    assert "Written by Amal." in page
    assert "What is life here like now?" in page
    assert "Write what it says" in send(hari, "fr/1/back", 422, back=" ")
    refused = send(hari, "fr/1/wording", 422, text="a" * 400)
    assert "a" * 400 in refused
    assert "How does one live here?" in refused
    file = {"sound": (io.BytesIO(b"words"), "voice", "audio/ogg")}
    assert "not a sound" in send(hari, "fr/1/voice", 422, **file)
    page = send(hari, "fr/1/voice", sound=(io.BytesIO(sounds.ogg(3)), "voice", "audio/ogg"))
    heard = re.search(r'preload="none" src="([^"]+)"', page)[1]
    assert hari.get(heard).mimetype == "audio/ogg"
    shown = hari.get(f"{HERE}/fr/")
    assert heard in shown.text
    assert "media-src 'self'" in shown.headers["Content-Security-Policy"]
    glance = unescape(amal.get(f"{HERE}/").text)
    assert "Said back: 1. By somebody else: 1." in glance
    assert "With a voice: 1." in glance
    assert [amal.get(f"{HERE}/{each}").status_code for each in ("de/", "de/1", "fr/9")] == [404] * 3


def test_once_answered_a_change_is_a_new_version_and_cards_say_to_which_they_answer(site, people):
    amal, hari = people
    with site.database.work() as session:
        site.cast.session = session
        river = consultations.find(session, slug="river")
        site.cast.answer(site.cast.participant(), river, "Dust")
        for prompt in prompts.all_prompts(session, river):
            prompts.newest_version(session, prompt=prompt).frozen_at = site.clock()
    assert "its words stay as they were asked" in hari.get(f"{HERE}/en/1").text
    page = send(hari, "en/1/wording", text="How is life here today?")
    assert "How it was asked before" in page
    assert "What is life here like now?" in page
    assert amal.get("/collect/river/").text.count("How is life here today?") == 1
    assert "How is life here today?" in site.client().post("/c/river/en/speak").text


def test_one_more_language_comes_to_a_consultation_that_is_open(site, people):
    amal, hari = people
    assert "Ask in it too" not in hari.get(f"{HERE}/").text
    assert hari.post(f"{HERE}/", data={"language": "sw"}).status_code == 403
    page = send(amal, "", language="sw")
    assert "People can be asked in it from now on." in page
    assert "What is life here like now?" in site.client().post("/c/river/sw/speak").text
    assert "People are asked in this language already." in send(amal, "", 422, language="sw")
    send(amal, "", 404, language="xx")
