"""F17: somebody sends STOP or leaves at the moment in which their letter is taken up."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop import departure
from consult.people import contacts
from consult.people.records import ContactPoint, Participant
from consult.post import claims
from consult.post.records import Delivery, Message
from tests.cast import Cast
from tests.faults.sizes import noted, size
from tests.post.test_messages import write

RACES = size(50, 500)
"""On each database; every second one is a STOP, the others leave."""
JITTER = 0.03
"""Seconds by which one of the two begins later, each in turn, or up to twice as long as the other took the
last time: so neither can always be first."""


def test_nothing_is_claimed_after_a_stop_or_departure_is_committed(
    database: Database, vault: Vault, now: datetime
) -> None:
    letters = waiting(database, vault, now)
    race = Race(database, vault, now, letters)
    race.run()
    end = now + timedelta(days=1)
    with database.work() as session:
        late = claims.claim_next(session, vault=vault, providers=["console"], now=end)
    with database.reading() as session:
        states = Counter(session.scalars(select(Message.state).where(Message.id.in_(letters))))
    after = sum(race.claimed[n] > race.gone[n] for n in race.claimed)
    noted("F17", database=database.engine.name, races=RACES, claimed_after=after, states=states)
    assert after == 0
    assert late is None
    assert states == {Delivery.CLAIMED: len(race.claimed), Delivery.CANCELLED: RACES - len(race.claimed)}
    assert 0 < len(race.claimed) < RACES, "one of the two always came first: that is no race"


def waiting(database: Database, vault: Vault, now: datetime) -> list[UUID]:
    """A letter each to `RACES` people; letter n is due n minutes from now."""
    with database.work() as session:
        cast = Cast(session, now)
        found = []
        for n in range(RACES):
            reach = cast.phone(cast.participant(), vault, n)
            due = now + timedelta(minutes=n)
            found.append(write(session, reach, now, f"letter {n}", asked=True, not_before=due).id)
    return found


class Race:
    """`gone`: when the change of person n was committed for sure; `claimed`: when the commit of the claim
    of letter n had not yet begun. Both by the same clock of this process."""

    def __init__(self, database: Database, vault: Vault, now: datetime, letters: list[UUID]) -> None:
        self.database, self.vault, self.now, self.letters = database, vault, now, letters
        self.start = Barrier(2, timeout=600)
        self.gone: dict[int, int] = {}
        self.claimed: dict[int, int] = {}
        self.took = [0.0, 0.0]
        self.faults: list[BaseException] = []

    def run(self) -> None:
        both = [Thread(target=self._each, args=(do, seed)) for seed, do in enumerate((self._go, self._take))]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert not self.faults, self.faults

    def _each(self, do: Callable[[int], None], seed: int) -> None:
        dice = random.Random(seed)
        try:
            for n in range(RACES):
                self.start.wait()
                if n // 2 % 2 == seed:
                    time.sleep(dice.uniform(0, max(JITTER, 2 * self.took[1 - seed])))
                began = time.monotonic()
                do(n)
                self.took[seed] = time.monotonic() - began
        except BaseException as fault:
            self.faults.append(fault)
            self.start.abort()

    def _go(self, n: int) -> None:
        with self.database.work() as session:
            message = session.get_one(Message, self.letters[n])
            assert message.reach
            self._change(session, n, message.contact_point_id, message.reach.participant_id)
        self.gone[n] = time.perf_counter_ns()

    def _change(self, session: Session, n: int, point: UUID, person: UUID) -> None:
        if n % 2:
            contacts.stop(session, point=session.get_one(ContactPoint, point), now=self.now)
        else:
            who = session.get_one(Participant, person)
            departure.leave(session, vault=self.vault, participant=who, now=self.now)

    def _take(self, n: int) -> None:
        then = self.now + timedelta(minutes=n)
        with self.database.work() as session:
            claimed = claims.claim_next(session, vault=self.vault, providers=["console"], now=then)
            session.flush()
            before = time.perf_counter_ns()
        if claimed is not None:
            self.claimed[self.letters.index(claimed.message_id)] = before
