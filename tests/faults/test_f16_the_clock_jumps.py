"""F16. Clocks that jump two hours, change twice a year, or differ from the network's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from consult.common.outbox import TakenOver
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.arrivals import look_for_missed
from consult.post import inbound, pace
from consult.post.outcomes import Outcome
from consult.post.records import Delivery, Inbound
from consult.providers.port import Outbound
from tests.cast import number
from tests.faults.office import Office, office
from tests.faults.run import phone
from tests.faults.sizes import noted, size
from tests.faults.weather import Rates

JUMP = timedelta(hours=2)
on_sqlite = pytest.mark.parametrize("kind", ["sqlite"])
CHANGES = {
    "Africa/Cairo": ((2027, 4, 30), (2027, 10, 29)),
    "Africa/Casablanca": ((2027, 2, 7), (2027, 3, 14)),
    "America/Port-au-Prince": ((2027, 3, 14), (2027, 11, 7)),
    "Asia/Beirut": ((2027, 3, 28), (2027, 10, 31)),
    "Europe/London": ((2027, 3, 28), (2027, 10, 31)),
    "Africa/Juba": ((2021, 2, 1), (2027, 1, 1)),
    "Australia/Lord_Howe": ((2027, 4, 4), (2027, 10, 3)),
}


@pytest.mark.parametrize("zone", CHANGES)
def test_the_night_is_quiet_on_the_days_on_which_the_clocks_change(zone: str) -> None:
    """Every five minutes for two days around: never at night, never early, never a day late."""
    local = ZoneInfo(zone)
    for day in CHANGES[zone]:
        start = datetime(*day, tzinfo=UTC) - timedelta(days=1)
        for step in range(2 * 24 * 12):
            at = start + timedelta(minutes=5 * step)
            goes = pace.after_night(at, timezone=zone)
            clock = goes.astimezone(local).time()
            assert pace.NIGHT_FROM > clock >= pace.NIGHT_UNTIL, (zone, at, goes)
            if goes == at:
                continue
            assert timedelta(0) < goes - at <= timedelta(hours=12), (zone, at, goes)
            assert clock == pace.NIGHT_UNTIL, "at the very end of the night"
            just_before = (goes - timedelta(minutes=1)).astimezone(local).time()
            assert not pace.NIGHT_UNTIL <= just_before < pace.NIGHT_FROM


@on_sqlite
@pytest.mark.parametrize("jump", [JUMP, -JUMP])
def test_a_jump_while_a_text_is_handed_over_makes_nobody_send_it_again(
    database: Database, vault: Vault, jump: timedelta
) -> None:
    """Seen by another worker the lease is over at once. It may look, and must not send."""
    with office(database, vault) as house:
        house.write(1)
        real = house.provider.send

        def slow(letter: Outbound) -> Outcome:
            house.clock.ahead += jump
            for _ in range(5):
                assert not other_sends(house), "another worker while the first waits for its answer"
            return real(letter)

        house.provider.send = slow  # type: ignore[method-assign]
        assert house.step()
        house.provider.send = real  # type: ignore[method-assign]
        house.work()
        assert house.states() == {Delivery.ACCEPTED: 1}
        assert len(house.network.truth.taken()) == 1


def other_sends(house: Office) -> int:
    """What a second pair of hands hands over at this moment."""
    before = len(house.network.truth.taken())
    house.step()
    return len(house.network.truth.taken()) - before


@on_sqlite
@pytest.mark.parametrize("jump", [JUMP, -JUMP])
def test_a_letter_is_understood_once_though_its_lease_was_jumped_over(
    database: Database, vault: Vault, now: datetime, jump: timedelta
) -> None:
    with database.work() as session:
        inbound.store(
            session,
            vault=vault,
            provider="twilio",
            provider_message_id="SM1",
            sender=number(1),
            text="water",
            now=now,
        )
    with database.work() as session:
        first = inbound.claim(session, vault=vault, now=now)
    with database.work() as session:
        second = inbound.claim(session, vault=vault, now=now + jump)
    assert first is not None
    assert (second is not None) == (jump > timedelta(0)), "before its end a lease is nobody else's"
    if second is None:
        with database.work() as session:
            inbound.understood(session, first, now=now + jump)
        return
    with database.work() as session:
        inbound.understood(session, second, now=now + jump)
    with pytest.raises(TakenOver), database.work() as session:
        inbound.understood(session, first, now=now)
    with database.reading() as session:
        assert session.scalar(select(func.max(Inbound.tries))) == 2


@on_sqlite
@pytest.mark.parametrize("jump", [JUMP, -JUMP])
def test_texts_go_once_and_at_the_agreed_pace_though_the_clock_jumps_on_the_way(
    database: Database, vault: Vault, jump: timedelta
) -> None:
    """Set back, the texts that were written before wait at most until the clock is there again."""
    people, rate = size(12, 300), 2.0
    with office(database, vault, rate=rate, rates=Rates(throttled=0.1, error_taken=0.1)) as house:
        house.write(people)
        for _ in range(people // 3):
            house.step()
        house.clock.ahead += jump
        house.work(JUMP * 2)
        taken = house.network.truth.taken()
        assert len({each.to for each in taken}) == len(taken) == people
        assert house.clock.true < taken[0].at + JUMP + timedelta(minutes=30)


@on_sqlite
@pytest.mark.parametrize("skew", [JUMP, -JUMP, timedelta(minutes=7), -timedelta(seconds=50)])
def test_a_text_in_doubt_is_found_though_the_networks_clock_is_another(
    database: Database, vault: Vault, skew: timedelta
) -> None:
    people = size(8, 300)
    with office(database, vault, rates=Rates(error_taken=0.5), seed=3) as house:
        house.clock.ahead = skew
        house.write(people)
        house.work()
        report = house.network.truth.report()
        noted("F16", skew=skew, texts=people, taken_and_denied=report["lied_about"], extra=report["doubled"])
        assert int(str(report["lied_about"])) > 0
        assert (report["doubled"], house.resent(), len(house.phones())) == (0, 0, people)


@on_sqlite
@pytest.mark.parametrize("skew", [JUMP, -JUMP])
def test_what_never_reached_us_is_fetched_though_the_clocks_differ(
    database: Database, vault: Vault, skew: timedelta
) -> None:
    with office(database, vault) as house:
        house.clock.ahead = skew
        hour = timedelta(hours=1)
        look_for_missed(house.parts, house.clock())
        for n in range(4):
            house.clock.move(hour / 2)
            house.network.inbound = "http://127.0.0.1:9/nobody"
            house.network.speak(phone(n), text="water").result(120)
            house.clock.move(hour / 2)
            look_for_missed(house.parts, house.clock())
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Inbound)) == 4
