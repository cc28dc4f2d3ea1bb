"""Of a moment its day is kept, the same wherever the clock stood."""

from datetime import UTC, datetime, timedelta, timezone

from consult.common.days import day_of


def test_the_hour_is_gone_and_the_day_is_that_of_utc() -> None:
    assert day_of(datetime(2027, 6, 4, 23, 59, 58, 7, tzinfo=UTC)) == datetime(2027, 6, 4, tzinfo=UTC)


def test_a_clock_of_another_zone_tells_the_same_day() -> None:
    at = datetime(2027, 6, 4, 23, 30, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=3)))
    assert elsewhere.day == 5
    assert day_of(elsewhere) == day_of(at) == datetime(2027, 6, 4, tzinfo=UTC)
