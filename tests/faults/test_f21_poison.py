"""F21: letters, errands and texts of which every try fails, among those that are well."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from consult.common import outbox
from consult.common.outbox import OutboxItem
from consult.jobs import actions
from consult.jobs.worker import Worker
from consult.post.inbound import TRIES
from consult.post.records import Delivery, Inbound, Message
from consult.post.set_aside import Kind, piles, set_aside
from tests.cast import number
from tests.faults.sizes import noted, size
from tests.jobs.conftest import (
    House,
    house,  # noqa: F401 - a fixture
)

POISONED = size(5, 100)
"""Of each kind, on each database; and twice as many that are well."""
HOURS = 8
MUTE = "nobody wrote this"
"""A letter whose answer cannot be put into words."""


def test_what_fails_each_time_is_set_aside_after_five_tries_and_holds_up_nothing(
    house: House,  # noqa: F811 - the fixture above
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: Counter[str] = Counter()
    monkeypatch.setitem(actions.ACTIONS, "errand", lambda *_, word: errand(done, word))
    house.ears.fault = choke
    fill(house, now)
    worker = Worker(house.parts)
    drain(worker, now)
    well = sorted(f"well {n}" for n in range(2 * POISONED))
    assert sorted(set(house.ears.heard) - {MUTE}) == well, "what is ill holds up nothing"
    assert len(house.ears.heard) == 3 * POISONED
    assert sum(done.values()) == 2 * POISONED
    for hour in range(1, HOURS):
        drain(worker, now + timedelta(hours=hour))
    letters = [each for each in house.all(Inbound) if each.set_aside_at]
    errands = [each for each in house.all(OutboxItem) if each.set_aside_at]
    assert {each.tries for each in letters + errands} == {TRIES}
    assert (len(letters), len(errands)) == (POISONED, POISONED)
    states = Counter(each.state for each in house.all(Message))
    assert states.pop(Delivery.FAILED) == POISONED
    assert states.total() == 2 * POISONED
    assert not set(states) & {Delivery.PENDING, Delivery.CLAIMED}
    assert len(house.network.taken) == 2 * POISONED, "each that was well was answered once"
    assert set(done.values()) == {1}
    seen_by_a_person(house, caplog)
    noted("F21", database=house.database.engine.name, poisoned=3 * POISONED, tries=TRIES, well=4 * POISONED)


def fill(there: House, now: datetime) -> None:
    """Each third of them is ill; each letter is of another phone."""
    for n in range(POISONED):
        there.receive(MUTE, n=3 * POISONED + n, now=now)
        for place, word in enumerate((f"poison {n}", f"well {2 * n}", f"well {2 * n + 1}")):
            there.receive(word, n=3 * n + place, now=now)
            with there.database.work() as session:
                outbox.ask_for(session, "errand", key=word, now=now, word=word)


def choke(text: str) -> None:
    if "poison" in text:
        raise ValueError(f"{text} of {number(1)}")


def errand(done: Counter[str], name: str) -> None:
    choke(name)
    done[name] += 1


def drain(worker: Worker, now: datetime) -> None:
    while worker.step(now):
        pass


def seen_by_a_person(there: House, caplog: Any) -> None:
    """Each try stands in the log and each thing on the operator's list, and neither tells its words."""
    with there.database.reading() as session:
        counted = {each.kind: each.count for each in piles(session)}
        listed = [each for kind in Kind for each in set_aside(session, kind=kind)]
    ill = (Kind.LETTER_IN, Kind.ERRAND, Kind.UNWORDED)
    assert counted == {kind: POISONED if kind in ill else 0 for kind in Kind}
    assert {each.tries for each in listed} == {TRIES}
    assert len(listed) == 3 * POISONED
    faults = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert sum("hearing a letter: ValueError" in each for each in faults) == TRIES * POISONED
    assert sum("putting a letter into words: KeyError" in each for each in faults) == TRIES * POISONED
    assert sum("doing errand: ValueError" in each for each in faults) == TRIES * POISONED
    said = " ".join([*faults, *(each.error for each in listed)])
    assert "poison" not in said
    assert number(1) not in said
