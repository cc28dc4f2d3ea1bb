"""When a text that failed for a while goes again, as numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.post.outcomes import Why
from consult.post.retries import AGAIN, GIVEN_UP, again

NOON = datetime(2027, 6, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(("before", "minutes"), [(0, 15), (1, 120), (2, 720)])
def test_a_reply_goes_again_at_growing_distances(before: int, minutes: int) -> None:
    at = again(Why.LATER, before=before, asked=True, timezone="UTC", now=NOON)
    assert at == NOON + timedelta(minutes=minutes)


def test_after_the_last_try_it_is_given_up() -> None:
    assert again(Why.LATER, before=3, asked=True, timezone="UTC", now=NOON) is None


def test_what_met_a_full_network_goes_again_for_longer_and_then_is_given_up() -> None:
    at = [again(Why.FULL, before=n, asked=True, timezone="UTC", now=NOON) for n in range(5)]
    assert [each and (each - NOON).total_seconds() / 3600 for each in at] == [0.5, 2, 12, 24, None]


def test_what_expired_is_planned_again_once() -> None:
    assert again(Why.EXPIRED, before=0, asked=True, timezone="UTC", now=NOON) == NOON + timedelta(hours=1)
    assert again(Why.EXPIRED, before=1, asked=True, timezone="UTC", now=NOON) is None


@pytest.mark.parametrize("why", [Why.NUMBER, Why.STOPPED, Why.CONTENT, Why.SETUP])
def test_what_no_time_heals_is_never_tried_again(why: Why) -> None:
    assert again(why, before=0, asked=True, timezone="UTC", now=NOON) is None


def test_what_nobody_asked_for_goes_again_by_day() -> None:
    third = again(Why.LATER, before=2, asked=False, timezone="UTC", now=NOON)
    assert third == datetime(2027, 6, 5, 7, tzinfo=UTC)
    second = again(Why.LATER, before=1, asked=False, timezone="Africa/Juba", now=NOON + timedelta(hours=5))
    assert second == datetime(2027, 6, 5, 5, tzinfo=UTC)


def test_every_kind_that_is_tried_again_has_a_word_for_its_end() -> None:
    assert set(AGAIN) - set(GIVEN_UP) == {Why.COUNTRY}, "what only the operator can mend has no end"


def test_what_only_the_operator_can_mend_goes_again_each_day_without_end() -> None:
    at = {again(Why.COUNTRY, before=n, asked=True, timezone="UTC", now=NOON) for n in range(3, 40)}
    assert at == {NOON + timedelta(days=1)}
