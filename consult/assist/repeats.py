"""Answers that repeat one another, and days on which far more come than usual. No language is known."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from consult.assist.words import words_of
from consult.loop.understand.ports import Burst, Repeated, Words

SHORTEST = 24
"""Letters. Whoever says "clean water" repeats nobody."""
NEARLY = 0.7
"""Of the pieces of two answers, the share that both have: a word changed, a greeting added."""
PIECE = 5
BANDS, ROWS = 24, 4
"""Answers that share 0.7 of their pieces meet in one of the bands in 999 of 1,000 cases."""
AROUND = timedelta(days=7)
FEWEST = 10
"""Fewer answers in a day are no burst, whatever came before."""

Numbers = NDArray[np.uint64]


def repeated(words: Sequence[Words], *, days: Mapping[UUID, date]) -> list[Repeated]:
    """See `Pointer.repeated`."""
    pieces = {each.answer: found for each in words if (found := _pieces(each.text)).size}
    leader = {answer: answer for answer in pieces}
    for one, other in _meeting(pieces):
        first, second = _led(leader, one), _led(leader, other)
        if first != second and _shared(pieces[one], pieces[other]) >= NEARLY:
            leader[second] = first
    groups: dict[UUID, list[UUID]] = defaultdict(list)
    for answer in pieces:
        groups[_led(leader, answer)].append(answer)
    same = [Repeated(tuple(group), _busiest(group, days)) for group in groups.values() if len(group) > 1]
    return sorted(same, key=lambda each: -len(each.answers))


def bursts(days: Mapping[UUID, date]) -> list[Burst]:
    """See `Pointer.bursts`. Usual is the middle of the days around; chance alone seldom goes further
    than three times the square root beyond it."""
    came = Counter(days.values())
    if not came:
        return []
    whole = [min(came) + timedelta(days=n) for n in range((max(came) - min(came)).days + 1)]
    found = []
    for day in whole:
        others = [came[each] for each in whole if each != day and abs(each - day) <= AROUND]
        usual = float(median(others)) if others else float(came[day])
        if came[day] >= FEWEST and came[day] > 2 * usual + 3 * (usual + 1) ** 0.5:
            found.append(Burst(day, came[day], usual))
    return found


def _pieces(text: str) -> Numbers:
    """Numbers for the runs of five letters in a text, each once; none for a short text."""
    plain = " ".join(words_of(text.casefold()))
    if len(plain) < SHORTEST:
        return np.empty(0, np.uint64)
    letters = np.frombuffer(plain.encode("utf-32-le"), np.uint32).astype(np.uint64)
    runs = np.zeros(letters.size - PIECE + 1, np.uint64)
    for at in range(PIECE):
        runs = runs * np.uint64(0x100000001B3) ^ letters[at : at + runs.size]
    return np.unique(runs)


def _meeting(pieces: Mapping[UUID, Numbers]) -> Iterator[tuple[UUID, UUID]]:
    """Pairs of answers that may be nearly the same: the smallest numbers of both agree in a band."""
    chance = np.random.default_rng(0)  # which numbers are drawn changes nothing that is found
    factors = chance.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
    met: dict[bytes, list[UUID]] = defaultdict(list)
    for answer, numbers in pieces.items():
        least = (numbers[:, None] * factors >> np.uint64(16)).min(axis=0).reshape(BANDS, ROWS)
        for band, row in enumerate(least):
            met[hashlib.blake2b(bytes([band]) + row.tobytes(), digest_size=8).digest()].append(answer)
    for answers in met.values():
        yield from pairwise(answers)
        yield from ((answers[0], other) for other in answers[2:])


def _shared(one: Numbers, other: Numbers) -> float:
    both = np.intersect1d(one, other, assume_unique=True).size
    return both / (one.size + other.size - both)


def _led(leader: dict[UUID, UUID], answer: UUID) -> UUID:
    while leader[answer] != answer:
        leader[answer] = answer = leader[leader[answer]]
    return answer


def _busiest(group: Sequence[UUID], days: Mapping[UUID, date]) -> int:
    return max(Counter(days[each] for each in group if each in days).values(), default=0)
