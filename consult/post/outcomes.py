"""What can become of handing a text to a provider. Four outcomes, and one of them is not to know."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from consult.post.states import Delivery


class Why(StrEnum):
    """Why a provider will not carry a text."""

    NUMBER = "number"  # nobody has this number
    STOPPED = "stopped"  # the person told the network to stop our texts
    CONTENT = "content"  # not these words
    LATER = "later"  # not now: the phone is off, the network is full; tried again a few times
    FULL = "full"  # the network takes no more of us for a while: the line rests, the text goes again
    EXPIRED = "expired"  # it waited at the network for too long and was thrown away there
    SETUP = "setup"  # not with our account as it is: the operator must act, the line rests, the text waits
    COUNTRY = "country"  # our account may not write to this country: this text waits, the line goes on


@dataclass(frozen=True)
class Accepted:
    """The provider took it and calls it `provider_message_id`."""

    provider_message_id: str


@dataclass(frozen=True)
class Rejected:
    """The provider said no and sends nothing. `code` is its own word for it."""

    why: Why
    code: str = ""


@dataclass(frozen=True)
class Throttled:
    """Not taken, nothing sent: ask again after `after`."""

    after: timedelta


@dataclass(frozen=True)
class Ambiguous:
    """Nobody knows whether it was taken: no answer, half an answer, an error after the fact."""


Outcome = Accepted | Rejected | Throttled | Ambiguous


@dataclass(frozen=True)
class Found:
    """The provider has the text: its name there, and how far it came."""

    provider_message_id: str
    state: Delivery
    code: str = ""
    why: Why | None = None


@dataclass(frozen=True)
class Missing:
    """The provider was asked and has no such text."""


@dataclass(frozen=True)
class CannotTell:
    """The provider cannot be asked, or did not answer."""


Looked = Found | Missing | CannotTell
