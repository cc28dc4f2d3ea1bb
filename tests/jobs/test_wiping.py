"""After a letter has ended, the network is asked to forget its words, until it has."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from consult.db.unit import Database
from consult.jobs.periodic import tick
from consult.jobs.sending import send_next
from consult.jobs.wiping import MOST, MOST_FAULTS, wipe_words
from consult.post import deliveries
from consult.post.records import Attempt, Delivery
from consult.post.wiping import TRIED_FOR
from tests.jobs.conftest import House
from tests.jobs.test_sending import write

Wipe = Callable[[str], bool]


def let_wipe(house: House, wipe: Wipe) -> None:
    network: Any = house.network
    network.wipe = wipe


def sent(house: House, now: datetime, count: int = 1, state: Delivery = Delivery.DELIVERED) -> None:
    for n in range(count):
        write(house, now, "hello", n=n)
        assert send_next(house.parts, now)
        with house.database.work() as session:
            token = house.network.taken[-1].token
            deliveries.note_event(session, provider="console", token=token, state=state, now=now)


def wiped(house: House) -> int:
    return sum(attempt.wiped_at is not None for attempt in house.all(Attempt))


@pytest.mark.parametrize("state", [Delivery.DELIVERED, Delivery.FAILED])
def test_what_has_ended_is_wiped_once_with_nothing_open(house: House, now: datetime, state: Delivery) -> None:
    asked: list[str] = []

    def wipe(name: str) -> bool:
        other = Database.at(house.database.engine.url.render_as_string(hide_password=False))
        with other.work() as session:
            session.query(Attempt).one().looks += 1
        other.close()
        asked.append(name)
        return True

    let_wipe(house, wipe)
    sent(house, now, state=state)
    for _ in range(3):
        wipe_words(house.parts, now)
    assert asked == [f"n-{house.network.taken[0].token}"]
    assert house.all(Attempt)[0].wiped_at == now.replace(hour=0)


def test_what_is_under_way_keeps_its_words(house: House, now: datetime) -> None:
    let_wipe(house, lambda _: True)
    sent(house, now, state=Delivery.SENT)
    wipe_words(house.parts, now)
    assert wiped(house) == 0


def refuse(_: str) -> bool:
    return False


def fail(_: str) -> bool:
    raise TimeoutError


@pytest.mark.parametrize("trouble", [refuse, fail])
def test_a_network_that_does_not_is_asked_again_for_a_week(
    house: House, now: datetime, trouble: Wipe
) -> None:
    asked: list[str] = []

    def count(name: str) -> bool:
        asked.append(name)
        return trouble(name)

    let_wipe(house, count)
    sent(house, now, count=MOST_FAULTS + 3)
    wipe_words(house.parts, now)
    assert len(asked) == MOST_FAULTS, "a network that is away does not keep a worker"
    wipe_words(house.parts, now + TRIED_FOR)
    assert len(asked) == MOST_FAULTS
    let_wipe(house, lambda _: True)
    wipe_words(house.parts, now + TRIED_FOR - timedelta(minutes=1))
    assert wiped(house) == MOST_FAULTS + 3


def test_one_that_always_fails_holds_up_no_other(house: House, now: datetime) -> None:
    sent(house, now, count=3)
    stubborn = f"n-{house.network.taken[0].token}"
    let_wipe(house, lambda name: name != stubborn)
    for _ in range(3):
        wipe_words(house.parts, now)
    assert wiped(house) == 2


def test_a_turn_of_the_clock_wipes_a_few(house: House, now: datetime) -> None:
    let_wipe(house, lambda _: True)
    sent(house, now, count=MOST + 2)
    while tick(house.parts, now):
        pass
    assert wiped(house) == MOST
    while tick(house.parts, now + timedelta(minutes=1)):
        pass
    assert wiped(house) == MOST + 2
