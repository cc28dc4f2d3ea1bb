from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from consult.common.errors import Refused
from consult.loop.collect import answers, prompts, recordings, rounds
from consult.loop.collect.records import AnswerPart, Door, PartKind
from tests.loop.collect import sounds


@pytest.fixture
def keep(session, vault, now):
    def kept(data=None, **other):
        given = {"mime": "audio/wav", "seconds": None, "by": None, "now": now, **other}
        return recordings.keep(session, vault=vault, data=data or sounds.wav(), **given)

    return kept


def speak(session, cast, now, river, person, *voices, text=""):
    asked = rounds.current_round(session, river)
    submission = answers.submission_for(
        session, participant=person, round=asked, door=Door.WEB, language="en", now=now
    )
    wording = prompts.prompts_of(session, river, "en")[0]
    return answers.receive_answer(
        session, submission=submission, wording=wording, text=text, now=now, recordings=voices
    )


def test_a_recording_is_sealed_to_its_row_and_opens_as_it_was(session, vault, keep):
    kept, other = keep(sounds.wav(2, told=b"Nobody")), keep()
    assert (kept.mime, kept.seconds, kept.size) == ("audio/wav", 2, len(sounds.wav(2)))
    assert recordings.sound(session, vault=vault, recording=kept) == sounds.wav(2)
    assert b"WAVE" not in kept.sealed
    other.sealed = kept.sealed
    session.flush()
    with pytest.raises(InvalidTag):
        recordings.sound(session, vault=vault, recording=other)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello", "not a sound"),
        (sounds.wav(264), "too large"),
        (sounds.webm(codec=b"V_VP8"), "a film"),
    ],
)
def test_what_is_no_recording_is_refused_by_its_field(session, keep, data, why):
    with pytest.raises(Refused) as refused:
        keep(data)
    assert why in refused.value.sentence
    assert refused.value.field == "sound"


def test_an_answer_may_be_a_voice_alone_and_leaving_wipes_it(session, vault, cast, now, keep):
    person, river = cast.participant(), cast.consultation()
    voice, prompt = keep(seconds=9, data=sounds.webm().replace(b"\x44\x89", b"\x44\x8a")), keep()
    answer = speak(session, cast, now, river, person, voice)
    session.flush()
    assert voice.seconds == 9  # the container did not say
    assert [part.kind for part in answers.parts_of(session, answer)] == [PartKind.RECORDING]
    assert answers.original_text(session, answer) == ""
    assert answers.voices_as_they_came(session, answer) == [voice]
    assert answers.voices_passed_on(session, answer) == []
    answers.withdraw(session, participant=person, now=now)
    assert (voice.sealed, voice.wiped_on) == (None, now.date())
    with pytest.raises(Refused):
        recordings.sound(session, vault=vault, recording=voice)
    assert prompt.wiped_on is None
    with pytest.raises(Refused):
        speak(session, cast, now, river, person)


def test_what_was_never_sent_is_wiped_after_a_day_and_what_was_sent_is_not(session, cast, now, keep):
    left, sent, prompt = keep(), keep(), keep()
    answer = speak(session, cast, now, cast.consultation(), cast.participant(), sent)
    answer.wording.recording = prompt
    session.flush()
    assert recordings.waiting(session, recording_id=left.id) == left
    assert recordings.waiting(session, recording_id=sent.id) is None
    assert recordings.wipe_unsent(session, now=now + timedelta(days=1)) == 0
    assert recordings.wipe_unsent(session, now=now + timedelta(days=2)) == 1
    assert (left.sealed, sent.wiped_on, prompt.wiped_on) == (None, None, None)
    assert recordings.waiting(session, recording_id=left.id) is None
    assert session.query(AnswerPart).count() == 1
