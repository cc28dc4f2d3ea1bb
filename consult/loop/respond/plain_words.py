"""Hints on the words of an answer, so that they can be read on the radio. Pure; they hold nothing up.

A sentence of more than 25 words; letters that nobody knows, such as UNHCR; *it was decided*, where nobody
says who decided. In English, French, Spanish and Arabic; in other languages nothing is said.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from consult.loop.collect.checking.words import bare, sentences_of

MOST_WORDS = 25
LANGUAGES = ("en", "fr", "es", "ar")


class Hint(StrEnum):
    LONG = "long"
    LETTERS = "letters"
    NOBODY = "nobody"
    """Somebody decided, and the sentence does not say who."""


@dataclass(frozen=True)
class Found:
    """A hint and the words it is about, as they were written."""

    hint: Hint
    words: str


KNOWN = frozenset({"SMS", "OK", "TV", "AM", "PM", "DVD", "USB", "CD"})
"""Letters that people do know."""
LETTERS = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]\.){2,}|[A-Z][a-z]?[A-Z][A-Z0-9&-]*|[A-Z]{2,}\d*)(?:s\b)?(?![\w])"
)
ARABIC_LETTERS = re.compile(r"(?<![\w.])(?:[\u0621-\u064a]\.\s?){2,}[\u0621-\u064a]?(?![\w])")
ROMAN = re.compile(r"[IVXLC]+")
SHOUTED = 4
"""A sentence with so many words in capitals is shouted, not shortened."""

NOBODY = {
    "en": (
        r"it (?:was|is|has been|had been|will be) (?:(?:not|also|already) )?(?:decided|agreed|determined)",
        r"it (?:was|is|has been) (?:noted|considered|planned|foreseen|recommended|concluded|felt|found)",
        r"a decision (?:was|has been|will be) (?:made|taken)",
        r"mistakes were made",
    ),
    "fr": (
        r"il (?:a|avait) (?:deja )?ete (?:decide|convenu|constate|recommande|prevu|conclu|note|juge|arrete)",
        r"il (?:est|etait|sera) (?:prevu|decide|convenu|recommande|envisage)",
        r"(?:une|la) decision (?:a ete|sera) prise",
    ),
    "es": (
        r"(?:fue|ha sido|sera|esta|estaba) (?:decidido|acordado|previsto|planeado|recomendado|considerado)",
        r"se (?:ha |habia )?(?:decidio|decidido|acordo|acordado|determino|determinado|considero|considerado)",
        r"se (?:ha tomado|tomo|tomara) (?:una|la) decision",
    ),
    "ar": (
        r"(?:لقد |قد )?تقرر",
        r"(?:لقد |قد )?(?:تم|جري|سيتم|يتم) (?:اتخاذ|الاتفاق|اقرار|التقرير|البت|النظر|التوصيه)",
        r"من المقرر",
    ),
}
"""Said by nobody, where it is safe to tell: set phrases alone, in small letters without marks."""


def hints(text: str, *, language: str) -> list[Found]:
    """What could be said more plainly in `text`, in the order long, letters, nobody; each once."""
    if language not in LANGUAGES:
        return []
    found = [*_long(text), *_letters(text), *_nobody(text, language)]
    return list(dict.fromkeys(found))


def _long(text: str) -> list[Found]:
    """A line that ends is a sentence that ends: a list is no long sentence."""
    sentences = [each for line in text.splitlines() for each in sentences_of(line)]
    return [
        Found(Hint.LONG, " ".join([word.shown for word in each.words if not word.mark][:6]) + " …")
        for each in sentences
        if each.length > MOST_WORDS
    ]


def _letters(text: str) -> list[Found]:
    capitals = sum(word.isupper() and len(word) > 1 for word in text.split())
    if capitals >= SHOUTED and capitals * 2 > len(text.split()):
        return []
    met = [each.group().strip() for each in (*LETTERS.finditer(text), *ARABIC_LETTERS.finditer(text))]
    return [
        Found(Hint.LETTERS, word)
        for word in met
        if word.rstrip("s") not in KNOWN and not ROMAN.fullmatch(word)
    ]


def _nobody(text: str, language: str) -> list[Found]:
    said = " ".join(word for word in re.split(r"[^\w']+", bare(text)) if word)
    return [
        Found(Hint.NOBODY, match.group())
        for pattern in NOBODY[language]
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", said)
    ]
