"""Whose cards are counted under a phrase that people used, and for whom."""

import pytest

from consult.loop.collect.answers import take_back
from consult.loop.collect.records import Readers
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.phrases_used import (
    OnCards,
    ask_for_phrases,
    keep_phrases,
    phrases_used,
    words_to_read,
)
from consult.loop.understand.ports import Used
from consult.loop.understand.records import Control
from consult.people.records import Role, Seat
from tests.loop.understand.scene import Scene

SAID = "The old borehole is dry."


@pytest.fixture
def scene(session, cast):
    return Scene(session, cast)


@pytest.fixture
def here(cast):
    return Seat(account=cast.amal, role=Role.REPRESENTATIVE, community=cast.community, since=cast.now)


@pytest.fixture
def far(cast):
    return Seat(account=cast.farah, role=Role.READER, community=cast.community, since=cast.now)


def look(scene: Scene) -> None:
    run = ask_for_phrases(scene.session, consultation=scene.consultation, **scene.by)
    words = words_to_read(scene.session, run=run, language="en")
    used = [Used("old borehole", tuple(each.answer for each in words))]
    keep_phrases(scene.session, run=run, given=words, used=used, now=scene.cast.now)


def found(scene: Scene, seat: Seat) -> list[OnCards]:
    scene.session.flush()
    asked = {"consultation": scene.consultation, "now": scene.cast.now}
    return list(phrases_used(scene.session, seat=seat, **asked).phrases)


def test_words_for_readers_here_are_not_counted_for_one_from_elsewhere(scene, here, far):
    scene.read(SAID, SAID)
    for card in scene.speak(SAID, SAID, SAID, readers=Readers.ELSEWHERE):
        pass_on(scene.session, card=card, text=SAID, **scene.by)
    look(scene)
    assert found(scene, here) == [OnCards("old borehole", 5)]
    assert found(scene, far) == [OnCards("old borehole", 3)]


def test_words_that_were_taken_back_are_not_counted_before_they_are_wiped(scene, here):
    first, *_ = scene.read(SAID, SAID, SAID)
    look(scene)
    take_back(scene.session, answer=first.answer, now=scene.cast.now)
    assert found(scene, here) == [OnCards("old borehole", 2)]


def test_what_could_identify_someone_is_not_counted(scene, here):
    first, *_ = scene.read(SAID, SAID, SAID)
    look(scene)
    scene.sort([first], Control.COULD_IDENTIFY)
    assert found(scene, here) == [OnCards("old borehole", 2)]


def test_what_one_person_alone_and_a_meeting_say_is_not_shown(scene, here):
    person = scene.cast.participant()
    scene.read(SAID, person=person)
    scene.read(SAID, person=person)
    other, *_ = scene.read(SAID)
    scene.meet(SAID)
    look(scene)
    assert found(scene, here)
    scene.sort([other], Control.COULD_IDENTIFY)
    assert found(scene, here) == []
