"""A voice on a card: heard by its first reader, then by those whom that reader lets hear it."""

import pytest

from consult.common.errors import Refused
from consult.loop.collect import answers, prompts, recordings, rounds
from consult.loop.collect.records import Door
from consult.loop.understand import first_reading, voices
from consult.loop.understand.cards import number_cards, read_cards
from consult.loop.understand.records import Control
from tests.loop.collect import sounds
from tests.loop.understand.scene import as_it_is


@pytest.fixture
def spoken(scene, session, vault, cast, now):
    """A card that came as a voice alone, in Amal's hands."""
    voice = recordings.keep(session, vault=vault, data=sounds.wav(), mime="", seconds=None, by=None, now=now)
    asked = rounds.current_round(session, scene.consultation)
    submission = answers.submission_for(
        session, participant=cast.participant(), round=asked, door=Door.HELPER, language="en", now=now
    )
    wording = prompts.prompts_of(session, scene.consultation, "en")[0]
    answers.receive_answer(
        session, submission=submission, wording=wording, text="", now=now, recordings=[voice]
    )
    session.flush()
    number_cards(session, consultation=scene.consultation, shuffle=as_it_is)
    return first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)


def heard(session, card, by):
    return len(voices.voices_for(session, card=card, by=by))


def test_a_voice_is_heard_by_the_reader_who_holds_the_card_alone(session, cast, spoken):
    assert (heard(session, spoken, cast.amal), heard(session, spoken, cast.bahati)) == (1, 0)
    assert first_reading.texts_on(session, spoken) == 1


def test_where_the_voice_could_identify_someone_only_what_it_says_goes_on(session, cast, now, spoken):
    by = {"by": cast.amal, "now": now}
    with pytest.raises(Refused, match="let it be heard") as refused:
        first_reading.pass_on(session, card=spoken, text="", **by)
    assert refused.value.field == "heard"
    first_reading.pass_on(session, card=spoken, text="", heard="The pump of [name]", **by)
    assert answers.reading_text(session, spoken.answer) == "The pump of [name]"
    assert answers.written_down_by(session, spoken.answer) == ["Amal"]
    assert (heard(session, spoken, cast.amal), heard(session, spoken, cast.bahati)) == (0, 0)
    with pytest.raises(Refused, match="no voice"):
        voices.write_down(session, card=spoken, heard="More", by=cast.bahati, now=now)


def test_a_voice_that_goes_on_is_heard_written_down_later_and_stopped_when_it_shows_a_person(
    scene, session, cast, now, spoken
):
    first_reading.pass_on(session, card=spoken, text="", voice=True, by=cast.amal, now=now)
    assert heard(session, spoken, cast.bahati) == 1
    assert [each.text for each in read_cards(session, consultation=scene.consultation)] == [""]
    voices.write_down(session, card=spoken, heard="The pump", by=cast.bahati, now=now)
    assert answers.reading_text(session, spoken.answer) == "The pump"
    assert answers.written_down_by(session, spoken.answer) == ["Bahati"]
    assert heard(session, spoken, cast.bahati) == 1
    scene.sort([spoken], Control.COULD_IDENTIFY)
    first_reading.cover_more(session, card=spoken, text="[name] spoke of the pump", by=cast.amal, now=now)
    assert heard(session, spoken, cast.bahati) == heard(session, spoken, cast.amal) == 0
