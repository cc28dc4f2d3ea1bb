"""The shown state is the highest of all that was said, in whatever order it was said."""

import itertools
from collections.abc import Iterable
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from consult.post.records import Delivery
from consult.post.states import ENDED, RANK, REPORTED, merge


def highest(reports: Iterable[Delivery]) -> Delivery:
    return reduce(merge, reports, Delivery.PENDING)


states = st.sampled_from(list(Delivery))


def test_every_state_has_its_own_rank() -> None:
    assert set(RANK) == set(Delivery)
    assert len(set(RANK.values())) == len(RANK)


@given(states, states, states)
def test_merging_cares_neither_for_order_nor_for_repetition(
    one: Delivery, two: Delivery, three: Delivery
) -> None:
    assert merge(one, two) is merge(two, one)
    assert merge(merge(one, two), three) is merge(one, merge(two, three))
    assert merge(one, one) is one


@given(st.lists(st.sampled_from(sorted(REPORTED)), min_size=1, max_size=5), st.data())
def test_every_order_of_the_same_reports_shows_the_same(reports: list[Delivery], data: st.DataObject) -> None:
    again = [*reports, data.draw(st.sampled_from(reports))]
    shown = {highest(order) for order in itertools.permutations(again)}
    assert len(shown) == 1


@given(st.lists(states, max_size=8))
def test_a_state_never_falls(reports: list[Delivery]) -> None:
    ranks = [RANK[highest(reports[:count])] for count in range(len(reports) + 1)]
    assert ranks == sorted(ranks)


def test_a_late_sent_does_not_hide_delivered_or_failed() -> None:
    assert highest([Delivery.DELIVERED, Delivery.SENT]) is Delivery.DELIVERED
    assert highest([Delivery.FAILED, Delivery.SENT, Delivery.ACCEPTED]) is Delivery.FAILED


def test_delivered_outranks_every_other_end() -> None:
    assert max(ENDED, key=RANK.__getitem__) is Delivery.DELIVERED
