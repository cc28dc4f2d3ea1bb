"""A text for the radio: how long it takes in a language, and in which parts it is read. Pure.

Above ninety seconds people forget the beginning. What is longer goes in parts; an answer is kept whole
where it can be, and else is parted between two sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

LEAST, MOST = 60, 90
"""Seconds between which people listen well."""
WORDS_A_MINUTE = {
    "en": 140,
    "fr": 140,
    "es": 140,
    "ht": 140,
    "ha": 130,
    "ach": 125,
    "ln": 120,
    "so": 110,
    "ar": 105,
    "sw": 105,
    "am": 95,
}
"""How many words a calm voice reads: fewer where words are long. Estimates, to be held to a watch."""
LETTERS_A_SECOND = 14
"""For other languages, also for those that write no spaces."""
SENTENCE = re.compile(r"(?<=[.!?؟。።])\s+|\n+")


class Voice(StrEnum):
    """Who says a piece: one who leads through it, and the two sides."""

    READER = "reader"
    PEOPLE = "people"
    OFFICE = "office"


@dataclass(frozen=True)
class Piece:
    voice: Voice
    text: str
    language: str


@dataclass(frozen=True)
class Item:
    """One answer as it is read; `again` is said first where it goes on in another part."""

    pieces: Sequence[Piece]
    again: Piece


def words(text: str) -> int:
    return len(text.split())


def seconds(text: str, language: str) -> float:
    """How long a calm voice takes for `text`."""
    pace = WORDS_A_MINUTE.get(language)
    return words(text) * 60 / pace if pace else len(text.strip()) / LETTERS_A_SECOND


def length(pieces: Sequence[Piece]) -> int:
    """Whole seconds for all of them."""
    return ceil(sum(seconds(each.text, each.language) for each in pieces))


def parts(items: Sequence[Item], *, around: Sequence[Piece], most: int = MOST) -> list[list[Piece]]:
    """`items` in as many parts as are needed, each at most `most` seconds with what is said `around` it.

    A single sentence that is longer stays whole: nobody cuts a sentence.
    """
    room = most - length(around)
    found: list[list[Piece]] = []
    for item in items:
        if found and length([*found[-1], *item.pieces]) <= room:
            found[-1] += item.pieces
        else:
            found += _parted(item, room)
    return found


def _parted(item: Item, room: int) -> list[list[Piece]]:
    if length(item.pieces) <= room:
        return [list(item.pieces)]
    found: list[list[Piece]] = [[]]
    for piece in item.pieces:
        for sentence in filter(None, SENTENCE.split(piece.text.strip())):
            one = Piece(piece.voice, sentence, piece.language)
            said = found[-1]
            if said and said != [item.again] and length([*said, one]) > room:
                found.append([item.again])
            _add(found[-1], one)
    return found


def _add(pieces: list[Piece], one: Piece) -> None:
    """Sentences of one voice in one language stay one piece."""
    last = pieces[-1] if pieces else None
    if last and (last.voice, last.language) == (one.voice, one.language):
        pieces[-1] = Piece(one.voice, f"{last.text} {one.text}", one.language)
    else:
        pieces.append(one)
