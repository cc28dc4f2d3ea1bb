"""Machine help by letters alone: scikit-learn, and nothing that was learned elsewhere."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from uuid import UUID

import numpy as np

from consult.assist import learning, repeats
from consult.assist.similar import MOST, grouped, told
from consult.assist.views import Places, by_language, by_letters, drawn
from consult.loop.understand.ports import (
    Alike,
    Burst,
    Codes,
    Measured,
    Progress,
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

    name = "letters-1"

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
            labels, typical = grouped(
                here, [view], sample, seed=seed, progress=_after(before, len(words), progress)
            )
            found += told(here, labels, typical)
            before += len(here)
        return sorted(found, key=lambda group: -len(group.answers))

    def most_like(
        self, words: Sequence[Words], *, to: Set[UUID], kept: Vectors, most: int = 20
    ) -> list[Alike]:
        """See `Pointer.most_like`."""
        found = [each for read in self._read(words, to, kept) for each in learning.most_like(read, to, most)]
        return sorted(found, key=lambda each: -each.likeness)[:most]

    def suggest(self, words: Sequence[Words], *, codes: Codes, kept: Vectors, seed: int) -> list[Suggested]:
        """See `Pointer.suggest`."""
        del seed
        parts = [learning.suggest(read, codes) for read in self._read(words, codes.keys(), kept)]
        return _in_turn(parts)

    def seek(self, words: Sequence[Words], *, code: UUID, codes: Codes, kept: Vectors) -> list[Alike]:
        """See `Pointer.seek`."""
        reads = self._read(words, codes.keys(), kept)
        found = [each for read in reads for each in learning.seek(read, code, codes)]
        return sorted(found, key=lambda each: -each.likeness)

    def measure(self, words: Sequence[Words], *, codes: Codes, kept: Vectors, seed: int) -> Measured:
        """See `Pointer.measure`."""
        parts = [learning.measure(read, codes, seed=seed) for read in self._read(words, codes.keys(), kept)]
        return Measured(*(sum(getattr(each, key) for each in parts) for key in ("right", "usual", "of")))

    def repeated(self, words: Sequence[Words], *, days: Mapping[UUID, date]) -> list[Repeated]:
        """See `Pointer.repeated`."""
        return repeats.repeated(words, days=days)

    def bursts(self, days: Mapping[UUID, date]) -> list[Burst]:
        """See `Pointer.bursts`."""
        return repeats.bursts(days)

    def _read(self, words: Sequence[Words], known: Set[UUID], kept: Vectors) -> Iterator[learning.Read]:
        """Each language by itself; `known`: the answers to learn from."""
        del kept
        for places in by_language(words).values():
            here = [words[at] for at in places]
            pool = pool_of(here, known)
            yield learning.read(here, [by_letters(here, np.arange(len(here)), pool)], pool)


def pool_of(words: Sequence[Words], known: Set[UUID]) -> Places:
    """The answers that are read with their nearest: the known ones first."""
    first = [at for at, each in enumerate(words) if each.answer in known]
    return drawn(len(words), learning.MOST, seed=VIEWS_SEED, first=first)


def _after(before: int, whole: int, progress: Progress) -> Progress:
    return lambda done, _: progress(before + done, whole)


def _in_turn(parts: Sequence[list[Suggested]]) -> list[Suggested]:
    """One of each language in turn, so that no language waits for another to be read."""
    longest = max((len(part) for part in parts), default=0)
    return [part[at] for at in range(longest) for part in parts if at < len(part)]
