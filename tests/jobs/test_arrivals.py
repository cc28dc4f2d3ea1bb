"""What never reached the door is found within the hour, once; what is gone stays gone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from consult.common.heartbeat import Heartbeat
from consult.jobs.letters import hear_next
from consult.jobs.periodic import tick
from consult.post.coarsen import coarsen
from consult.post.records import Inbound
from consult.providers.port import Choice, Letter
from tests.cast import number
from tests.jobs.conftest import House

HOUR = timedelta(hours=1)


@dataclass
class Listing:
    """A network that remembers what it took, and when it was asked."""

    house: House
    came: list[Letter] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)
    fault: Exception | None = None
    knows: bool = True

    def __call__(self, since: datetime) -> Sequence[Letter] | None:
        with self.house.database.work() as session:  # on SQLite this waits for ever in a transaction
            session.execute(update(Heartbeat).where(Heartbeat.name == "nobody").values(at=since))
        self.since.append(since)
        if self.fault:
            raise self.fault
        return self.came if self.knows else None


@pytest.fixture
def listing(house: House) -> Listing:
    listing = Listing(house)
    network: Any = house.network
    network.came_since = listing
    return listing


def hour(house: House, now: datetime) -> None:
    while tick(house.parts, now):
        pass


def letters(n: int) -> list[Letter]:
    return [Letter(f"1:missed {count}", number(1), f"missed {count}") for count in range(n)]


def test_two_hundred_missed_letters_are_all_there_once_and_are_heard(
    house: House, listing: Listing, now: datetime
) -> None:
    listing.came = letters(200)
    house.receive("missed 7", now=now)
    hour(house, now)
    hour(house, now + HOUR)
    assert len(house.all(Inbound)) == 200
    assert hear_next(house.parts, now + HOUR)


def test_what_the_network_did_with_a_missed_letter_is_heard_with_it(
    house: House, listing: Listing, now: datetime
) -> None:
    listing.came = [Letter("1:missed", number(1), "STOP", media=2, choice=Choice.STOP)]
    hour(house, now)
    assert hear_next(house.parts, now)
    assert house.ears.told == [{"media": 2, "choice": "stop", "keeps_stop": True}]


def test_each_look_goes_back_two_hours_before_the_last_that_was_answered(
    house: House, listing: Listing, now: datetime
) -> None:
    hour(house, now)
    hour(house, now + HOUR / 2)
    hour(house, now + HOUR)
    listing.fault = OSError("the list did not come")
    hour(house, now + 2 * HOUR)
    listing.fault = None
    hour(house, now + 3 * HOUR)
    asked = [since + 2 * HOUR for since in listing.since]
    assert asked == [now, now, now + HOUR, now + HOUR]


def test_a_network_that_keeps_no_list_is_asked_and_nothing_follows(
    house: House, listing: Listing, now: datetime
) -> None:
    listing.knows = False
    hour(house, now)
    assert len(listing.since) == 1
    assert not house.all(Inbound)


def test_a_letter_that_was_forgotten_here_does_not_come_back(
    house: House, listing: Listing, now: datetime
) -> None:
    house.receive("missed 0", now=now)
    assert hear_next(house.parts, now)
    later = now + timedelta(days=3)
    with house.database.work() as session:
        coarsen(session, now=later)
    listing.came = letters(1)
    hour(house, later)
    (forgotten,) = house.all(Inbound)
    assert forgotten.sealed is None
    assert not hear_next(house.parts, later)
    assert house.ears.heard == ["missed 0"]


def test_a_fault_tells_no_words(
    house: House, listing: Listing, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    listing.fault = ValueError(f"secret words of {number(1)}")
    hour(house, now)
    assert "ValueError" in caplog.text
    assert "secret words" not in caplog.text
