"""F5. The network answers 429 for half a minute, now with and now without saying when to come again."""

from datetime import timedelta

import pytest

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.records import Delivery
from tests.faults.office import busiest, office
from tests.faults.sizes import noted, size
from tests.faults.weather import Fate

RATE = 1.0
BURST_OF_PATIENCE = timedelta(seconds=30)
pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.mark.parametrize("fate", [Fate.THROTTLED, Fate.THROTTLED_BARE])
def test_nobody_is_lost_no_try_is_counted_and_the_pace_is_kept(
    database: Database, vault: Vault, fate: Fate
) -> None:
    people = size(45, 1_000)
    with office(database, vault, rate=RATE) as house:
        house.write(people)
        began = house.clock.true

        def weather() -> None:
            """Half of every minute it is too busy, whatever it is asked."""
            busy = (house.clock.true - began) % timedelta(minutes=1) < BURST_OF_PATIENCE
            house.network.change(**{str(fate): 1.0 if busy else 0.0})

        house.work(also=weather)
        taken = house.network.truth.taken()
        assert (len(taken), len(house.phones())) == (people, people)
        assert house.states() == {Delivery.ACCEPTED: people}
        outcomes = house.outcomes()
        assert set(outcomes) == {"accepted", "throttled"}
        noted("F5", answered=fate, texts=people, refused=outcomes["throttled"], took=house.clock.true - began)
        bursts = 1 + (house.clock.true - began) // timedelta(minutes=1)
        assert 2 <= outcomes["throttled"] <= 6 * bursts, "one try finds out for all, ever more rarely"
        moments = [each.at for each in taken]
        for seconds in (1, 5, 20):
            window = timedelta(seconds=seconds)
            assert busiest(moments, window) <= RATE * (seconds + 1) + 1, "no faster after it had to wait"
