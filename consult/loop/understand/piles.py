"""Piles sorted on the ground, typed in as ``pile 3: 104 109 117``. Pure.

The word before the number may be any word of any language, or none; digits may be of any
script; commas and spaces are the same. What is not understood is refused, never guessed.
"""

import re
from dataclasses import dataclass

from consult.common.errors import Refused, mark

_LINE = re.compile(r"^[^\d:：]*?(?P<pile>\d{1,9})\s*[:：](?P<cards>.*)$")
_BETWEEN = re.compile(r"[\s,،;؛、.\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class TypedPile:
    """One line: the number of the code that names the pile, and its cards in the order typed."""

    code: int
    cards: tuple[int, ...]
    typed: str


def parse(line: str) -> TypedPile:
    """Read one line. Refused with one sentence that names what was not understood."""
    typed = line.strip()
    found = _LINE.match(typed)
    if not found:
        raise Refused(
            mark(
                "“%(line)s” is not a pile. Type its number, two dots, its cards, like this: 3: 104 109 117."
            ),
            field="piles",
            line=typed[:60],
        )
    words = [word for word in _BETWEEN.split(found["cards"]) if word]
    strange = [word for word in words if not word.isdecimal() or len(word) > 9]
    if strange:
        raise Refused(
            mark("Pile %(pile)s: “%(words)s” is not a card number."),
            field="piles",
            pile=int(found["pile"]),
            words=" ".join(strange)[:60],
        )
    if not words:
        raise Refused(mark("Pile %(pile)s has no cards."), field="piles", pile=int(found["pile"]))
    cards = tuple(dict.fromkeys(int(word) for word in words))
    return TypedPile(int(found["pile"]), cards, typed)


def parse_all(text: str) -> list[TypedPile]:
    """Read every line that is not empty."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refused(mark("Type at least one pile, like this: 3: 104 109 117."), field="piles")
    return [parse(line) for line in lines]


def twice(piles: list[TypedPile]) -> list[int]:
    """Cards that were typed into piles of different codes: one card lies in one pile."""
    seen: dict[int, int] = {}
    clash: set[int] = set()
    for pile in piles:
        for card in pile.cards:
            if seen.setdefault(card, pile.code) != pile.code:
                clash.add(card)
    return sorted(clash)


def numbers_in(text: str) -> list[int]:
    """The codes' numbers in `text`, each once: any digits, commas or spaces between them."""
    numbers, strange = _numbers(text)
    if strange:
        raise Refused(mark("“%(words)s” is not the number of a code."), field="codes", words=strange)
    return numbers


def cards_in(text: str) -> list[int]:
    """The same for numbers of cards."""
    numbers, strange = _numbers(text)
    if strange:
        raise Refused(mark("“%(words)s” is not the number of a card."), field="cards", words=strange)
    return numbers


def _numbers(text: str) -> tuple[list[int], str]:
    """The numbers, and what is none."""
    words = [word for word in _BETWEEN.split(text) if word]
    strange = [word for word in words if not word.isdecimal() or len(word) > 9]
    return list(dict.fromkeys(int(word) for word in words if word not in strange)), " ".join(strange)[:60]
