"""The small fault run: real processes, a network that fails one time in four, kills in between."""

from pathlib import Path

import pytest

from consult.db.unit import Database
from tests.cast import number
from tests.faults.recount import recount
from tests.faults.run import phone, play
from tests.faults.truth import Text, Truth
from tests.faults.weather import Fate


@pytest.mark.story
def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed_on_a_bad_network(
    tmp_path: Path,
) -> None:
    count = play(tmp_path / "run", texts=150, kills=6, seed=20270604, patience=120.0)
    assert count.whole, count
    assert count.spoken == count.acknowledged == 150
    assert count.unheard == 0
    assert count.lied_about >= 5
    assert count.carried + count.for_a_person >= 150


def text(truth: Truth, sid: str, to: str, *, inbound: bool = False, **more: object) -> Text:
    now = truth.clock()
    way, state = ("inbound", "received") if inbound else ("outbound-api", "delivered")
    sender = to if inbound else number(0)
    made = Text(sid, number(0) if inbound else to, sender, "Hello", way, state, now, now, **more)  # type: ignore[arg-type]  # handed through
    truth.keep(made)
    return made


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_recount_counts_what_does_not_fit(database: Database, now) -> None:  # type: ignore[no-untyped-def]
    truth = Truth(lambda: now)
    assert recount(database, truth).whole
    text(truth, "SM1", phone(1), inbound=True, answered=200)
    text(truth, "SM2", phone(2), inbound=True, answered=None)
    count = recount(database, truth)
    assert (count.lost, count.unheard, count.without, count.whole) == (1, 2, 1, False)
    text(truth, "SM3", phone(1))
    assert recount(database, truth).without == 0
    text(truth, "SM4", phone(1), fate=Fate.RESET_TAKEN, hidden=True)
    count = recount(database, truth)
    assert (count.doubled, count.hidden, count.doubled_by_hiding) == (0, 1, 1)
    text(truth, "SM5", phone(1))
    assert recount(database, truth).doubled == 1
