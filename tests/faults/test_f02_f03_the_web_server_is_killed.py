"""F2, F3: the web server is killed when a text is in the database and not yet answered, and just before
it is. The network brings it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.db.unit import Database
from tests.faults import broken
from tests.faults.bringing import bring, kept
from tests.faults.forked import Struck
from tests.faults.kills import Point, Strike
from tests.faults.network import Network
from tests.faults.sizes import noted, size

KILLS = size(8, 250)
"""On each database, so twice as many for each fault."""
AT_ONCE = 6


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[Struck]:
    with Network() as network:
        house = Struck(tmp_path / "house", network=network, database_url=database_url)
        yield house
        house.close()


@pytest.mark.parametrize(("fault", "point"), [("F2", Point.KEPT), ("F3", Point.UNKEPT)])
def test_a_text_is_there_once_however_often_the_server_is_killed_with_it(
    house: Struck, database: Database, fault: str, point: Point
) -> None:
    house.serve(Strike(point, 2, house.tally, most=KILLS))
    texts = bring(house.network, house.inbound, [1] * (2 * KILLS + 10), text="Hello", at_once=AT_ONCE)
    counts = kept(database, texts)
    noted(fault, point=point, database=database.engine.name, kills=house.hits, **vars(counts))
    assert house.hits == KILLS
    assert counts.again >= KILLS, "whoever was being served at a kill comes again"
    assert counts.whole, counts


@pytest.mark.parametrize("kind", ["sqlite"])
def test_where_a_text_is_answered_before_it_is_kept_the_count_goes_red(
    house: Struck, database: Database
) -> None:
    house.serve(Strike(Point.UNKEPT, 1, house.tally, most=2), broken.answer_first)
    texts = bring(house.network, house.inbound, [1] * 12, text="Hello", at_once=2)
    counts = kept(database, texts)
    assert counts.lost, counts
    assert not counts.whole
