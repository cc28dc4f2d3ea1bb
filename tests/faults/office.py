"""A post office in this process: our own provider and worker's hands, a made-up network, a made-up clock.

Hours pass in no time: the clock is moved to the next moment at which something is due.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.parts import Parts
from consult.jobs.sending import ask_next, send_next
from consult.people.contacts import contact_point_for
from consult.post import messages
from consult.post.lines import BURST
from consult.post.messages import Phrase
from consult.post.records import Attempt, Delivery, DeliveryEvent, Line, Message
from consult.providers.port import Provider
from consult.providers.twilio.provider import Account, Twilio
from consult.providers.twilio.signing import Secrets
from tests.faults.network import ACCOUNT, SECRET, SENDER, Network
from tests.faults.run import phone
from tests.faults.weather import CALM, Rates

PUBLIC = "http://127.0.0.1:9"
NOON = datetime(2027, 6, 4, 12, 0, tzinfo=UTC)
OPEN = (Delivery.PENDING, Delivery.CLAIMED, Delivery.AMBIGUOUS)
SPLIT = timedelta(milliseconds=1)


class Words:
    """Sentences that say their key."""

    def phrase(self, key: str, code: str, **values: object) -> str:
        return key

    def reads(self, code: str) -> tuple[str, ...]:
        return (code,)


class Clock:
    """Stands until it is moved. `ahead`: how far it is ahead of what `true` says."""

    def __init__(self) -> None:
        self.true, self.ahead = NOON, timedelta()

    def __call__(self) -> datetime:
        return self.true + self.ahead

    def move(self, how_far: timedelta) -> None:
        self.true += how_far


@dataclass
class Office:
    """`clock`: ours; the network's own says `clock.true`."""

    database: Database
    vault: Vault
    network: Network
    clock: Clock
    provider: Provider
    paces: Mapping[str, float] = field(default_factory=dict)

    @property
    def parts(self) -> Parts:
        return Parts(
            database=self.database,
            vault=self.vault,
            languages=Words(),
            providers={"twilio": self.provider},
            clock=self.clock,
            hear=None,  # type: ignore[arg-type]  # nobody speaks here
            paces=self.paces,
        )

    def write(self, count: int, *, text: str = "Your words arrived.", first: int = 0) -> None:
        """Ask for one text to each of `count` phones."""
        with self.database.work() as session:
            for n in range(first, first + count):
                point = contact_point_for(
                    session,
                    vault=self.vault,
                    number=phone(n),
                    region="ZZ",
                    provider="twilio",
                )
                messages.write(
                    session,
                    key=f"{n}:{text}",
                    point=point,
                    reach=None,
                    sentences=[Phrase(text)],
                    language="en",
                    asked=True,
                    about="conversation",
                    now=self.clock(),
                )

    def step(self) -> bool:
        """One thing that a worker does; False when nothing is due."""
        return send_next(self.parts, self.clock()) or ask_next(self.parts, self.clock())

    def work(self, most: timedelta = timedelta(days=3), *, also: Callable[[], None] = lambda: None) -> None:
        """Work until no text is open, in at most so much of the made-up time; `also` before each step."""
        end = self.clock.true + most
        also()
        while self.step() or self._on(end):
            also()

    def _on(self, end: datetime) -> bool:
        """Move the clock to the next thing to do; False when no text is open."""
        if not self.open():
            return False
        assert self.clock.true < end, f"{self.states()} and it is {self.clock.true}"
        self.clock.move(self._until_due())
        return True

    def open(self) -> int:
        return sum(self.states().get(state, 0) for state in OPEN)

    def states(self) -> dict[Delivery, int]:
        with self.database.reading() as session:
            found = session.execute(select(Message.state, func.count()).group_by(Message.state))
            return {row[0]: row[1] for row in found}

    def _until_due(self) -> timedelta:
        """To the next moment at which there may be something to do: no time at all while there is."""
        now = self.clock()
        with self.database.reading() as session:
            line = session.scalars(select(Line)).first()
            open_from = now
            if line is not None:
                rests, ahead = line.paused_until or now, (line.free_at or now) - BURST
                open_from = max(now, rests, ahead)
            first = session.scalar(
                select(func.min(Message.not_before)).where(Message.state == Delivery.PENDING)
            )
            doubt = session.scalar(select(func.min(Message.leased_until)).where(Message.state.in_(OPEN)))
        moments = [max(first, open_from)] if first else []
        moments += [doubt] if doubt else []
        return max(min(moments, default=now + timedelta(minutes=1)) - now + SPLIT, timedelta(0))

    # what came of it

    def outcomes(self) -> dict[str | None, int]:
        with self.database.reading() as session:
            found = session.execute(select(Attempt.outcome, func.count()).group_by(Attempt.outcome))
            return {row[0]: row[1] for row in found}

    def resent(self) -> int:
        """How many texts we sent again without knowing whether the first had been taken."""
        doubtful = select(Attempt).where(Attempt.outcome == "ambiguous").subquery()
        again = (
            select(func.count(func.distinct(Attempt.message_id)))
            .join(doubtful, doubtful.c.message_id == Attempt.message_id)
            .where(Attempt.number > doubtful.c.number)
        )
        with self.database.reading() as session:
            return session.scalar(again) or 0

    def codes(self, state: Delivery) -> list[str]:
        """The codes that were noted with `state`, each as often as it was."""
        with self.database.reading() as session:
            return sorted(session.scalars(select(DeliveryEvent.code).where(DeliveryEvent.state == state)))

    def phones(self) -> set[str]:
        """The phones to which the network took a text."""
        return {each.to for each in self.network.truth.taken()}


def twilio(vault: Vault, url: str, clock: Callable[[], datetime]) -> Twilio:
    """Our provider, pointed at the made-up network there. Its pauses are drawn alike in every run."""
    account = Account(
        name=ACCOUNT, sender=SENDER, secrets=Secrets((SECRET,)), user=ACCOUNT, password=SECRET, url=url
    )
    hashes = partial(vault.lookups, "body")
    return Twilio(
        account=account, public_url=PUBLIC, clock=clock, hashes=hashes, between=random.Random(7).uniform
    )


@contextmanager
def office(
    database: Database, vault: Vault, *, rates: Rates = CALM, seed: int = 1, rate: float | None = None
) -> Iterator[Office]:
    """An office whose network tells nothing by itself: what it took is `queued` until a test says else."""
    clock = Clock()
    with Network(rates=rates, seed=seed, clock=lambda: clock.true) as network:
        network.carry = lambda text: None  # type: ignore[method-assign]  # brought and reported by the test
        provider = twilio(vault, network.url, clock)
        yield Office(database, vault, network, clock, provider, {"twilio": rate} if rate else {})
        provider.line.close()


def busiest(moments: list[datetime], window: timedelta) -> int:
    """The most that fall within any `window`."""
    most = start = 0
    for place, at in enumerate(moments):
        while at - moments[start] > window:
            start += 1
        most = max(most, place - start + 1)
    return most
