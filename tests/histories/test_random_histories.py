"""Chance plays whole loops; each time the ledger must equal a slow recount, and nobody may be dropped.

CONSULT_HISTORIES says how many are played; two by default.
"""

import os
import random
from pathlib import Path
from uuid import UUID

import pytest

from consult.common import ids
from consult.loop.close.ledger import ledger
from tests.histories import breaks, kept, recount
from tests.histories.life import begun, live
from tests.histories.phones import Sentences
from tests.histories.recount import Tally
from tests.histories.world import World

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
HISTORIES = int(os.environ.get("CONSULT_HISTORIES", "2"))
STEPS = 30
STAGES = (
    "owed", "on_theme", "alone", "set_aside", "not_read", "answered", "sent", "in_person", "in_community",
    "reached",
)  # fmt: skip


@pytest.fixture
def history(database, vault, now, monkeypatch):
    """`history(seed)`: a world in which nothing but the seed is chance."""

    def history(seed: int) -> World:
        chance = random.Random(seed + 2)
        monkeypatch.setattr(ids, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4))
        return begun(database, vault, seed=seed, now=now)

    return history


def by_the_house(world: World) -> dict[str, object]:
    with world.database.reading() as session:
        consultation = world.consultation(session)
        found = ledger(session, consultation=consultation, chain=Sentences().reads, now=world.now)
    return {
        "spoke": found.spoke,
        "left": found.left,
        **{name: (getattr(found, name).people, getattr(found, name).owed) for name in STAGES},
        "debts": {str(reason): many for reason, many in sorted(found.debts.items()) if many},
        "says": {str(says): many for says, many in sorted(found.says.items()) if many},
        "silent": found.silent,
    }


def by_the_recount(tally: Tally) -> dict[str, object]:
    return {
        "spoke": tally.people["spoke"],
        "left": tally.people["left"],
        **{name: (tally.people[name], tally.owed[name]) for name in STAGES},
        "debts": dict(sorted(tally.debts.items())),
        "says": dict(sorted(tally.says.items())),
        "silent": tally.silent,
    }


def check(world: World) -> None:
    """What the house counts is so; and each answer that is owed has arrived, or somebody can say why not."""
    tally = world.beside.tally(world.phones.texts)
    assert by_the_house(world) == by_the_recount(tally), world.done
    for one in tally.each:
        assert one.reached or one.reason, world.done
        # Everything that can go has gone by now: only of a text of which no report came is nothing known.
        assert one.reason != "waiting" or one.sent, world.done


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_ledger_equals_a_slow_recount_and_nobody_is_dropped(history, seed):
    world = history(seed)
    for _ in range(2):
        live(world, STEPS)
        world.end()
        check(world)


@pytest.mark.parametrize("broken", breaks.BREAKS, ids=lambda each: each.__name__)
def test_what_is_broken_shows(history, monkeypatch, broken):
    broken(monkeypatch)
    world = history(sum(map(ord, broken.__name__)))
    assert any(shows(world) for _ in range(8))


def shows(world: World) -> bool:
    live(world, STEPS)
    world.end()
    try:
        check(world)
    except AssertionError:
        return True
    return False


def test_the_recount_asks_nothing_of_closing(database):
    for module in (kept, recount):
        assert "loop" not in Path(str(module.__file__)).read_text()
