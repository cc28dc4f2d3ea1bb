"""A prompt taken apart: sentences, words, and how each is compared. Pure.

A word is kept in three forms: as it was written, in small letters with its marks (`near`), and
bare, without accents, vowel signs, hamza and hooks. People leave marks out; where they wrote them,
they tell *où* from *ou*.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from consult.common.fold import ARABIC, DROPPED, TATWEEL

APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘ʻ`´＇"), "'")
HYPHENS = dict.fromkeys(map(ord, "‐‑"), "-")
QUESTION = frozenset("?؟፧՞;⁇⁈⁉？")
"""Question marks of the scripts. A Greek one is a semicolon of its own, not the one of others."""
ENDS = QUESTION | frozenset("!！.。…።۔।॥။")
PAUSES = frozenset(",،፣、，;؛፤:：፥–—()[]/|•\n")
OPENING = frozenset("¿¡")
PLAIN = str.maketrans(
    {"ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɔ": "o", "ɛ": "e", "ŋ": "n", "ɲ": "n", "œ": "oe"}
)
SPACELESS = frozenset(("MYANMAR", "THAI", "LAO", "KHMER", "CJK", "HIRAGANA", "KATAKANA", "TIBETAN"))
"""Scripts that put no space between words."""


@dataclass(frozen=True)
class Word:
    """`shown` as written; `mark`: a pause such as a comma, not a word."""

    shown: str
    near: str
    bare: str
    mark: bool = False


@dataclass(frozen=True)
class Sentence:
    """Its words and pauses, and whether it ends (or, in Spanish, begins) as a question."""

    words: tuple[Word, ...]
    asks: bool

    @property
    def length(self) -> int:
        """Words, as near as can be told in scripts without spaces: three letters count as one there."""
        return sum(_weight(each.shown) for each in self.words if not each.mark)


def bare(text: str) -> str:
    """`text` in small letters without any marks, hooks or letter forms."""
    letters = []
    for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()):
        kind = unicodedata.category(letter)
        if kind in DROPPED or letter == TATWEEL:
            continue
        letters.append(str(unicodedata.decimal(letter)) if kind == "Nd" else letter)
    return unicodedata.normalize("NFC", "".join(letters)).translate(ARABIC).translate(PLAIN)


def words_of(text: str) -> list[Word]:
    """The words of `text`; a hyphen begins the word after it, an apostrophe ends the one before it."""
    found: list[Word] = []
    for piece in _pieces(text.translate(APOSTROPHES).translate(HYPHENS)):
        if piece in PAUSES or piece in ENDS or piece in OPENING:
            found.append(Word(piece, piece, piece, mark=True))
        else:
            near = unicodedata.normalize("NFC", piece).casefold()
            found.append(Word(piece, near, bare(piece)))
    return found


@lru_cache(maxsize=512)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order; empty ones are left out."""
    found: list[Sentence] = []
    words: list[Word] = []
    asks = False
    for each in words_of(text):
        if each.shown in OPENING:
            asks = asks or each.shown == "¿"
            if words:  # what stands before it leads to the question: a pause
                words.append(Word(each.shown, ",", ",", mark=True))
        elif each.shown in ENDS:
            if _has_words(words):
                found.append(Sentence(tuple(words), asks or each.shown in QUESTION))
            elif each.shown in QUESTION and found and not found[-1].asks:
                found[-1] = Sentence(found[-1].words, asks=True)
            words, asks = [], False
        else:
            words.append(each)
    if _has_words(words):
        found.append(Sentence(tuple(words), asks))
    return tuple(found)


def _has_words(words: list[Word]) -> bool:
    return any(not each.mark for each in words)


def _pieces(text: str) -> list[str]:
    """Words, each with its hyphen before or apostrophe after it, and single pauses and ends."""
    found: list[str] = []
    word = ""
    for at, letter in enumerate(text):
        after = text[at + 1 : at + 2]
        if _in_word(letter):
            word += letter
        elif letter == "'" and word:
            found.append(word + ("'" if _in_word(after) else ""))
            word = ""
        elif letter == "-" and word and _in_word(after):
            found.append(word)
            word = "-"
        elif letter in ".," and word and word[-1].isdecimal() and after.isdecimal():
            word += letter
        else:
            found.append(word)
            word = ""
            if letter == "." and not _ends(text, at):
                continue
            if letter in PAUSES or letter in ENDS or letter in OPENING:
                found.append(letter)
            elif letter == "-":
                found.append("—")
    return [each for each in (*found, word) if each]


def _ends(text: str, at: int) -> bool:
    """Whether the full stop at this place ends a sentence, and no abbreviation such as *e.g.* or *etc.*"""
    after = text[at + 1 :]
    begins = after.lstrip()[:1]
    lone = at < 2 or not text[at - 2].isalpha()  # a single letter stands before it
    return not begins or (after[:1].isspace() and not begins.islower() and begins not in ",;:)?" and not lone)


def _in_word(letter: str) -> bool:
    return bool(letter) and (unicodedata.category(letter)[0] in "LMN" or letter in "\u200c\u200d_{}%")


def _weight(word: str) -> int:
    """1, but for a run of a script without spaces: one for each three letters."""
    if unicodedata.name(word[0], "").partition(" ")[0] not in SPACELESS:
        return 0 if word.startswith("-") and len(word) <= 2 else 1
    letters = sum(unicodedata.category(each)[0] == "L" for each in word)
    return max(1, round(letters / 3))
