"""F1: the network brings the same text up to six times at the same moment."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consult.db.unit import Database
from tests.faults import broken
from tests.faults.bringing import bring, kept, replies
from tests.faults.forked import Struck
from tests.faults.network import Network
from tests.faults.sizes import noted, size

TEXTS = size(40, 2900)
"""On each database; three and a half copies of each, so 280 and 20,000 calls in all."""
AT_ONCE = 12


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[Struck]:
    with Network() as network:
        house = Struck(tmp_path / "house", network=network, database_url=database_url)
        yield house
        house.close()


def copies(count: int) -> list[int]:
    dice = random.Random(count)
    return [dice.randint(1, 6) for _ in range(count)]


def test_a_text_that_is_brought_again_is_kept_once_and_answered_once(
    house: Struck, database: Database
) -> None:
    house.serve()
    texts = bring(house.network, house.inbound, copies(TEXTS), text=house.join, at_once=AT_ONCE)
    house.work(only=("hear_next",))
    counts, written = kept(database, texts), replies(database)
    noted("F1", database=database.engine.name, **vars(counts), replies=written)
    assert counts.whole, counts
    assert counts.brought > 3 * TEXTS
    assert all(set(each.answers) == {200} for each in texts)
    assert written == {1: TEXTS}


@pytest.mark.parametrize("change", [None, broken.trust_the_network])
def test_without_its_unique_key_the_count_goes_red(
    house: Struck, database: Database, change: Callable[[], None] | None
) -> None:
    """As the house is, it keeps nothing without its key; one that trusts the network keeps all of it."""
    broken.drop_unique_key(database)
    house.serve(change=change)
    texts = bring(house.network, house.inbound, [2, 3, 1, 4], text=house.join, at_once=AT_ONCE)
    counts = kept(database, texts)
    assert not counts.whole, counts
    assert (counts.lost, counts.twice) == ((4, 0) if change is None else (0, 3))
