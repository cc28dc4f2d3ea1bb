"""Answers as runs of letters, and as words: no word list, no stem, no language is needed.

Runs forgive spelling. Words tell more where people coded some answers.

Written on arrays rather than with a library's vectorizer, whose import alone takes two seconds.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from consult.assist.likeness import Places, normed
from consult.assist.words import words_of

ROOM = 20
"""Up to so many answers every run of letters counts: what two of ten say is a tenth of all already."""
RUNS = (3, 4, 5)
"""How many letters a run has. A word begins and ends with a space, which is one of them."""
COMMON = 0.3
"""A run that a larger share of the answers has says little of any."""
SPACE = 32
_FACTORS = np.random.default_rng(0).integers(1, 2**63, max(RUNS), dtype=np.uint64) | np.uint64(1)
"""A run is known by one number: the sum of its letters, each times the factor of its place."""

Runs = NDArray[np.uint64]
Pieces = Callable[[Sequence[str]], tuple[Places, Runs]]
"""From texts to every piece of each: the place of its text, and the number of the piece."""


class Letters:
    """Runs of three to five letters within words, weighed by how few answers have them; or other pieces."""

    def __init__(
        self,
        texts: Sequence[str],
        *,
        frequent: bool = False,
        rare: bool = False,
        pieces: Pieces | None = None,
    ) -> None:
        """Learn which pieces there are. `frequent`: those that many have count too. `rare`: each
        counts by the square of its weight, so that what few have says more."""
        self._pieces = pieces or runs_of_letters
        few, count = len(texts) < ROOM, len(texts)
        answers, runs = self._pieces(texts)
        known = np.unique(runs)
        spoken = _spoken(answers, np.searchsorted(known, runs), known.size)
        having = np.bincount(spoken.runs, minlength=known.size)
        told = (having >= (1 if few else 2)) & (having <= (count if few or frequent else COMMON * count))
        self._known = known[told]
        self._weights = (np.log((1 + count) / (1 + having[told])) + 1) ** (2 if rare else 1)
        self._learned = list(texts)
        at = np.cumsum(told) - 1
        kept = told[spoken.runs]
        self._rows = self._weighed(count, Spoken(*(each[kept] for each in spoken)), at)

    def rows(self, texts: Sequence[str]) -> sparse.csr_array:
        """One row of length 1 for each text; an empty one where nothing in it is known."""
        if texts == self._learned:
            return self._rows
        answers, runs = self._pieces(texts)
        at = np.searchsorted(self._known, runs)
        here = at < self._known.size
        here[here] = self._known[at[here]] == runs[here]
        return self._weighed(len(texts), _spoken(answers[here], at[here], self._known.size))

    def _weighed(self, count: int, spoken: "Spoken", at: Places | None = None) -> sparse.csr_array:
        """How often a run stands in an answer counts less and less. `at`: the column of each run."""
        columns = spoken.runs if at is None else at[spoken.runs]
        worth = ((1 + np.log(spoken.often)) * self._weights[columns]).astype(np.float32)
        starts = np.searchsorted(spoken.answers, np.arange(count + 1))
        return normed(sparse.csr_array((worth, columns, starts), shape=(count, max(self._known.size, 1))))


class Spoken(NamedTuple):
    """Each run of each answer once, in their order: the answer, the run, how often it stands there."""

    answers: Places
    runs: Places
    often: Places


def _spoken(answers: Places, runs: Places, width: int) -> Spoken:
    pairs, often = np.unique(answers * np.int64(width) + runs, return_counts=True)
    return Spoken(*np.divmod(pairs, max(width, 1)), often)


def runs_of_letters(texts: Sequence[str]) -> tuple[Places, Runs]:
    """Every run of letters in every text: the place of its text, and its number."""
    spaced = ["".join(f" {word} " for word in _plain(text).split()) for text in texts]
    letters = np.frombuffer("".join(spaced).encode("utf-32-le", "surrogatepass"), np.uint32)
    of = np.repeat(np.arange(len(texts)), [len(text) for text in spaced])
    ends = np.flatnonzero((letters[1:] == SPACE) & (letters[:-1] != SPACE)) + 2
    until = ends[np.searchsorted(ends, np.arange(letters.size), side="right")] if ends.size else ends
    numbers, begin, found = letters.astype(np.uint64) * _FACTORS[0], [], []
    for length in range(2, max(RUNS) + 1):
        numbers = numbers[: letters.size - length + 1] + letters[length - 1 :] * _FACTORS[length - 1]
        whole = np.flatnonzero(until[: numbers.size] - np.arange(numbers.size) >= length)
        if length in RUNS:
            begin.append(of[whole])
            found.append(numbers[whole])
    return np.concatenate(begin), np.concatenate(found)


def words_and_pairs(texts: Sequence[str]) -> tuple[Places, Runs]:
    """Every word of every text, and every two that follow each other: the place of its text, its number."""
    known: dict[str, int] = {}
    spoken = [[_number(word, known) for word in words_of(text.casefold())] for text in texts]
    words = np.array([number for each in spoken for number in each], np.uint64)
    of = np.repeat(np.arange(len(texts)), [len(each) for each in spoken])
    two = np.flatnonzero(of[1:] == of[:-1])
    pairs = words[two] * _FACTORS[0] + words[two + 1] * _FACTORS[1]
    return np.concatenate([of, of[two]]), np.concatenate([words, pairs])


def _number(word: str, known: dict[str, int]) -> int:
    """The same in every process."""
    if word not in known:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        known[word] = int.from_bytes(digest)
    return known[word]


def _plain(text: str) -> str:
    """Small letters, each written in one way."""
    return unicodedata.normalize("NFC", text).lower()
