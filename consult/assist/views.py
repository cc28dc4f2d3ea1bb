"""Ways to read answers: by letters, each language for itself, and by meaning, across languages."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from consult.assist.letters import Letters, Pieces, runs_of_letters, words_and_pairs
from consult.assist.likeness import Likeness, Places, Rows, among_neighbours, likeness, unit
from consult.loop.understand.ports import Words

Look = Callable[[Sequence[Words]], Rows]
"""Reads answers as rows of length 1."""
WORDS = math.sqrt(1 / 3)
"""For learning, words and pairs of words say a third of what letters say: where words are many and answers
few, most words are said once."""


@dataclass(frozen=True)
class View:
    """`places`: the answers that can be read so, in order. `sparing`: short texts say little by it, and
    each is heard with its nearest. `weight`: what it says of who is like whom, beside other views."""

    places: Places
    look: Look
    sparing: bool
    own: tuple[Look, ...]
    """For learning, each answer by itself as well: what many say may be a code."""
    sought: Look | None = None
    """In place of the first of `own` where one code is sought by letters alone."""
    weight: float = 1.0

    def likeness(self, rows: Rows) -> Likeness:
        """Each held against each."""
        return among_neighbours(likeness(rows)) if self.sparing else likeness(rows)


def by_language(words: Sequence[Words]) -> dict[str, Places]:
    """The places of the answers in each language, the most used language first."""
    places = defaultdict(list)
    for at, each in enumerate(words):
        places[each.language].append(at)
    return {code: np.array(some) for code, some in sorted(places.items(), key=lambda each: -len(each[1]))}


def by_letters(words: Sequence[Words], places: Places, sample: Places) -> View:
    """Letters of one language, learned from those of its answers that are in `sample`."""
    texts = [words[at].text for at in np.intersect1d(places, sample)] or [""]
    letters = Letters(texts)
    return View(
        places,
        _said(letters),
        sparing=True,
        own=(_later(texts, runs_of_letters), _later(texts, words_and_pairs, worth=WORDS)),
        sought=_later(texts, runs_of_letters, rare=True),
    )


def _said(letters: Letters) -> Look:
    return lambda some: letters.rows([each.text for each in some])


def _later(texts: Sequence[str], pieces: Pieces, *, worth: float = 1.0, rare: bool = False) -> Look:
    """Learned from `texts` when it is asked: groups do without. `worth`: how long its rows are."""

    def look(some: Sequence[Words]) -> Rows:
        rows = Letters(texts, frequent=True, rare=rare, pieces=pieces).rows([each.text for each in some])
        return rows * np.float32(worth)

    return look


def drawn(count: int, most: int, *, seed: int, first: Sequence[int] = ()) -> Places:
    """The places of so many at most, `first` and then by lot, in order."""
    if count <= most:
        return np.arange(count)
    lot = np.random.default_rng(seed).permutation(np.setdiff1d(np.arange(count), first))
    return np.sort(np.concatenate([np.array(first, np.int64), lot])[:most])


def together(count: int, views: Sequence[View], places: Sequence[Places], rows: Sequence[Rows]) -> Likeness:
    """The likeness by every view, added: `places` says where the rows of each stand among `count`."""
    if len(views) == 1 and places[0].size == count:
        return views[0].likeness(rows[0])
    whole = np.zeros((count, count), np.float32)
    for view, inside, mine in zip(views, places, rows, strict=True):
        if inside.size:
            whole[np.ix_(inside, inside)] += view.likeness(mine) * np.float32(view.weight)
    return unit(whole)
