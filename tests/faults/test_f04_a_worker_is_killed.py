"""F4: a worker is killed again and again, at each point of the way of a letter."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.people.contacts import contact_point_for
from consult.post import messages
from consult.post.messages import Phrase
from consult.post.records import Delivery, Message
from tests.faults.forked import A_WHILE, Struck
from tests.faults.kills import SENDING, Point, Strike
from tests.faults.network import Network
from tests.faults.recount import open_work
from tests.faults.run import phone
from tests.faults.sizes import noted, size
from tests.faults.truth import Text
from tests.faults.weather import Fate, Rates

KILLS = size(5, 125)
"""On each database, so twice as many at each point; half of that for each half of the POST."""
HANDS = ("hear_next", "send_next", "do_next", "ask_next")
"""The work of those who are killed; the others do all that a worker does."""
EARLY = Rates(early=1.0)
"""What is reported at all is reported before the answer: the worst moment, and a certain one."""


class OneWay(Network):
    """Of each text there is one trace: every second is listed and never reported, the others reported
    and never listed."""

    def _take(self, said: dict[str, str], fate: Fate) -> Text:
        text = super()._take(said, fate)
        if len(self.truth.taken()) % 2:
            text.callback = ""
        else:
            text.listed_from = text.at + timedelta(days=3650)
        return text


@pytest.mark.parametrize("point", SENDING)
def test_each_letter_is_carried_once_wherever_the_worker_is_killed(
    database: Database, database_url: str, tmp_path: Path, point: Point
) -> None:
    kills = (KILLS + 1) // 2 if point in (Point.HALF_SAID, Point.SAID) else KILLS
    count = kills + kills // 4 + 4
    with OneWay(rates=EARLY, seed=4) as network:
        house = Struck(tmp_path / "house", network=network, database_url=database_url)
        try:
            letters(house, database, count)
            house.serve()
            kill(house, point, kills)
            finish(house, database)
        finally:
            house.close()
    carried = Counter(text.to for text in network.truth.taken())
    with database.reading() as session:
        states = Counter(session.scalars(select(Message.state)))
    without, extra = count - len(carried), carried.total() - len(carried)
    counts = {"letters": count, "kills": house.hits, "without": without, "extra": extra}
    noted("F4", point=point, database=database.engine.name, **counts)
    assert house.hits == kills
    assert (without, extra) == (0, 0), counts
    assert states == {Delivery.DELIVERED: count}


def letters(house: Struck, database: Database, count: int) -> None:
    """A letter for each of `count` phones."""
    vault = read_keys(house.folder / "instance" / "keys.json")
    now = house.clock.at
    with database.work() as session:
        for n in range(count):
            point = contact_point_for(session, vault=vault, number=phone(n), region="ZZ", provider="twilio")
            messages.write(
                session,
                key=f"letter {n}",
                point=point,
                reach=None,
                sentences=[Phrase("knock")],
                language="en",
                asked=True,
                about="knock",
                now=now,
            )


def kill(house: Struck, point: Point, kills: int) -> None:
    """Start a worker and kill it there, `kills` times; each has another letter in hand. Three of four
    die with their first letter, the others with their second."""
    while house.hits < kills:
        strike = Strike(point, 2 if house.hits % 4 == 3 else 1, house.tally)
        assert house.work(strike, only=HANDS), "there was nothing left to kill"
        house.clock.go_on(A_WHILE)


def finish(house: Struck, database: Database) -> None:
    """Let workers do all that is left, with a while in between."""
    for _ in range(30):
        house.work()
        house.clock.go_on(A_WHILE)
        with database.reading() as session:
            if open_work(session) == 0:
                return
    raise AssertionError("there is work that never ends\n" + house.said())
