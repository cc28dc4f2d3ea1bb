import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.loop.close.few import told_apart

K = 10


@pytest.mark.parametrize(
    ("counts", "shown", "hidden"),
    [
        ({}, [], []),
        ({"a": 12}, [("a", 12)], []),
        ({"a": 12, "b": 40}, [("b", 40), ("a", 12)], []),
        ({"a": 9, "b": 8, "c": 30}, [("c", 30)], ["a", "b"]),
        ({"a": 9, "b": 40, "c": 30}, [("b", 40)], ["c", "a"]),
        ({"a": 2, "b": 3, "c": 30, "d": 50}, [("d", 50)], ["c", "b", "a"]),
        ({"a": 2}, [], ["a"]),
    ],
)
def test_few_are_not_shown_and_cannot_be_worked_out(counts, shown, hidden):
    assert told_apart(counts, k=K) == (shown, hidden)


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 60)))
def test_whoever_knows_the_sum_knows_no_count_that_is_not_shown_to_within_ten(counts):
    shown, hidden = told_apart(counts, k=K)
    assert {name for name, _ in shown} | set(hidden) == set(counts)
    assert all(number >= K for _, number in shown)
    if hidden and shown:
        rest = sum(counts.values()) - sum(number for _, number in shown)
        assert len(hidden) > 1
        assert rest >= K
