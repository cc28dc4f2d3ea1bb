"""Unasked texts keep the night and the week."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.post.pace import NIGHT_FROM, NIGHT_UNTIL, after_night, earliest

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(["UTC", "Africa/Juba", "America/Port-au-Prince", "Asia/Kathmandu", "Europe/London"])


def at(hour: int, minute: int = 0, day: int = 4) -> datetime:
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        (at(7), at(7)),
        (at(12), at(12)),
        (at(19, 59), at(19, 59)),
        (at(20), at(7, day=5)),
        (at(23, 30), at(7, day=5)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
    ],
)
def test_at_night_a_text_waits_for_the_morning(asked: datetime, goes: datetime) -> None:
    assert after_night(asked, timezone="UTC") == goes


def test_the_night_is_that_of_the_community() -> None:
    assert after_night(at(18), timezone="Africa/Juba") == at(5, day=5)
    assert after_night(at(5), timezone="Africa/Juba") == at(5)


def test_a_zone_that_nobody_knows_is_read_as_utc() -> None:
    assert after_night(at(21), timezone="Nowhere/Special") == at(7, day=5)
    assert after_night(at(21), timezone="../etc") == at(7, day=5)


@given(moments, zones)
def test_what_goes_goes_by_day_and_never_earlier_than_asked(moment: datetime, zone: str) -> None:
    goes = after_night(moment, timezone=zone)
    assert goes >= moment
    assert goes - moment <= timedelta(hours=13)
    assert NIGHT_UNTIL <= goes.astimezone(ZoneInfo(zone)).time() < NIGHT_FROM
    assert after_night(goes, timezone=zone) == goes


@given(moments, moments, zones)
def test_between_two_bundles_there_is_a_week_of_days(last: datetime, moment: datetime, zone: str) -> None:
    goes = earliest(moment, last=last, timezone=zone)
    assert goes >= moment
    assert (goes.date() - last.date()).days >= 7


@given(moments, moments, zones)
def test_coarsening_the_last_one_to_its_day_changes_nothing(
    last: datetime, moment: datetime, zone: str
) -> None:
    day = datetime.combine(last.date(), time(), UTC)
    assert earliest(moment, last=day, timezone=zone) == earliest(moment, last=last, timezone=zone)


def test_the_first_bundle_waits_for_nothing_but_the_day() -> None:
    assert earliest(at(12), last=None, timezone="UTC") == at(12)
