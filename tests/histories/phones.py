"""A network in memory that loses, doubts, fails and is killed by chance, and the phones behind it."""

import re
from dataclasses import dataclass, field
from random import Random

from consult.post.outcomes import (
    Accepted,
    Ambiguous,
    CannotTell,
    Found,
    Looked,
    Missing,
    Outcome,
    Rejected,
    Why,
)
from consult.post.states import Delivery
from consult.providers.port import Event, Letter, Outbound, Request, Sought


class Killed(BaseException):
    """As when a process is killed: nothing of ours catches it."""


class Sentences:
    """Our own sentences as they can be read back from a phone: their key and what they carry."""

    def phrase(self, key: str, code: str, **values: object) -> str:
        return f"<{key}" + "".join(f"|{name}={value}" for name, value in values.items()) + ">"

    def say(self, sentence: str, code: str, **values: object) -> str:
        return sentence

    def reads(self, code: str) -> tuple[str, ...]:
        """In these histories nobody reads any language but their own."""
        return (code,)


@dataclass
class Text:
    """A text that came to the network. `said`: each sentence's key and what it carries."""

    token: str
    to: str
    said: list[tuple[str, dict[str, str]]]
    state: Delivery | None = None
    """How far it came, by what the network told the house; None: it never will say."""


def read(body: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for sentence in re.findall(r"<([^>]*)>", body):
        key, *values = sentence.split("|")
        found.append((key, dict(value.split("=", 1) for value in values)))
    return found


@dataclass
class Phones:
    """`calm`: nothing goes wrong any more, as at the end of a history."""

    chance: Random
    calm: bool = False
    texts: list[Text] = field(default_factory=list)
    reports: list[tuple[str, Delivery]] = field(default_factory=list)
    name: str = "console"
    keeps_stop: bool = False

    def verify(self, request: Request) -> bool:
        return False

    def parse(self, request: Request) -> list[Event]:
        return []

    def acknowledge(self) -> tuple[str, str]:
        return "", "text/plain"

    def came_since(self, since: object) -> list[Letter] | None:
        return None

    def wipe(self, provider_message_id: str) -> bool:
        return True

    def send(self, letter: Outbound) -> Outcome:
        lot = 1.0 if self.calm else self.chance.random()
        if lot < 0.03:
            raise Killed
        if lot < 0.06:
            return Ambiguous()
        if lot < 0.08:
            self.texts.append(Text(letter.token, letter.to, read(letter.text), Delivery.FAILED))
            return Rejected(Why.LATER)
        self._take(letter)
        if lot < 0.11:
            raise Killed
        if lot < 0.14:
            return Ambiguous()
        return Accepted(f"n-{letter.token}")

    def _take(self, letter: Outbound) -> None:
        taken = Text(letter.token, letter.to, read(letter.text))
        self.texts.append(taken)
        lot = 1.0 if self.calm else self.chance.random()
        if lot < 0.05:
            return  # no report ever comes
        taken.state = Delivery.FAILED if lot < 0.1 else Delivery.DELIVERED
        self.reports.append((letter.token, taken.state))
        if lot > 0.9:
            self.reports.append((letter.token, Delivery.SENT))  # late, and twice
            self.reports.append((letter.token, taken.state))

    def look(self, sought: Sought) -> Looked:
        taken = [each for each in self.texts if each.token == sought.token]
        if not self.calm and self.chance.random() < 0.2:
            return CannotTell()
        return Found(f"n-{sought.token}", taken[0].state or Delivery.SENT) if taken else Missing()
