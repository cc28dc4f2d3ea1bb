"""The small-number rule, both ways round and between releases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.loop.understand.small_cells import shown, shown_again


@pytest.mark.parametrize(
    ("people", "total", "expected"),
    [
        (9, 100, None),
        (10, 100, 10),
        (90, 100, 90),
        (91, 100, None),
        (10, 19, None),
        (10, 20, 10),
        (0, 50, None),
    ],
)
def test_a_count_is_shown_only_where_ten_are_in_it_and_ten_are_not(people, total, expected):
    assert shown(people, total) == expected


def test_a_deployment_may_raise_the_rule_and_never_lower_it():
    assert shown(15, 100, k=20) is None
    assert shown(5, 100, k=2) is None


def test_a_count_that_moved_a_little_since_it_was_shown_is_withheld():
    assert shown_again(30, 100, [30]) == 30
    assert shown_again(31, 100, [30]) is None
    assert shown_again(40, 100, [30]) == 40
    assert shown_again(40, 100, [20, 35]) is None


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 30))
def test_nothing_shown_ever_stands_for_fewer_than_ten(people, rest, k):
    count = shown(people, people + rest, k)
    assert count is None or (people >= 10 and rest >= 10 and count == people)
