"""What is heard in public is what went out: the voice of a release, and in a check the one of today."""

from datetime import timedelta

import pytest

from consult.loop.understand import checks, findings, holds, themes
from consult.loop.understand.names_heard import in_check, in_results
from consult.loop.understand.records import Audience
from tests.loop.collect import sounds

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def test_a_release_plays_its_own_voice_and_no_later_one(scene, session, vault, now):
    said, silent, inside = scene.theme("Water"), scene.theme("Road"), scene.theme("Names")
    inside.audience = Audience.COMMITTEE_AND_OFFICES
    where = {"consultation": scene.consultation}

    def voice(theme):
        sound = {"data": sounds.wav(), "mime": "", "seconds": None}
        return themes.say_name(session, vault=vault, theme=theme, **sound, **scene.by)

    def release():
        day = now.date() + timedelta(days=20)
        return findings.release(session, **where, alone="", review_by=day, **scene.by)

    first = voice(said)
    voice(inside)
    assert in_results(session, **where) == {}, "nothing is released"
    release()
    assert in_results(session, **where) == {said.number: first}
    late = voice(silent)
    assert in_results(session, **where) == {said.number: first}, "it came after the release"
    second = voice(said)
    assert in_results(session, **where) == {}, "the one that was released is wiped"
    release()
    assert in_results(session, **where) == {said.number: second, silent.number: late}

    assert in_check(session, **where, now=now) == {}
    checks.open_check(session, **where, until=now.date() + timedelta(days=5), **scene.by)
    third = voice(said)
    heard = in_check(session, **where, now=now)
    assert (heard[said.number], in_results(session, **where)) == (third, {silent.number: late})
    holds.hold(session, theme=silent, **scene.by)
    assert in_results(session, **where) == {}
