"""What the worker needs, handed in by the app: it knows no other door and builds nothing itself."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from consult.assist.at_hand import at_hand, phrases_at_hand
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop.understand.ports import Phrases, Pointer
from consult.loop.understand.small_cells import FEWEST
from consult.mail.smtp import Mail
from consult.people.records import ContactPoint
from consult.providers.port import Provider


class Hear(Protocol):
    """What a text means: the conversation, with the word lists bound to it."""

    def __call__(
        self,
        session: Session,
        *,
        point: ContactPoint,
        text: str,
        letter_id: str,
        now: datetime,
        media: int,
        keeps_stop: bool,
        choice: str | None,
    ) -> None: ...


class Sentences(Protocol):
    """Our own sentences in every language."""

    def phrase(self, key: str, code: str, **values: object) -> str: ...

    def say(self, sentence: str, code: str, **values: object) -> str: ...

    def day(self, day: date, code: str) -> str: ...

    def reads(self, code: str) -> tuple[str, ...]: ...


class Post(Protocol):
    """The server that takes mails to accounts."""

    def send(self, mail: Mail) -> None: ...


@dataclass(frozen=True)
class Parts:
    """`shuffle` reorders a list in place and cannot be foreseen. `spooled` takes in what waited at the
    door while the database was away, and says whether anything did.
    `paces`: segments a second by provider; one that does not stand there is not slowed. `mail`: None
    where no mail is sent; its links begin with `public_url`. `pointer` and `phrases` are read when a look is
    asked for: a worker that is never asked has none in memory. `small_cell`: the smallest number of people
    that is told."""

    database: Database
    vault: Vault
    languages: Sentences
    providers: Mapping[str, Provider]
    clock: Callable[[], datetime]
    hear: Hear
    spooled: Callable[[], bool] = lambda: False
    paces: Mapping[str, float] = field(default_factory=dict)
    mail: Post | None = None
    public_url: str = ""
    small_cell: int = FEWEST
    pointer: Callable[[], Pointer] = at_hand
    phrases: Callable[[], Phrases] = phrases_at_hand
    shuffle: Callable[[list[Any]], None] = random.SystemRandom().shuffle
