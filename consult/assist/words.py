"""Words that people used, found without knowing their language, and those that set a group apart."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

_WITHIN = "'’ʼ\u200c\u200d"
"""They stand within words: apostrophes, and the joiners of Arabic and Indian scripts."""


_PLANES = 0x20000
"""Every script in use has its letters in the first two planes."""


@cache
def _word() -> re.Pattern[str]:
    """A run of letters and the marks on them. Python's own `\\w` leaves out the marks of many scripts."""
    kinds = [unicodedata.category(chr(at)) for at in range(_PLANES)]
    inside = [kind[0] == "L" or kind in {"Mn", "Mc"} for kind in kinds]
    turns = [at for at in range(1, _PLANES) if inside[at] != inside[at - 1]]
    runs = zip(turns[::2], [*turns[1::2], _PLANES], strict=False)
    letters = "".join(f"\\U{first:08x}-\\U{after - 1:08x}" for first, after in runs)
    return re.compile(f"[{letters}]+(?:[{_WITHIN}][{letters}]+)*")


def words_of(text: str) -> Iterator[str]:
    """Each word as it was written, in order."""
    return (found[0] for found in _word().finditer(text))


def distinctive(groups: Sequence[Sequence[str]], *, most: int = 6) -> list[tuple[str, ...]]:
    """For each group of texts the words that it uses more than all of them together, the most telling
    first and each as it is mostly written there.

    A word counts once an answer, so that nobody is heard twice; what a single answer says is no word of
    a group, since it may be a name.
    """
    used = [Counter(word for text in group for word in _once(text)) for group in groups]
    everywhere = sum(used, Counter[str]())
    answers = sum(len(group) for group in groups)
    return [
        _written(_telling(mine, len(group), everywhere, answers, most), group)
        for mine, group in zip(used, groups, strict=True)
    ]


def _once(text: str) -> set[str]:
    return {word.casefold() for word in words_of(text) if len(word) > 1}


def _telling(mine: Counter[str], size: int, everywhere: Counter[str], answers: int, most: int) -> list[str]:
    """How often here, times how much more often than everywhere."""
    worth = {
        word: count / size * math.log(count * answers / (size * everywhere[word]))
        for word, count in mine.items()
        if count > 1 and count * answers > size * everywhere[word]
    }
    return sorted(worth, key=lambda word: (-worth[word], word))[:most]


def _written(words: list[str], group: Sequence[str]) -> tuple[str, ...]:
    """Each word as most of the group writes it."""
    wanted, forms = set(words), Counter[str]()
    for text in group if words else ():
        forms.update({word for word in words_of(text) if word.casefold() in wanted})
    best: dict[str, str] = {}
    for form, _ in sorted(forms.items(), key=lambda each: (-each[1], each[0])):
        best.setdefault(form.casefold(), form)
    return tuple(best[word] for word in words)
