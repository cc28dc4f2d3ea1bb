"""Hints on an answer's words: few, sure, and in four languages."""

import pytest

from consult.loop.respond.plain_words import Hint, hints

LONG = {
    "en": "we " * 26, "fr": "nous " * 26, "es": "nosotros " * 26, "ar": "نحن " * 26, "sw": "sisi " * 26,
}  # fmt: skip


def of(hint: Hint, text: str, language: str) -> list[str]:
    return [found.words for found in hints(text, language=language) if found.hint is hint]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_sentence_of_more_than_25_words_is_long_and_a_list_is_not(language):
    words = LONG[language].strip()
    assert len(of(Hint.LONG, words, language)) == 1
    assert not of(Hint.LONG, " ".join(words.split()[:25]), language)
    assert not of(Hint.LONG, "\n".join([" ".join(words.split()[:20])] * 3), language)
    assert not hints(LONG["sw"], language="sw")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UNHCR and the PoC team mend it with U.N. money.", ["UNHCR", "PoC", "U.N."]),
        ("The NFIs come on Monday.", ["NFIs"]),
        ("Send an SMS. Chapter IV is over. I am here. Water for A and B.", []),
        ("WE WILL MEND THE PUMP", []),
        ("Aisha and McKay mend it.", []),
    ],
)
def test_letters_that_nobody_knows(text, found):
    assert of(Hint.LETTERS, text, "en") == found
    assert of(Hint.LETTERS, "يأتي UNHCR و أ.م.م غداً", "ar") == ["UNHCR", "أ.م.م"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was decided that the pump waits."),
        ("en", "A decision has been taken."),
        ("fr", "Il a été décidé d’attendre."),
        ("fr", "Il est prévu de réparer la pompe."),
        ("es", "Se ha decidido esperar."),
        ("es", "Se acordó esperar."),
        ("ar", "تقرّر الانتظار."),
        ("ar", "تم اتخاذ القرار أمس."),
    ],
)
def test_somebody_decided_and_nobody_says_who(language, text):
    assert len(of(Hint.NOBODY, text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We decided to wait. It was the road."),
        ("fr", "Nous avons décidé d’attendre. Il est là."),
        ("es", "Hemos decidido esperar. Se fue."),
        ("ar", "قررنا الانتظار. تم العمل."),
        ("sw", "It was decided."),
    ],
)
def test_who_says_who_gets_no_hint(language, text):
    assert not hints(text, language=language)
