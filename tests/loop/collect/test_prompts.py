import pytest

from consult.common.errors import Refused
from consult.loop.collect import prompts


def test_prompts_keep_their_order_and_come_in_the_language_asked_for(session, cast, now):
    river = cast.consultation()
    prompts.add_prompt(
        session, consultation=river, wordings={"en": "And then?", "fr": "Et puis ?"}, by=cast.amal, now=now
    )
    assert [each.text for each in prompts.prompts_of(session, river, "fr")][2] == "Et puis ?"
    arabic = prompts.prompts_of(session, river, "ar")
    assert [each.version.prompt.number for each in arabic] == [1, 2, 3]
    assert [each.language for each in arabic] == ["ar", "ar", "en"]
    assert prompts.languages_missing(session, consultation=river) == [(3, "ar")]


def test_a_prompt_needs_the_first_language_and_stays_short(session, cast, now):
    river = cast.consultation()
    for wordings, field in (
        ({"fr": "Quoi ?"}, "en"),
        ({"en": "x" * 301}, "en"),
        ({"en": "A", "sw": "B"}, "sw"),
    ):
        with pytest.raises(Refused) as refused:
            prompts.add_prompt(session, consultation=river, wordings=wordings, by=cast.amal, now=now)
        assert refused.value.field == field


def test_before_the_first_answer_the_wording_itself_changes(session, cast, now):
    river = cast.consultation()
    first = prompts.all_prompts(session, river)[0]
    prompts.change_wording(
        session, prompt=first, language="en", text="What is it like?", by=cast.amal, now=now
    )
    version = prompts.newest_version(session, prompt=first)
    assert version.number == 1
    assert prompts.wordings_of(session, version=version)["en"].text == "What is it like?"


def frozen(session, cast, now):
    river = cast.consultation()
    first = prompts.all_prompts(session, river)[0]
    prompts.newest_version(session, prompt=first).frozen_at = now
    session.flush()
    return river, first


def test_after_the_first_answer_a_change_is_a_new_version_with_the_other_languages(session, cast, now):
    river, first = frozen(session, cast, now)
    prompts.change_wording(session, prompt=first, language="en", text="Tell us more", by=cast.amal, now=now)
    version = prompts.newest_version(session, prompt=first)
    assert version.number == 2
    assert version.frozen_at is None
    assert set(prompts.wordings_of(session, version=version)) == {"en", "ar", "fr"}
    assert prompts.prompts_of(session, river, "en")[0].text == "Tell us more"


def test_a_back_translation_or_a_missing_language_does_not_make_a_version(session, cast, now):
    river, first = frozen(session, cast, now)
    river.languages = [*river.languages, "sw"]
    same = prompts.prompts_of(session, river, "fr")[0]
    prompts.change_wording(
        session,
        prompt=first,
        language="fr",
        text=same.text,
        back_translation="How is it?",
        by=cast.amal,
        now=now,
    )
    prompts.change_wording(session, prompt=first, language="sw", text="Hali ikoje?", by=cast.amal, now=now)
    version = prompts.newest_version(session, prompt=first)
    assert version.number == 1
    assert prompts.wordings_of(session, version=version)["fr"].back_translation == "How is it?"


def test_a_withdrawn_prompt_is_asked_no_more(session, cast, now):
    river = cast.consultation()
    first, second = prompts.all_prompts(session, river)
    prompts.withdraw_prompt(session, prompt=first, by=cast.amal, now=now)
    session.flush()
    assert prompts.all_prompts(session, river) == [second]
    added = prompts.add_prompt(session, consultation=river, wordings={"en": "Again?"}, by=cast.amal, now=now)
    assert added.number == 3


def test_several_languages_change_at_once_and_make_one_version(session, cast, now):
    _, first = frozen(session, cast, now)
    prompts.change_wordings(
        session,
        prompt=first,
        wordings={"en": "More?", "fr": "Encore ?", "ar": ""},
        back_translations={"fr": "More?"},
        by=cast.amal,
        now=now,
    )
    version = prompts.newest_version(session, prompt=first)
    wordings = prompts.wordings_of(session, version=version)
    assert version.number == 2
    assert (wordings["en"].text, wordings["fr"].back_translation) == ("More?", "More?")
    assert wordings["ar"].text == "What is life here like now?"


def test_what_somebody_was_shown_is_found_again_and_nothing_of_others(session, cast):
    river, hill = cast.consultation(), cast.consultation("hill")
    shown = [each.id for each in reversed(prompts.prompts_of(session, river, "fr"))]
    found = prompts.asked_before(session, consultation=river, ids=shown)
    assert [each.id for each in found] == shown
    assert prompts.asked_before(session, consultation=hill, ids=shown) is None


def test_the_first_language_cannot_be_emptied(session, cast, now):
    first = prompts.all_prompts(session, cast.consultation())[0]
    with pytest.raises(Refused, match="Write the prompt"):
        prompts.change_wordings(
            session, prompt=first, wordings={"en": " "}, back_translations={}, by=cast.amal, now=now
        )
