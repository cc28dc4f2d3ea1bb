"""The port to the networks: one provider, one folder, these few functions and plain values.

A provider is called with no transaction open. It never raises for what a network may do; a fault
of its own counts as an outcome that nobody knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from consult.post.outcomes import Looked, Outcome, Why
from consult.post.states import Delivery


@dataclass(frozen=True)
class Request:
    """A webhook as it came: `url` with its raw path and query, headers by lower-case name."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Choice(StrEnum):
    """A word to the network itself, by which it blocks our texts, lets them through, or explains."""

    STOP = "stop"
    START = "start"
    HELP = "help"


@dataclass(frozen=True)
class Letter:
    """Somebody's text. `media`: how many pictures or sounds came with it; we never fetch them.

    `choice`: what the network itself understood and did, where it says so.
    """

    provider_message_id: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    media: int = 0
    choice: Choice | None = None


@dataclass(frozen=True)
class Report:
    """What the network says of a text of ours, found by our `token` or the provider's own name."""

    state: Delivery
    token: str | None = None
    provider_message_id: str | None = None
    code: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class Unknown:
    """Signed, and nothing that we know: counted, answered 200, changes nothing."""


Event = Letter | Report | Unknown


@dataclass(frozen=True)
class Outbound:
    """A text to hand over. `token` comes back in its reports."""

    token: str
    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Sought:
    """An attempt to look for at the provider. `others`: its names of our other texts to that phone."""

    token: str
    provider_message_id: str | None
    body_hash: str
    started_at: datetime
    to: str = field(repr=False)
    others: frozenset[str] = frozenset()


class Provider(Protocol):
    """A way to telephones. The name stands in the addresses of its webhooks."""

    @property
    def name(self) -> str: ...

    @property
    def keeps_stop(self) -> bool:
        """Whether the network acts on STOP itself: it answers, and lets no text of ours through after."""

    def verify(self, request: Request) -> bool:
        """Whether the provider itself sent this. Whatever it raises counts as no."""

    def parse(self, request: Request) -> Sequence[Event]:
        """What a verified request says. Pure; what cannot be read is Unknown."""

    def acknowledge(self) -> tuple[str, str]:
        """The body and the content type that the provider wants to hear back."""

    def send(self, letter: Outbound) -> Outcome:
        """Hand a text over, with a time-out and without trying again."""

    def look(self, sought: Sought) -> Looked:
        """What became of an attempt, where the provider can say so."""

    def came_since(self, since: datetime) -> Sequence[Letter] | None:
        """The texts that came to us since then, oldest first; None: the provider cannot say."""

    def wipe(self, provider_message_id: str) -> bool:
        """Have the provider forget the words of a text of ours. Whether they are gone there now."""
