"""The worker does each kind of work in turn, keeps the clock's duties, and stops when asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from consult.common import history, outbox
from consult.common.heartbeat import Heartbeat
from consult.common.history import HistoryEntry, HistorySeal
from consult.jobs import doing, periodic, worker
from consult.jobs.periodic import DUTIES, Duty, tick
from consult.jobs.worker import Worker
from consult.post.records import Delivery, Message
from consult.queue.embedded import Poll
from tests.cast import Cast
from tests.jobs.conftest import House


def drain(hands: Worker, now: datetime) -> int:
    done = 0
    while hands.step(now):
        done += 1
        assert done < 1000
    return done


def test_a_text_is_heard_and_answered_and_then_there_is_nothing_to_do(house: House, now: datetime) -> None:
    house.receive("hello", now=now)
    hands = Worker(house.parts)
    assert drain(hands, now) == 2 + len(DUTIES)
    assert house.ears.heard == ["hello"]
    assert [letter.text for letter in house.network.taken] == ["en:hello"]
    assert not hands.step(now)


def test_no_kind_of_work_waits_behind_another(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a thousand things to do, a text that comes in is heard within a few pieces."""
    monkeypatch.setitem(doing.ACTIONS, "deed", lambda *_, **__: None)
    with house.database.work() as session:
        for n in range(50):
            outbox.ask_for(session, "deed", key=str(n), now=now)
    hands = Worker(house.parts)
    for _ in range(7):
        hands.step(now)
    house.receive("help", now=now)
    for _ in range(2 * len(worker.PIECES)):
        hands.step(now)
    assert house.ears.heard == ["help"]
    assert len(house.network.taken) == 1


def test_a_worker_shows_that_it_lives(house: House, now: datetime) -> None:
    hands = Worker(house.parts)
    hands.step(now)
    hands.step(now + timedelta(seconds=10))
    (pulse,) = (mark for mark in house.all(Heartbeat) if mark.name == "worker")
    assert pulse.at == now
    hands.step(now + timedelta(seconds=31))
    (pulse,) = (mark for mark in house.all(Heartbeat) if mark.name == "worker")
    assert pulse.at == now + timedelta(seconds=31)


def test_history_is_sealed_each_minute_in_shuffled_order(house: House, now: datetime) -> None:
    with house.database.work() as session:
        cast = Cast(session, now)
        for _ in range(5):
            history.note(session, by=history.CLOCK, action="x.done", about=cast.community, now=now)
    hands = Worker(house.parts)
    drain(hands, now)
    assert len(house.all(HistorySeal)) == len(house.all(HistoryEntry)) == 5
    with house.database.work() as session:
        history.note(session, by=history.CLOCK, action="x.done", about=cast.community, now=now)
    drain(hands, now + timedelta(seconds=30))
    assert len(house.all(HistorySeal)) == 5
    drain(hands, now + timedelta(seconds=61))
    assert len(house.all(HistorySeal)) == 6
    with house.database.reading() as session:
        assert history.verify(session, mac=house.vault.audit_mac).broken_at is None


def test_each_duty_is_done_once_however_many_workers_there_are(house: House, now: datetime) -> None:
    turns = sum(tick(house.parts, now) for _ in range(20))
    assert turns == len(DUTIES)
    assert drain(Worker(house.parts), now) == 0


def test_two_workers_that_look_at_the_same_moment_do_a_duty_once(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, done = Event(), Event(), []

    def slow(*_: object) -> None:
        done.append(1)
        begun.set()
        go.wait(120)

    monkeypatch.setattr(periodic, "DUTIES", (Duty("slow", timedelta(minutes=1), slow),))
    go.set()
    assert tick(house.parts, now)  # its first turn: now it has a row
    begun.clear()
    go.clear()
    now += timedelta(minutes=1)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tick, house.parts, now)
        assert begun.wait(120)
        second = pool.submit(tick, house.parts, now)
        with pytest.raises(TimeoutError):  # it looked, saw that it is due, and waits for its turn
            second.result(0.5)
        go.set()
        assert (first.result(120), second.result(120)) == (True, False)
    assert len(done) == 2


def test_a_duty_that_fails_waits_for_its_next_turn(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(periodic.history, "seal", fail)
    assert sum(tick(house.parts, now) for _ in range(20)) == len(DUTIES)


def test_a_clock_that_was_turned_back_stops_no_duty(house: House, now: datetime) -> None:
    while tick(house.parts, now):
        pass
    assert tick(house.parts, now - timedelta(days=30))


def test_it_runs_until_it_is_told_to_stop(house: House, now: datetime) -> None:
    stop, hands = Event(), Worker(house.parts)
    thread = Thread(target=hands.run, args=(stop, Poll(0.01, 0.02)))
    thread.start()
    try:
        house.receive("hello", now=now)
        for _ in range(12_000):
            if house.network.taken:
                break
            stop.wait(0.01)
    finally:
        stop.set()
        thread.join(120)
    assert not thread.is_alive()
    assert [message.state for message in house.all(Message)] == [Delivery.ACCEPTED]


def test_a_fault_of_the_house_only_makes_it_pause(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, tries = Event(), []

    def broken(*_: object) -> bool:
        tries.append(1)
        if len(tries) == 3:
            stop.set()
        raise OSError

    monkeypatch.setattr(worker, "PIECES", (broken,))
    Worker(house.parts).run(stop, Poll(0.001, 0.001))
    assert len(tries) == 3


def test_two_workers_hear_and_send_everything_once(house: House, now: datetime) -> None:
    for n in range(6):
        house.receive(*(f"{n} {place}" for place in range(3)), n=n, now=now)
    stop = Event()
    threads = [Thread(target=Worker(house.parts).run, args=(stop, Poll(0.001, 0.01))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(12_000):
        if len(house.network.taken) >= 18:
            break
        stop.wait(0.01)
    stop.wait(0.1)
    stop.set()
    for thread in threads:
        thread.join(120)
    assert sorted(house.ears.heard) == sorted(f"{n} {place}" for n in range(6) for place in range(3))
    assert len(house.network.taken) == 18
    assert len({letter.token for letter in house.network.taken}) == 18
    for n in range(6):
        of_phone = [each for each in house.ears.heard if each.startswith(f"{n} ")]
        assert of_phone == sorted(of_phone)
