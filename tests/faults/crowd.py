"""Many people with phones: some only ask how to join, some say all they have to say, some do not wait."""

import random
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from tests.faults.network import Network

LENGTHS = (1, 1, 1, 2, 3, 4, 4, 4)
"""How many texts somebody says: a join word, "1", an answer to the first prompt, one to the second."""
HURRIED = 0.3
"""How many do not wait for our replies before their first answer."""
A_THINK = timedelta(minutes=6)
"""Before a second answer: what comes sooner, while the prompt is on its way, belongs to the first."""
IN_FLIGHT = 60
"""How many may wait for a reply before somebody new speaks."""
LONG = timedelta(minutes=20)
"""Whoever has waited for so long keeps nobody else from speaking."""


def phone(n: int) -> str:
    """Made-up phone `n`, up to 99,999. No text to it leaves this machine."""
    return "+44" + "77009" + f"{n:05}"


def name_of(n: int) -> str:
    """A name without digits, so that it is an answer and no key."""
    return "".join(chr(ord("a") + int(each)) for each in str(n))


@dataclass
class Person:
    """`words`: all they will say, in order; `told`: how many of it they have said."""

    number: str
    words: list[str]
    hurried: bool
    told: int = 0
    saying: "Future[int | None] | None" = field(default=None, repr=False)
    spoken_at: datetime | None = None
    heard_at: datetime | None = None
    """When our door acknowledged the last text."""

    @property
    def silent(self) -> bool:
        """Whether they say nothing more: all is said, or the network could not bring the last text."""
        failed = self.saying is not None and self.saying.done() and self.saying.result() != 200
        return failed or self.told == len(self.words)


class Crowd:
    """Who speaks next, by seed. `join`: the join word."""

    def __init__(self, network: Network, *, join: str, seed: int) -> None:
        self.network, self.join = network, join
        self.dice = random.Random(seed)
        self.people: list[Person] = []
        self._talking: list[Person] = []

    def speak(self, now: datetime) -> bool:
        """Somebody says one text; False when everybody has to wait."""
        person = next((each for each in self._talking if self._ready(each, now)), None)
        if person is None:
            if self._waiting(now) >= IN_FLIGHT:
                return False
            person = self._newcomer()
        words = person.words[person.told]
        person.told += 1
        person.spoken_at, person.heard_at = now, None
        person.saying = self.network.speak(person.number, text=words, sid=f"SM{uuid4().hex}")
        return True

    def _newcomer(self) -> Person:
        n = len(self.people)
        words = [
            self.join,
            "1",
            f"The river rose again, says {name_of(n)}",
            f"Nobody asks about the road, says {name_of(n)}",
        ]
        person = Person(phone(n), words[: self.dice.choice(LENGTHS)], self.dice.random() < HURRIED)
        self.people.append(person)
        self._talking.append(person)
        return person

    def _waiting(self, now: datetime) -> int:
        """How many wait for a reply, and have not waited too long."""
        self._talking = [each for each in self._talking if not (each.silent and self._answered(each))]
        return sum(each.spoken_at is not None and now - each.spoken_at < LONG for each in self._talking)

    def _answered(self, person: Person) -> bool:
        return len(self.network.truth.told(person.number)) >= person.told

    def _ready(self, person: Person, now: datetime) -> bool:
        if person.saying is None or not person.saying.done() or person.silent:
            return False
        person.heard_at = person.heard_at or now
        if person.hurried and person.told < 3:
            return True
        thought = person.told < 3 or now - person.heard_at > A_THINK
        return thought and self._answered(person)

    def wait(self, seconds: float) -> None:
        """Until every text that was spoken was brought, or given up."""
        for each in self.people:
            if each.saying:
                each.saying.result(seconds)
