"""Hints that are kept against with a reason, and the words that a community adds, on both databases."""

import pytest

from consult.common.errors import Refused
from consult.loop.collect import hints, prompts
from consult.loop.collect.records import WordKind


@pytest.fixture
def consultation(cast):
    return cast.consultation()


@pytest.fixture
def prompt(session, cast, now, consultation):
    return prompts.add_prompt(
        session,
        consultation=consultation,
        wordings={consultation.language: "Do you agree with Kato?"},
        by=cast.amal,
        now=now,
    )


def wording(session, prompt):
    there = prompts.wordings_of(session, version=prompts.newest_version(session, prompt=prompt))
    return there[prompt.consultation.language]


def test_a_kept_hint_holds_until_its_wording_changes(session, cast, now, prompt):
    here = wording(session, prompt)
    assert [each.hint.id for each in hints.seen(session, wording=here)][:2] == ["CLOSED", "AGREE"]
    with pytest.raises(Refused, match="why you keep it"):
        hints.keep(session, wording=here, hint="AGREE", why="  ", by=cast.amal, now=now)
    with pytest.raises(Refused, match="gone"):
        hints.keep(session, wording=here, hint="SCALE", why="x", by=cast.amal, now=now)
    hints.keep(session, wording=here, hint="AGREE", why="first", by=cast.amal, now=now)
    kept = hints.keep(session, wording=here, hint="AGREE", why="because", by=cast.amal, now=now)
    session.flush()
    assert hints.kept_hints(session, consultation=prompt.consultation) == [kept]
    assert {each.hint.id: each.kept for each in hints.seen(session, wording=here)}["AGREE"].why == "because"
    prompts.change_wording(
        session, prompt=prompt, language=here.language, text="What is it like?", by=cast.amal, now=now
    )
    assert hints.seen(session, wording=wording(session, prompt)) == []
    assert hints.kept_hints(session, consultation=prompt.consultation) == []


def test_own_words_are_used_once_and_can_go(session, cast, now, prompt):
    here = wording(session, prompt)
    told = {"language": here.language, "kind": WordKind.ACTOR, "by": cast.amal, "now": now}
    told["community"] = cast.community
    own = hints.add_own_word(session, word=" Kato ", **told)
    assert hints.add_own_word(session, word="kato", **told) == own
    assert "NAMES-SOMEONE" in [each.hint.id for each in hints.seen(session, wording=here)]
    with pytest.raises(Refused, match="Write the word"):
        hints.add_own_word(session, word=" ", **told)
    with pytest.raises(Refused, match="too long"):
        hints.add_own_word(session, word="x" * 81, **told)
    hints.remove_own_word(session, own=own, by=cast.amal, now=now)
    session.flush()
    assert hints.own_words(session, community=cast.community, language=here.language) == []


def test_the_whole_is_looked_at(session, cast, prompt):
    found = {each.id for each in hints.of_the_whole(session, consultation=prompt.consultation)}
    assert "UNTESTED" in found
