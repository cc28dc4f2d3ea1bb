"""A worker on a real database, with sentences, a network and a hearing that tests can break."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.parts import Parts
from consult.people.records import ContactPoint
from consult.post import inbound, messages
from consult.post.messages import Phrase
from consult.post.outcomes import Accepted, CannotTell, Found, Looked, Missing, Outcome
from consult.post.records import Delivery
from consult.providers.port import Event, Outbound, Request, Sought
from tests.cast import number


class Killed(BaseException):
    """As when a process is killed: nothing of ours catches it."""


@dataclass
class Network:
    """A network in memory. `before` and `after` run around the taking of a text."""

    taken: list[Outbound] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    outcome: Outcome | None = None
    knows: bool = True
    name: str = "console"
    keeps_stop: bool = True

    def verify(self, request: Request) -> bool:
        return False

    def parse(self, request: Request) -> list[Event]:
        return []

    def acknowledge(self) -> tuple[str, str]:
        return "", "text/plain"

    def send(self, letter: Outbound) -> Outcome:
        self.before()
        if self.outcome is not None:
            return self.outcome
        self.taken.append(letter)
        self.after()
        return Accepted(f"n-{letter.token}")

    def look(self, sought: Sought) -> Looked:
        if not self.knows:
            return CannotTell()
        if any(each.token == sought.token for each in self.taken):
            return Found(f"n-{sought.token}", Delivery.SENT)
        return Missing()


class Words:
    """Sentences that say their key."""

    def phrase(self, key: str, code: str, **values: object) -> str:
        if key == "nobody wrote this":
            raise KeyError(key)
        return f"{code}:{key}"

    def chain(self, code: str) -> tuple[str, ...]:
        return (code,)


@dataclass
class Ears:
    """What was heard; answers each text with one reply. `fault` runs before the text counts."""

    heard: list[str] = field(default_factory=list)
    told: list[dict[str, object]] = field(default_factory=list)
    fault: Callable[[str], None] = lambda _: None

    def __call__(
        self,
        session: Session,
        *,
        point: ContactPoint,
        text: str,
        letter_id: str,
        now: datetime,
        **told: object,
    ) -> None:
        messages.write(
            session,
            key=f"reply:{letter_id}",
            point=point,
            reach=None,
            sentences=[Phrase(text)],
            language="en",
            asked=True,
            about="conversation",
            now=now,
        )
        session.flush()
        self.fault(text)
        self.heard.append(text)
        self.told.append(told)


@dataclass
class House:
    parts: Parts
    database: Database
    vault: Vault
    network: Network
    ears: Ears

    def receive(self, *texts: str, n: int = 1, now: datetime) -> None:
        with self.database.work() as session:
            for text in texts:
                inbound.store(
                    session,
                    vault=self.vault,
                    provider="console",
                    provider_message_id=f"{n}:{text}",
                    sender=number(n),
                    text=text,
                    now=now,
                )

    def all(self, kind: type[Any]) -> list[Any]:
        with self.database.reading() as session:
            found = list(session.scalars(select(kind)))
            session.expunge_all()
            return found


@pytest.fixture
def house(database: Database, vault: Vault, now: datetime) -> House:
    network, ears = Network(), Ears()
    parts = Parts(
        database=database,
        vault=vault,
        languages=Words(),
        providers={"console": network},
        clock=lambda: now,
        hear=ears,
    )
    return House(parts, database, vault, network, ears)
