"""F8. Nobody answers for 24 hours, on a made-up clock: all wait, all go, and no faster than agreed."""

from datetime import timedelta

import pytest

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.lines import LONGEST_PATIENCE
from consult.post.records import Delivery
from consult.providers.twilio.provider import MOST_PAUSE
from tests.faults.office import Office, busiest, office
from tests.faults.sizes import noted, size

DAY = timedelta(days=1)
EARLY = "Taken before it went down."
WAITED = "Your words arrived."
RATE = 5.0
EXPIRED = 30036
pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def throw_away(house: Office) -> None:
    """What the network had taken and could not carry is thrown away there, as after its ten hours."""
    for text in house.network.truth.taken():
        if text.words == EARLY:
            text.status, text.error = "failed", EXPIRED


def look_at_all(house: Office, most: timedelta) -> None:
    """Work for so long, whether anything is open or not: the hours in which lost reports are asked for."""
    end = house.clock.true + most
    while house.clock.true < end:
        if not house.step():
            house.clock.move(timedelta(minutes=10))


def test_a_day_without_a_network_loses_nothing_and_is_made_up_for_at_the_agreed_pace(
    database: Database, vault: Vault
) -> None:
    people, before = size(30, 1_000), 2
    with office(database, vault, rate=RATE) as house:
        house.write(before, text=EARLY)
        house.work()
        house.write(people, text=WAITED, first=before)
        began = house.clock.true
        house.network.down()
        house.provider.line.close()  # type: ignore[attr-defined]  # else it would still answer on that
        while house.clock.true < began + DAY:
            if not house.step():
                house.clock.move(house._until_due())
        tries = house.outcomes()["throttled"]
        assert house.states()[Delivery.PENDING] == people, "no text is blamed for it"
        assert 24 * 6 / 2 < tries < 24 * 12, "it was tried all day, and not all the time"

        throw_away(house)
        house.network.up()
        back = house.clock.true
        house.work()
        taken = [each for each in house.network.truth.taken() if each.at >= back]
        waited = [
            each for each in taken if each.words == WAITED
        ]  # EARLY, if asked about now, goes in an hour
        assert len({each.to for each in waited}) == people
        assert (
            max(each.at for each in waited)
            < back + timedelta(seconds=people / RATE) + timedelta(seconds=MOST_PAUSE * 1.5) + LONGEST_PATIENCE
        )
        moments = sorted(each.at for each in taken)
        for seconds in (1, 5, 60):
            assert busiest(moments, timedelta(seconds=seconds)) <= RATE * (seconds + 1) + 1

        look_at_all(house, timedelta(hours=3))
        assert house.codes(Delivery.FAILED) == [str(EXPIRED)] * before, "seen, and written down"
        again = [each for each in house.network.truth.taken() if each.words == EARLY]
        assert len(again) == 2 * before, "they go once more"
        throw_away(house)
        look_at_all(house, timedelta(hours=3))
        failed = house.codes(Delivery.FAILED)
        noted(
            "F8", waiting=people, tries=tries, back_in=max(each.at for each in waited) - back, failed=failed
        )
        assert failed.count("expired") == house.states()[Delivery.FAILED] == before, "and then it is a debt"
        assert house.network.truth.doubled()[1] == before, "none but these was carried twice"
