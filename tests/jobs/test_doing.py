"""What is asked for is done once; what fails is tried again, and set aside after five tries."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.heartbeat import Heartbeat, beat
from consult.common.outbox import LEASE, TRIES, OutboxItem
from consult.jobs import doing
from consult.jobs.doing import do_next
from consult.jobs.parts import Parts
from tests.jobs.conftest import House, Killed


class Deed:
    """An action that leaves a mark, and can be made to fail behind it."""

    fault: type[BaseException] | None = None

    def __call__(self, session: Session, parts: Parts, now: datetime, *, n: int) -> None:
        beat(session, f"done {n}", now=now)
        session.flush()
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def deed(monkeypatch: pytest.MonkeyPatch) -> Deed:
    deed = Deed()
    monkeypatch.setitem(doing.ACTIONS, "deed", deed)
    return deed


def ask(house: House, now: datetime, *, name: str = "deed", n: int = 1) -> None:
    with house.database.work() as session:
        outbox.ask_for(session, name, key=str(n), now=now, n=n)


def test_what_is_asked_for_twice_is_done_once(house: House, deed: Deed, now: datetime) -> None:
    ask(house, now)
    ask(house, now)
    assert do_next(house.parts, now)
    assert not do_next(house.parts, now)
    assert [mark.name for mark in house.all(Heartbeat)] == ["done 1"]
    assert house.all(OutboxItem)[0].done_at == now


@pytest.mark.parametrize("fault", [Killed, RuntimeError])
def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_it_is_done_later(
    house: House, deed: Deed, now: datetime, fault: type[BaseException]
) -> None:
    ask(house, now)
    deed.fault = fault
    with suppress(Killed):
        do_next(house.parts, now)
    assert not house.all(Heartbeat)
    deed.fault = None
    assert not do_next(house.parts, now)
    assert do_next(house.parts, now + LEASE + timedelta(seconds=1))
    assert len(house.all(Heartbeat)) == 1


def test_poison_is_set_aside_after_five_tries_and_others_are_done(
    house: House, deed: Deed, now: datetime
) -> None:
    ask(house, now, name="no such action", n=7)
    ask(house, now)
    for _ in range(TRIES + 1):
        while do_next(house.parts, now):
            pass
        now += timedelta(hours=1)
    poison, good = sorted(house.all(OutboxItem), key=lambda item: item.done_at is not None)
    assert (poison.tries, poison.set_aside_at is not None) == (TRIES, True)
    assert poison.error.startswith("KeyError in jobs/doing.py:")
    assert good.done_at is not None


def test_what_another_has_done_meanwhile_is_rolled_back(house: House, deed: Deed, now: datetime) -> None:
    ask(house, now)
    with house.database.work() as session:
        slow = outbox.claim(session, now=now)
    assert slow is not None
    assert do_next(house.parts, now + LEASE + timedelta(seconds=1))

    def come_late() -> None:
        with house.database.work() as session:
            beat(session, "twice", now=now)
            outbox.done(session, slow.id, now=now)

    with pytest.raises(outbox.TakenOver):
        come_late()
    assert [mark.name for mark in house.all(Heartbeat)] == ["done 1"]


def test_after_two_days_only_the_day_is_left(house: House, deed: Deed, now: datetime) -> None:
    ask(house, now)
    do_next(house.parts, now)
    with house.database.work() as session:
        assert outbox.coarsen(session, now=now + timedelta(hours=48)) == 0
        assert outbox.coarsen(session, now=now + timedelta(hours=49)) == 1
    (item,) = house.all(OutboxItem)
    assert item.due_at == item.done_at == now.replace(hour=0)
    assert not do_next(house.parts, now + timedelta(days=9))
