"""F15: two dispatchers are started by mistake on the same letters."""

import os
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Barrier, BrokenBarrierError

from sqlalchemy import func, select

import consult.app
from consult.db.unit import Database
from consult.jobs.worker import Worker
from consult.post.records import Attempt, Delivery, Message
from consult.settings import Settings
from tests.faults.forked import LONG, Struck, work
from tests.faults.interface import Answer
from tests.faults.network import Network
from tests.faults.sizes import noted, size
from tests.faults.test_f04_a_worker_is_killed import letters
from tests.faults.truth import Text
from tests.faults.weather import Fate

LETTERS = size(40, 1000)
IN_TIME = 8.0
"""Seconds: less than a dispatcher waits for the network."""


class OfTwo(Network):
    """Answers nobody until two are asking at once, the first time: each of them has a letter then."""

    def __init__(self) -> None:
        super().__init__(seed=15)
        self.two, self.came = Barrier(2), count()

    def send(self, said: dict[str, str], fate: Fate) -> tuple[Answer, Text | None]:
        if next(self.came) < 2:
            with suppress(BrokenBarrierError):
                self.two.wait(IN_TIME)
        return super().send(said, fate)


def together() -> None:
    """Begin when the other one is ready too. Runs in each of them, in the folder of the house."""
    make = consult.app.create_worker

    def made(settings: Settings) -> Worker:
        hands = make(settings)
        Path(f"ready-{os.getpid()}").touch()
        until = time.monotonic() + LONG
        while len(list(Path().glob("ready-*"))) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        return hands

    consult.app.create_worker = made


def test_two_dispatchers_share_the_letters_and_double_none(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with OfTwo() as network:
        house = Struck(tmp_path / "house", network=network, database_url=database_url)
        try:
            letters(house, database, LETTERS)
            pair = [house.begin(work, None, {"only": ("send_next",), "change": together}) for _ in range(2)]
            for each in pair:
                each.join(LONG)
                assert each.exitcode == 0, house.said()
            shares = sorted(int(file.read_text()) for file in house.folder.glob("done-*"))
            carried = Counter(text.to for text in network.truth.taken())
        finally:
            house.close()
    with database.reading() as session:
        attempts = session.scalar(select(func.count(Attempt.id)))
        states = Counter(session.scalars(select(Message.state)))
    noted("F15", database=database.engine.name, letters=LETTERS, shares=shares, carried=carried.total())
    assert set(carried.values()) == {1}
    assert len(carried) == attempts == sum(shares) == LETTERS
    assert set(states) <= {Delivery.ACCEPTED, Delivery.SENT, Delivery.DELIVERED}
    assert len(shares) == 2
    assert shares[0] > 0, "only one of them ever had a letter: nothing was shared"
