"""What the pages need, handed in by the app: neighbours are strangers to one another."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from consult.common.history import Actor
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.settings import Settings

if TYPE_CHECKING:
    from consult.languages.speak import Languages


class AsideLine(Protocol):
    """A request that could not be taken in; `day` and `provider` where it can be opened."""

    @property
    def id(self) -> UUID: ...
    @property
    def fault(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def provider(self) -> str: ...


class Spool(Protocol):
    """What came while the database was away, as far as an operator may look."""

    def waiting(self) -> int: ...
    def aside(self) -> Sequence[AsideLine]: ...
    def again(self, session: Session, *, names: Collection[UUID] | None, by: Actor, now: datetime) -> int: ...


class NoSpool:
    """Of a house without a door for texts."""

    def waiting(self) -> int:
        return 0

    def aside(self) -> Sequence[AsideLine]:
        return ()

    def again(self, session: Session, *, names: Collection[UUID] | None, by: Actor, now: datetime) -> int:
        return 0


@dataclass(frozen=True)
class Checked:
    """What a network said when it was asked whether it lets us in; `code` is its own word for no."""

    answered: bool
    code: str = ""


@dataclass(frozen=True)
class Network:
    """A network that is switched on. `pace`: segments a second, None: no pace. `addresses`: what to
    give to it, by what it is for. `check` asks it whether it lets us in, with no transaction open."""

    name: str
    pace: float | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[], Checked] | None = None


@dataclass(frozen=True)
class Parts:
    settings: Settings
    database: Database
    vault: Vault
    languages: "Languages"
    clock: Callable[[], datetime]
    spool: Spool = field(default_factory=NoSpool)
    networks: Sequence[Network] = ()


def parts() -> Parts:
    """The parts of the running app."""
    return cast("Parts", current_app.extensions["consult"])


def now() -> datetime:
    """The time of this request's clock."""
    return parts().clock()


def in_words_of(language: str) -> Callable[[str], str]:
    """How a mask is said in `language`: it stands among words of it."""
    return partial(parts().languages.say, code=language)
