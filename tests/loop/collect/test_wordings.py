import pytest

from consult.common.errors import Refused
from consult.loop.collect import answers, prompts, recordings, rounds, wordings
from consult.loop.collect.records import Door
from tests.loop.collect import sounds


@pytest.fixture
def first(session, cast):
    return prompts.all_prompts(session, cast.consultation())[0]


def answered(session, cast, now, prompt):
    asked = rounds.current_round(session, prompt.consultation)
    submission = answers.submission_for(
        session, participant=cast.participant(), round=asked, door=Door.WEB, language="fr", now=now
    )
    wording = wordings.wording_in(session, prompt=prompt, language="fr")
    return answers.receive_answer(session, submission=submission, wording=wording, text="Du vent", now=now)


def voice(session, vault, prompt, by, now, data=None):
    given = {"data": data or sounds.ogg(), "mime": "audio/ogg", "seconds": None}
    return wordings.give_voice(session, vault=vault, prompt=prompt, language="fr", by=by, now=now, **given)


def test_who_said_a_wording_back_is_told_and_another_text_is_said_back_anew(session, cast, now, first):
    by = {"prompt": first, "language": "fr", "now": now}
    made = prompts.change_wording(session, text="Comment va la vie ?", by=cast.amal, **by)
    wordings.say_back(session, text="How goes life?", by=cast.amal, **by)
    assert not wordings.said_by_another(made)
    wordings.say_back(session, text="How goes life?", by=cast.bahati, **by)
    assert made.back_by_id == cast.amal.id  # the same words again are still hers who wrote them
    wordings.say_back(session, text="How is life going?", by=cast.bahati, **by)
    assert wordings.said_by_another(made)
    assert (made.by, made.back_by) == (cast.amal, cast.bahati)
    prompts.change_wording(session, text="Comment vit-on ici ?", by=cast.amal, **by)
    assert (made.back_translation, made.back_by_id) == ("", None)
    with pytest.raises(Refused, match="first language"):
        wordings.say_back(session, prompt=first, language="en", text="x", by=cast.amal, now=now)


def test_a_voice_goes_with_its_text_and_after_an_answer_another_voice_is_a_new_version(
    session, vault, cast, now, first
):
    one = voice(session, vault, first, cast.amal, now)
    heard = one.recording
    voice(session, vault, first, cast.amal, now)
    assert heard.wiped_on  # replaced before anybody answered
    kept, answer = one.recording, answered(session, cast, now, first)
    two = voice(session, vault, first, cast.bahati, now, sounds.wav())
    assert (two.version.number, two.text, two.by_id) == (2, one.text, one.by_id)
    assert answer.wording is one
    assert (one.recording, kept.wiped_on) == (kept, None)
    assert wordings.versions_before(session, prompt=first, language="fr") == [one]
    prompts.change_wording(session, prompt=first, language="fr", text="Et ?", by=cast.amal, now=now)
    assert two.recording is None
    assert wordings.wording_in(session, prompt=first, language="fr") is two


def test_a_voice_that_two_versions_share_is_wiped_with_neither(session, vault, cast, now, first):
    one = voice(session, vault, first, cast.amal, now)
    answered(session, cast, now, first)
    prompts.change_wording(session, prompt=first, language="en", text="And now?", by=cast.amal, now=now)
    two = wordings.wording_in(session, prompt=first, language="fr")
    assert (two.version.number, two.recording_id) == (2, one.recording_id)
    prompts.change_wording(session, prompt=first, language="fr", text="Et ?", by=cast.amal, now=now)
    assert (two.recording, one.recording.wiped_on) == (None, None)
    assert recordings.sound(session, vault=vault, recording=one.recording)
    found = wordings.voice_of(session, consultation=first.consultation, number=1, version=1, language="fr")
    assert found is one
