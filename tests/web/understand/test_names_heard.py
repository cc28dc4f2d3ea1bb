"""Codes and themes that a voice names, as representatives keep it and everybody else hears it."""

import io
import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select

from consult.loop.collect.records import Recording
from consult.loop.understand.records import Audience, Code
from tests.loop.collect import sounds
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest
from tests.web.understand.test_sorting import read, say_code
from tests.web.understand.test_walk import ROOT, page, send


@pytest.fixture
def amal(site: SiteUnderTest):
    return site.signed_in(site.cast.amal)


def test_a_code_is_named_by_a_voice_and_a_second_one_takes_the_place_of_the_first(site, amal):
    read(site, "the well")
    assert say_code(amal, sounds.wav()).status_code == 303
    first = voice_of_one(site)
    refused = say_code(amal, b"no sound at all")
    assert refused.status_code == 422
    assert "This file is not a sound that we can play." in unescape(refused.text)
    assert voice_of_one(site) == first
    assert say_code(amal, sounds.wav()).status_code == 303
    with site.database.reading() as session:
        wiped = dict(session.execute(select(Recording.id, Recording.wiped_on)).all())
    assert wiped == {first: site.clock().date(), voice_of_one(site): None}
    assert f"{ROOT}/codes/1/voice" in page(amal, f"{ROOT}/codes/1")
    bad = {"name": "school", "sound": (io.BytesIO(b"no sound at all"), "name.wav")}
    assert amal.post(f"{ROOT}/codes/", data=bad).status_code == 422
    with site.database.reading() as session:
        assert "school" not in session.scalars(select(Code.name)).all(), "what is refused adds nothing"
    assert say_code(amal, sounds.wav(), 9).status_code == 404
    assert say_code(site.signed_in(site.cast.chol), sounds.wav()).status_code == 403


def voice_of_one(site: SiteUnderTest) -> UUID | None:
    with site.database.reading() as session:
        return session.scalars(select(Code.recording_id).where(Code.number == 1)).one()


def test_a_code_is_split_into_codes_that_have_a_voice_and_no_word(site, amal):
    read(site, "the well", "the road to the well", "rain")
    for number in (101, 102, 103):
        send(amal, f"{ROOT}/sort/{number}", code="1")
    address = f"{ROOT}/codes/1/split"
    typed = {"parts-0-name": "Wells", "parts-1-cards": "102", "parts-2-cards": "103"}
    sure = send(amal, address, 200, **typed)
    assert re.findall(r'type="file" id="(sound[^"]*)"', sure) == ["sound-1", "sound-2"]

    def says(**files: bytes) -> str:
        voices = {name.replace("_", "-"): (io.BytesIO(data), "a.wav") for name, data in files.items()}
        answer = amal.post(address, data={**typed, "sure": "1", **voices}, follow_redirects=True)
        return unescape(answer.text)

    again = says(sound_1=sounds.wav())
    assert "There is no sound in this file." in again.split('id="sound-2"')[0].split('id="sound-1"')[1]
    assert 'name="parts-1-cards" value="102"' in again
    assert f'{ROOT}/codes/1"' in page(amal, f"{ROOT}/codes/"), "it was split without all of its names"
    assert "Code 1 is split. Its place is taken by 3, 4, 5." in says(
        sound_1=sounds.wav(), sound_2=sounds.wav()
    )
    assert [amal.get(f"{ROOT}/codes/{code}/voice").status_code for code in (3, 4, 5)] == [404, 200, 200]
    assert "a name to hear" in page(amal, f"{ROOT}/codes/4")


def test_a_theme_is_named_by_a_voice_that_is_heard_where_the_theme_may_be_read(site, amal):
    with site.database.work() as session:
        site.cast.session = session
        scene = Scene(session, site.cast)
        scene.read("the well")
        scene.theme("Water")
        scene.theme("Salt", audience=Audience.COMMITTEE_AND_OFFICES)

    def voice(number: int, data: bytes = b""):
        address = f"{ROOT}/themes/{number}/voice"
        return amal.post(address, data={"sound": (io.BytesIO(data or sounds.wav()), "a.wav")}).status_code

    anybody = site.client()
    heard, checked = (
        [f"/c/river/{where}/{number}/voice" for number in (1, 2)] for where in ("themes", "check")
    )
    assert [voice(1), voice(2), voice(1, b"none"), voice(9)] == [303, 303, 422, 404]
    for address in ("themes/", "themes/1/"):
        shown = page(amal, f"{ROOT}/{address}")
        assert f'preload="none" src="{ROOT}/themes/1/voice"' in shown
        assert re.search(r"Listen · \d+ kB", shown)
    assert amal.get(f"{ROOT}/themes/1/voice").mimetype == "audio/wav"
    assert [anybody.get(each).status_code for each in heard] == [404, 404]

    send(amal, f"{ROOT}/check/open", until="2027-06-10")
    assert [anybody.get(each).status_code for each in checked] == [200, 404]
    assert [anybody.get(each).status_code for each in heard] == [404, 404]
    assert f'src="{checked[0]}"' in page(anybody, "/c/river/en/check")
    send(amal, f"{ROOT}/release/", alone="Other things too.", review_by="2027-06-20")
    assert [anybody.get(each).status_code for each in heard] == [200, 404]
    shown = page(anybody, "/c/river/en/results")
    assert f'src="{heard[0]}"' in shown
    assert heard[1] not in shown

    send(amal, f"{ROOT}/themes/1/words", name="Water is far", statement="It is.")
    assert [anybody.get(each).status_code for each in heard] == [404, 404]
    assert voice(1) == 303
    assert anybody.get(heard[0]).status_code == 404, "it says other words than those that were released"
    with site.database.reading() as session:
        wiped = session.scalars(select(Recording.wiped_on.is_not(None)).order_by(Recording.wiped_on)).all()
    assert sorted(wiped) == [False, False, True]
