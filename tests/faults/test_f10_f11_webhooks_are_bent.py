"""F10 and F11. Thousands of bent webhooks at our real doors: none accepted, none a fault, memory flat."""

import gc
import logging
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.records import Attempt, DeliveryEvent, Inbound, Message, Unreadable
from tests.faults.bending import Bent, Must, bent
from tests.faults.gate import INBOUND, Gate, a_text, gate
from tests.faults.sizes import noted, size

SEED = 20270604
COUNT = size(3_000, 10_000)
WARM = size(1_000, 2_000)
MOST_GROWN = 3 * 1024 * 1024
KEPT = (Inbound, Message, Attempt, DeliveryEvent)


@pytest.fixture
def house(database: Database, database_url: str, vault: Vault, tmp_path: Path) -> Iterator[Gate]:
    """With one text in it. What the doors log is kept by nobody, as in a long life it would not be."""
    with gate(tmp_path, database, database_url) as house:
        assert house.bring(INBOUND, list(a_text(1, "known already").items())) == 200
        logging.disable(logging.CRITICAL)
        yield house
        logging.disable(logging.NOTSET)


def resident() -> int:
    """The memory of this process that is really there, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def held() -> tuple[int, int]:
    """Blocks of memory that Python has in use, and what the process has."""
    gc.collect()
    return sys.getallocatedblocks(), resident()


def bring(house: Gate, come: Bent) -> None:
    status = house.knock(come.path, come.body, come.headers, **come.more)
    awaited = 403 if come.must is Must.BE_REFUSED else 200
    assert status == awaited, f"{come.how}: {status}, {come}"


def bring_many(house: Gate, dice: random.Random, count: int) -> Counter[str]:
    met: Counter[str] = Counter()
    for _ in range(count):
        come = bent(dice)
        bring(house, come)
        met[come.how] += 1
        met[come.must] += 1
    return met


@pytest.mark.parametrize("kind", ["sqlite"])
def test_of_thousands_none_is_believed_none_is_a_fault_and_nothing_piles_up(house: Gate) -> None:
    dice = random.Random(SEED)
    before = house.rows(*KEPT)
    assert before == [1, 0, 0, 0]
    met = bring_many(house, dice, WARM)
    blocks, memory = held()
    met += bring_many(house, dice, COUNT - WARM)
    more_blocks, more_memory = held()
    grown = {"blocks": more_blocks - blocks, "bytes": more_memory - memory}
    noted("F10, F11", seed=SEED, met=met, grown=grown, digests=house.rows(Unreadable)[0])
    assert house.rows(*KEPT) == before
    assert 0 < house.rows(Unreadable)[0] <= met[Must.BE_NOTED]
    assert met[Must.BE_REFUSED] > 0.7 * COUNT
    assert min(met.values()) > 0.03 * COUNT, "each way was tried often"
    assert grown["blocks"] < (COUNT - WARM) / 4, "nothing of a webhook stays in memory"
    assert grown["bytes"] < MOST_GROWN


@pytest.mark.parametrize("kind", ["postgres"])
def test_the_other_database_lets_as_little_through(house: Gate) -> None:
    before = house.rows(*KEPT)
    bring_many(house, random.Random(SEED + 1), 600)
    assert house.rows(*KEPT) == before
