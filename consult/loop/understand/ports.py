"""The port to machine help: it points at answers worth reading together, and names nothing. Pure.

Only values pass through it: ids, the words that a reader may read, their language. Whoever stands
behind it keeps nothing and downloads nothing; the same answers and the same seed give the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Words:
    """An answer as it may be read: masked. `language`: its code."""

    answer: UUID
    language: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Alike:
    """An uncoded answer, and how like it is to those that it was held against: 1 is the same."""

    answer: UUID
    likeness: float


@dataclass(frozen=True)
class Together:
    """Answers to read together, the most typical first, with words that people used in them.

    The words set this group apart from the others; none stands here that nobody wrote. `near`: for each
    answer, in their order, a few that are most like it, the likest first. They may be of other groups.
    """

    languages: frozenset[str]
    answers: tuple[UUID, ...]
    words: tuple[str, ...] = field(repr=False)
    near: tuple[tuple[UUID, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Suggested:
    """Codes that the coders' own work suggests for an answer, the likeliest first, each with its share."""

    answer: UUID
    codes: tuple[tuple[UUID, float], ...]


@dataclass(frozen=True)
class Measured:
    """How good the suggestions were on answers that coders had coded and the machine had not seen.

    `right`: where the first suggestion was a code that a coder gave; `usual`: where the most frequent
    code of all would have been; `of`: how many answers were tried.
    """

    right: int
    usual: int
    of: int


@dataclass(frozen=True)
class Repeated:
    """Answers that say nearly the same in nearly the same words. `most_in_a_day`: how many on one day."""

    answers: tuple[UUID, ...]
    most_in_a_day: int


@dataclass(frozen=True)
class Burst:
    """A day on which far more answers came than on the days around it. `usual`: how many come there."""

    day: date
    answers: int
    usual: float


@dataclass(frozen=True)
class Used:
    """A word or phrase, as most people wrote it, and the answers that have it."""

    phrase: str = field(repr=False)
    answers: tuple[UUID, ...]


Codes = Mapping[UUID, Set[UUID]]
"""Each coded answer with its codes."""
Vectors = Mapping[UUID, bytes]
"""What was kept of an answer, by its id."""
Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


def unseen(_done: int, _of: int) -> None:
    """Nobody watches."""


class Reading(Protocol):
    """Answers that were read, and can be asked about."""

    def most_like(self, to: Set[UUID], *, most: int = 20) -> list[Alike]:
        """Of the answers that are not in `to`, those most like the ones that are, the likest first."""

    def suggest(self, codes: Codes, *, most: int = 3) -> list[Suggested]:
        """Codes for each uncoded answer, `most` of them, from those that coders gave, the most useful answer
        to read next first. A language in which nobody coded has none, unless its meaning can be compared."""

    def seek(self, code: UUID, codes: Codes) -> list[Alike]:
        """Uncoded answers that may belong to this code, those to read first at the front."""

    def measure(self, codes: Codes, *, seed: int) -> Measured:
        """How good `suggest` is here: each coded answer is tried by what was learned from the others."""


class Pointer(Protocol):
    """Machine help that points. It is asked by a job, never within a page."""

    @property
    def name(self) -> str:
        """Which help this is, with its version: vectors that another one made are of no use to it."""

    def vectors(
        self, words: Sequence[Words], *, kept: Vectors, progress: Progress = unseen
    ) -> Iterator[tuple[UUID, bytes]]:
        """What to keep of each answer that is not `kept`, one after the other, so that work that was
        interrupted goes on where it stopped. Nothing, where answers are read fast enough without."""

    def similar(
        self, words: Sequence[Words], *, kept: Vectors, seed: int, progress: Progress = unseen
    ) -> list[Together]:
        """Every answer in exactly one group, the largest group first. How many groups, the answers say.
        Languages stand in one group only where their meaning was compared."""

    def read(self, words: Sequence[Words], *, kept: Vectors, first: Set[UUID] = frozenset()) -> Reading:
        """The answers, made ready for as many questions as a job has. Of very many answers those in
        `first`, mostly the coded ones, are read with the most care."""

    def repeated(self, words: Sequence[Words], *, days: Mapping[UUID, date]) -> list[Repeated]:
        """Long answers that repeat one another, those with the most first. One word says nothing."""

    def bursts(self, days: Mapping[UUID, date]) -> list[Burst]:
        """Days on which far more came than usual, in their order."""


class Phrases(Protocol):
    """Finds what people call things, in a language that it knows; answers in others it never reads."""

    @property
    def language(self) -> str:
        """The code of that language, without any region."""

    def used(self, words: Sequence[Words], *, most: int = 30) -> list[Used]:
        """Words and phrases that at least two answers have, those that most have first. A translation into
        a language that it knows is read like an answer."""
