"""Words and phrases that people used, of English alone."""

from uuid import UUID

from consult.assist.english import InEnglish
from consult.loop.understand.ports import Phrases, Used, Words

ENGLISH: Phrases = InEnglish()


def said(*texts: str, language: str = "en") -> list[Words]:
    return [Words(UUID(int=at), language, text) for at, text in enumerate(texts)]


def ids(*numbers: int) -> tuple[UUID, ...]:
    return tuple(UUID(int=each) for each in numbers)


def test_phrases_are_those_that_two_answers_used_as_they_are_mostly_written() -> None:
    words = said(
        "The health clinic has no clean water, and the old borehole is broken.",
        "My Health Clinic is far. We need clean water! Fatuma helps, clean water and/or soap.",
        "They closed the health clinic.",
        "no water",
    )
    found = ENGLISH.used(words)
    assert found == [Used("health clinic", ids(0, 1, 2)), Used("clean water", ids(0, 1))]
    assert ENGLISH.used(words, most=1) == found[:1]
    assert not any("Fatuma" in each.phrase for each in found), "what one answer says may be a name"


def test_no_other_language_is_ever_read_and_little_text_finds_nothing() -> None:
    assert ENGLISH.used(said("the clean water", "the clean water", language="sw")) == []
    assert ENGLISH.used(said("clean water", "clean water", language="en-KE")) == [
        Used("clean water", ids(0, 1))
    ]
    assert ENGLISH.used(said("", "?", "/ // a/b", "ماء", "\n")) == []
