"""Two made-up languages for tests: every sentence longer and marked, placeholders whole.

What still reads as plain English on such a page was never marked for translation; what breaks
on it would break in a language with long words.
"""

import re

KEPT = re.compile(r"%\(\w+\)[sd]|%%|<[^>]*>|&\w+;")
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DRESSED = "àƀçďéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
TABLE = str.maketrans(PLAIN, DRESSED)
LONGER = 0.4
FROM_THE_RIGHT, END = "\u202e", "\u202c"


def dressed(sentence: str, *, from_the_right: bool = False) -> str:
    """`sentence` with accents, two fifths longer, in brackets; reversed to the eye if asked."""
    parts, last = [], 0
    for kept in KEPT.finditer(sentence):
        parts += [_turned(sentence[last : kept.start()], from_the_right), kept.group()]
        last = kept.end()
    parts.append(_turned(sentence[last:], from_the_right))
    more = " ".join(["öñé"] * max(1, round(len(sentence) * LONGER / 4)))
    return f"[{''.join(parts)} {_turned(more, from_the_right)}]"


def _turned(text: str, from_the_right: bool) -> str:
    text = text.translate(TABLE)
    return f"{FROM_THE_RIGHT}{text}{END}" if from_the_right and text.strip() else text


class Pseudo:
    """A catalogue that has every sentence."""

    def __init__(self, *, from_the_right: bool) -> None:
        self._from_the_right = from_the_right

    def find(self, sentence: str, context: str | None = None) -> str | None:
        return dressed(sentence, from_the_right=self._from_the_right)

    def find_plural(self, one: str, many: str, number: int, context: str | None = None) -> str | None:
        return dressed(one if number == 1 else many, from_the_right=self._from_the_right)
