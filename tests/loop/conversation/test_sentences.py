"""What our texts say: short enough for one text, and never what could hurt whoever holds the phone."""

import re

import pytest

from consult.common.fold import folded
from consult.languages.phrases import PHRASES
from consult.languages.speak import Languages
from consult.post.segments import segments

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
LONGEST = {
    "date": "Wednesday, 29 September 2027",
    "meeting": "the Friday meeting",
    "place": "the health post",
    "where": "the health post at the market",
    "number": "112",
    "themes": "3, 12, 27, 41, 56, 78",
    "theme": "12",
    "person": "9",
    "people": "1, 2, 3, 4, 5, 6, 7, 8, 9",
    "word": "RIVER",
    "verdict": "123",
}
OF_THE_CONVERSATION = [
    key for key in PHRASES if set(re.findall(r"%\((\w+)\)s", PHRASES[key])) <= set(LONGEST)
]


def septets(text: str) -> int:
    """GSM-7 units; a letter outside the plain alphabet makes a text three times as dear."""
    dear = [letter for letter in text if letter not in BASIC]
    assert not dear, f"not in the plain alphabet: {dear}"
    return len(text)


@pytest.mark.parametrize("key", OF_THE_CONVERSATION)
def test_each_sentence_fits_into_one_plain_text(key: str) -> None:
    assert septets(PHRASES[key] % LONGEST) <= 160


IN_EACH = [(each.code, 1 if each.script == "Latn" else 2) for each in Languages().all()]
"""How many segments a text may take: the letters of other scripts stand in no plain alphabet."""


@pytest.mark.parametrize(("code", "most"), IN_EACH)
def test_texts_stay_cheap_in_every_language(code: str, most: int) -> None:
    languages = Languages()
    for key in OF_THE_CONVERSATION:
        counted = segments(languages.phrase(key, code, **{**LONGEST, "date": "2027-09-29"}))
        assert counted.segments <= most, (key, counted)
        assert most > 1 or not counted.dear, (key, counted)


SENT = {
    "ar": {"MENU", "STOP", "START"},
    "fr": {"MENU", "STOP", "START", "EFFACER", "FAUX", "SUITE"},
    "sw": {"MENU", "STOP", "START", "FUTA", "KOSA", "ZAIDI"},
    "es": {"MENU", "STOP", "START", "BORRAR", "ERROR", "LEER"},
    "ha": {"MENU", "STOP", "START", "ERASE", "WRONG", "KARI"},
    "so": {"MENU", "STOP", "START", "ERASE", "WRONG", "DHEERAAD"},
    "ht": {"MENU", "STOP", "START", "EFASE", "PLIS"},
    "ln": {"MENU", "STOP", "START", "LONGOLA", "LIBUNGA", "LISUSU"},
}


@pytest.mark.parametrize("code", SENT)
def test_every_word_that_a_text_asks_for_is_understood(code: str) -> None:
    """In capitals stand what people send back, and two short names that everybody has in them."""
    languages = Languages()
    asked_for = set()
    for sentence in PHRASES.values():
        asked_for |= set(re.findall(r"\b[A-Z]{3,}\b", languages.sentence(sentence, code).text)) - {
            "SMS",
            "ONU",
        }
    assert asked_for == SENT[code]
    assert {folded(word) for word in asked_for} <= set(languages.keyword_table())


@pytest.mark.parametrize("code", ["ar", "am"])
def test_where_letters_have_no_capitals_the_words_are_those_of_the_language(code: str) -> None:
    languages = Languages()
    for key, kind in (("stop", "erase"), ("where_words_are", "wrong"), ("knock", "more")):
        said = languages.sentence(PHRASES[key], code).text.split()
        assert set(languages.get(code).keywords[kind]) & {word.strip(".") for word in said}, key


def test_the_first_text_says_what_must_be_known_before_a_choice() -> None:
    first = PHRASES["who_asks"]
    for part in (
        "People of this place ask",
        "They read it first",
        "no goods",
        "1 SMS",
        "Others can see",
        "To speak: 1. No: 2",
    ):
        assert part in first


def test_the_menu_explains_every_word() -> None:
    for part in ("STOP:", "STOP 7", "START", "ERASE", "Words stay"):
        assert part in PHRASES["menu_words"]


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_no_sentence_holds_a_link_or_asks_for_a_word_that_networks_keep(key: str) -> None:
    sentence = PHRASES[key]
    assert not re.search(r"https?:|www\.|\w/\w", sentence)
    asked_for = set(re.findall(r"\b[A-Z]{2,}\b", sentence))
    assert not asked_for & {"YES", "NO", "END", "QUIT", "CANCEL", "UNSUBSCRIBE", "STOPALL", "HELP", "INFO"}
