"""Machine help by letters alone: scikit-learn, and nothing that was learned elsewhere."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from uuid import UUID

import numpy as np

from consult.assist import learning, repeats, seeking
from consult.assist.likeness import Places
from consult.assist.similar import MOST, grouped, told
from consult.assist.views import by_language, by_letters, drawn
from consult.loop.understand.ports import (
    Alike,
    Burst,
    Codes,
    Measured,
    Progress,
    Reading,
    Repeated,
    Suggested,
    Together,
    Vectors,
    Words,
    unseen,
)

VIEWS_SEED = 1
"""Which answers beyond the coded ones are read with their nearest: the same at each asking."""


class ByLetters:
    """See `Pointer`. Each language is read for itself; nothing needs to be kept of an answer."""

    name = "letters-3"

    def vectors(
        self, words: Sequence[Words], *, kept: Vectors, progress: Progress = unseen
    ) -> Iterator[tuple[UUID, bytes]]:
        """Nothing: letters are read fast enough."""
        del kept
        progress(len(words), len(words))
        return iter(())

    def similar(
        self, words: Sequence[Words], *, kept: Vectors, seed: int, progress: Progress = unseen
    ) -> list[Together]:
        """See `Pointer.similar`."""
        del kept
        found, before = [], 0
        for places in by_language(words).values():
            here = [words[at] for at in places]
            everyone, sample = np.arange(len(here)), drawn(len(here), MOST, seed=seed)
            view = by_letters(here, everyone, sample)
            placed = grouped(here, [view], sample, seed=seed, progress=_after(before, len(words), progress))
            found += told(here, placed)
            before += len(here)
        return sorted(found, key=lambda group: -len(group.answers))

    def read(self, words: Sequence[Words], *, kept: Vectors, first: Set[UUID] = frozenset()) -> Reading:
        """See `Pointer.read`."""
        return Side([self._one(some, first, kept) for some in self._apart(words)])

    def repeated(self, words: Sequence[Words], *, days: Mapping[UUID, date]) -> list[Repeated]:
        """See `Pointer.repeated`."""
        return repeats.repeated(words, days=days)

    def bursts(self, days: Mapping[UUID, date]) -> list[Burst]:
        """See `Pointer.bursts`."""
        return repeats.bursts(days)

    def _apart(self, words: Sequence[Words]) -> list[list[Words]]:
        """Each language by itself."""
        return [[words[at] for at in places] for places in by_language(words).values()]

    def _one(self, words: Sequence[Words], first: Set[UUID], kept: Vectors) -> learning.Read:
        del kept
        pool = pool_of(words, first)
        return learning.read(words, [by_letters(words, np.arange(len(words)), pool)], pool)


class Side:
    """See `Reading`: parts that were read side by side, each learning for itself."""

    def __init__(self, parts: Sequence[learning.Read]) -> None:
        self._parts = parts
        self._sought: list[seeking.Sought | None] = []

    def most_like(self, to: Set[UUID], *, most: int = 20) -> list[Alike]:
        """See `Reading.most_like`."""
        found = [each for part in self._parts for each in learning.most_like(part, to, most)]
        return sorted(found, key=lambda each: -each.likeness)[:most]

    def suggest(self, codes: Codes, *, most: int = 3) -> list[Suggested]:
        """See `Reading.suggest`."""
        return _in_turn([learning.suggest(part, codes, most) for part in self._parts])

    def seek(self, code: UUID, codes: Codes) -> list[Alike]:
        """See `Reading.seek`. What seeking needs besides is made when it is first asked."""
        self._sought = self._sought or [seeking.prepared(part) for part in self._parts]
        both = zip(self._parts, self._sought, strict=True)
        found = [
            each
            for part, sought in both
            for each in (
                seeking.seek(part, sought, code, codes) if sought else learning.seek(part, code, codes)
            )
        ]
        return sorted(found, key=lambda each: -each.likeness)

    def measure(self, codes: Codes, *, seed: int) -> Measured:
        """See `Reading.measure`."""
        found = [learning.measure(part, codes, seed=seed) for part in self._parts]
        return Measured(*(sum(getattr(each, key) for each in found) for key in ("right", "usual", "of")))


def pool_of(words: Sequence[Words], first: Set[UUID]) -> Places:
    """The answers that are read with their nearest."""
    places = [at for at, each in enumerate(words) if each.answer in first]
    return drawn(len(words), learning.MOST, seed=VIEWS_SEED, first=places)


def _after(before: int, whole: int, progress: Progress) -> Progress:
    return lambda done, _: progress(before + done, whole)


def _in_turn(parts: Sequence[list[Suggested]]) -> list[Suggested]:
    """One of each language in turn, so that no language waits for another to be read."""
    longest = max((len(part) for part in parts), default=0)
    return [part[at] for at in range(longest) for part in parts if at < len(part)]
