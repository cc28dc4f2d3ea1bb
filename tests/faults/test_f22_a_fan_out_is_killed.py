"""F22: a worker is killed again and again while an answer is written to everybody."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.fanout import people
from consult.common import outbox
from consult.common.outbox import OutboxItem
from consult.common.vault import make_keys
from consult.db.unit import Database
from consult.loop.close.records import Telling
from consult.post.records import Message, MessageCause
from tests.faults.forked import Struck
from tests.faults.kills import PLANNING, Strike
from tests.faults.sizes import noted, size

PEOPLE = size(500, 10_000)
KILLS = size(6, 21)
LEASE_OVER = timedelta(minutes=6)
ERRANDS = ("do_next",)
ROWS = (Message, MessageCause, Telling)
"""Each person has one of each."""


class Bare(Struck):
    """A house with keys and nobody in it."""

    def _furnish(self) -> str:
        (self.folder / "instance").mkdir()
        make_keys(self.folder / "instance" / "keys.json")
        return ""


def test_an_answer_is_written_to_everybody_once_however_often_its_worker_is_killed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    house = Bare(tmp_path / "house", network=None, database_url=database_url)
    try:
        with database.work() as session:
            version = people(session, house.vault, PEOPLE)
            outbox.ask_for(session, "fan_out", key=version, now=house.clock.at, version_id=version)
        at = Counter(kill(house, n) for n in range(KILLS))
        while house.work(only=ERRANDS):
            house.clock.go_on(LEASE_OVER)
    finally:
        house.close()
    with database.reading() as session:
        rows = {each: session.scalar(select(func.count(each.id))) for each in ROWS}
        phones = session.scalar(select(func.count(Message.contact_point_id.distinct())))
        open_ones = select(func.count(OutboxItem.id)).where(OutboxItem.done_at.is_(None))
        left = session.scalar(open_ones)
    noted("F22", database=database.engine.name, people=PEOPLE, kills=at, rows=rows[Message])
    assert house.hits == KILLS
    assert set(at) == set(PLANNING)
    assert rows == dict.fromkeys(rows, PEOPLE)
    assert (phones, left) == (PEOPLE, 0)


def kill(house: Struck, n: int) -> str:
    """Kill a worker at the next point: every third time half a batch is written, another letter of it."""
    point = PLANNING[n % len(PLANNING)]
    strike = Strike(point, 1 + 37 * n % 180 if "half" in point else 1, house.tally)
    assert house.work(strike, only=ERRANDS), "there was nothing left to kill"
    house.clock.go_on(LEASE_OVER)
    return point
