"""Control words as people really write them: case, accents, letter forms, digits, punctuation."""

import unicodedata

import pytest

from consult.common.fold import folded
from consult.languages.speak import Languages
from consult.loop.conversation.kinds import OF_PEOPLE, OF_THEMES, Kind, Known, classify
from consult.loop.conversation.networks import Network, meant_for
from tests.loop.conversation.phones import Town

LANGUAGES = Languages()
KEYWORDS = LANGUAGES.keyword_table()
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩"}


def meaning(text: str, **network: object) -> Kind:
    """As `hear` does: to the network first."""
    known = Known(keywords=KEYWORDS, fold=folded)
    return meant_for(Network(**network), text, fold=folded) or classify(text, known).kind


def written(word: str) -> set[str]:
    """One word in the ways that thumbs and keyboards have of writing it."""
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    forms = {word, word.upper(), word.title(), apart, bare, bare.upper()}
    return forms | {f" {word}!\n", f"«{word}»", f"¡{word.upper()}!", f"{word} . . .", f"\u200f{word}؟"}


@pytest.mark.parametrize("code", [each.code for each in LANGUAGES.all()])
def test_every_word_of_every_language_is_understood_however_it_is_written(code: str) -> None:
    seven = DIGITS.get(code, "0123456789")[7]
    for kind, words in LANGUAGES.get(code).keywords.items():
        alone, with_number = OF_PEOPLE.get(kind) or (OF_THEMES[kind], OF_THEMES[kind])
        for word in words:
            for text in written(word):
                assert meaning(text) is alone, text
                assert meaning(f"{text} {seven}") is with_number, text
                assert meaning(f"{text} {text} {seven}x") is Kind.WORDS, text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قـــائـــمـــة", Kind.MENU),
        ("قائمه", Kind.MENU),
        ("قايمة", Kind.MENU),
        ("القائمه.", Kind.MENU),
        ("القـائمة", Kind.MENU),
        ("تــوقــف", Kind.STOP),
        ("تَوَقَّفْ", Kind.STOP),
        ("ابدا", Kind.START),
        ("إبدأ", Kind.START),
        ("آبدأ", Kind.START),
        ("أحذف", Kind.ERASE),
        ("احـذف ٢", Kind.ERASE_PERSON),
        ("خطا ٣", Kind.WRONG),
        ("خـطـأ۳", Kind.WRONG),
        ("ﻗﺎﺋﻤﺔ", Kind.MENU),
        ("قائمہ", Kind.MENU),
        ("المزيد", Kind.MORE),
        ("المزید", Kind.MORE),
    ],
)
def test_arabic_words_are_understood_in_every_form_of_their_letters(text: str, kind: Kind) -> None:
    assert meaning(text) is kind


@pytest.mark.parametrize("text", ["arret", "ARRET", "Arrêt", "ARRÊT !", "arrete", "Arrêté", "« arrêt »"])
def test_arret_is_stop_with_and_without_its_accent(text: str) -> None:
    assert meaning(text) is Kind.STOP
    assert meaning(text, keeps_stop=False) is Kind.STOP


def test_arret_stops_the_phone(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks("riverfr")
    assert phone.send("arret", keeps_stop=False) == ["stop"]
    assert phone.point.stopped_at is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MENU", Kind.MENU),
        ("Menú", Kind.MENU),
        ("opciones.", Kind.MENU),
        ("DETENER", Kind.STOP),
        ("detener 2", Kind.STOP_PERSON),
        ("No mas mensajes", Kind.STOP),
        ("¡No más mensajes!", Kind.STOP),
        ("no más mensajes 2", Kind.STOP_PERSON),
        ("Empezar", Kind.START),
        ("¡BORRAR!", Kind.ERASE),
        ("borrar2", Kind.ERASE_PERSON),
        ("ERROR 3", Kind.WRONG),
        ("Leer", Kind.MORE),
        ("MAS", Kind.MORE),
        ("ma\u0301s 3", Kind.MORE),
    ],
)
def test_spanish_words_are_understood(text: str, kind: Kind) -> None:
    assert meaning(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Mal",
        "mal 3",
        "Sí",
        "si",
        "No",
        "Alto",
        "Baja",
        "Ayuda",
        "Fin",
        "Basta",
        "Más agua",
        "error en el pozo",
    ],
)
def test_what_may_be_an_answer_in_spanish_is_one(text: str) -> None:
    """Asked how life is, somebody says: bad. A network that keeps such a word says so itself."""
    assert meaning(text) is Kind.WORDS
    assert meaning(text, choice="stop") is Kind.STOP
