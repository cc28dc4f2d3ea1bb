"""Is it only a typing mistake that was mended? Values in, yes or no out.

No machine can tell whether a sense has changed. What is plainly more than a mistake is told: another
number, a word more or less, a word of which more than two letters differ, many words.
"""

import re
import unicodedata
from difflib import SequenceMatcher

LETTERS = 2
"""So many letters of a word may differ."""
WORDS = 3
"""So many places may be mended in a short text; in a long one, every tenth word."""


def only_a_mistake(before: str, after: str) -> bool:
    """Whether `after` is `before` with a few letters mended. Spaces and signs do not count."""
    if _numbers(before) != _numbers(after):
        return False
    old, new = _words(before), _words(after)
    changed = [each for each in SequenceMatcher(None, old, new, False).get_opcodes() if each[0] != "equal"]
    if len(changed) > max(WORDS, len(old) // 10):
        return False
    return all(_near("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in changed)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


def _numbers(text: str) -> list[str]:
    return [str(int(each)) for each in re.findall(r"\d+", text)]


def _near(before: str, after: str) -> bool:
    """Words that are run together or apart are the same letters; a word that came or went is not near."""
    return bool(before and after) and _distance(before, after) <= LETTERS


def _distance(before: str, after: str) -> int:
    """How many letters must be put in, left out or changed to make one of the other."""
    if abs(len(before) - len(after)) > LETTERS:
        return LETTERS + 1
    row = list(range(len(after) + 1))
    for at, letter in enumerate(before, start=1):
        above, row[0] = row[0], at
        for to, other in enumerate(after, start=1):
            above, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, above + (letter != other))
    return row[-1]
