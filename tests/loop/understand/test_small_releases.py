"""Tables released one after the other: what a reader of both works out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.loop.understand.small_tables import Dimension, Shown, Why, counted
from consult.loop.understand.withholding import withhold
from tests.loop.understand.small_oracle import K, count, exposed, facts, narrow, table_of

COUNTS = np.array([[42, 17, 3], [25, 31, 12], [19, 14, 28]])
FIRST = table_of(COUNTS)
BLOCK = Shown(FIRST, frozenset({("a0", "b1"), ("a0", "b2"), ("a1", "b1"), ("a1", "b2")}))
A_FEW = settings(max_examples=12, deadline=None, derandomize=True, report_multiple_bugs=False)


def with_more(*more):
    counts = COUNTS.copy()
    for row, column, people in more:
        counts[row, column] += people
    return table_of(counts)


def shown_cells(shown):
    return set(shown.table.cells()) - shown.withheld


def small_facts(table):
    return {fact for fact in facts(table.dimensions) if count(table, fact) < K}


@st.composite
def two_states(draw):
    """A table, and the same some time later: people came, left, or were sorted anew."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    before = chance.poisson(chance.gamma(1, 25, size=(3, 3))) + np.eye(3, dtype=int) * 10
    how = draw(st.sampled_from(["nothing", "one sorted anew", "many came", "some came", "one group came"]))
    after = before.copy()
    if how == "one sorted anew":
        row, column = np.unravel_index(after.argmax(), after.shape)
        after[row, column] -= 1
        after[(row + 1) % 3, chance.integers(3)] += 1
    elif how == "one group came":
        after[chance.integers(3), chance.integers(3)] += 20
    elif how != "nothing":
        after += chance.multinomial(120 if how == "many came" else 25, np.full(9, 1 / 9)).reshape(3, 3)
    return table_of(before), table_of(after)


def must_not_tell(first, second):
    """No count that both show moved by a few people; and a reader who takes what is shown unchanged in
    the one for known in the other finds nobody in either."""
    both = shown_cells(first) & shown_cells(second)
    for cell in both:
        assert not 0 < abs(second.table.of(*cell) - first.table.of(*cell)) < K or second.why
    if second.why:
        assert shown_cells(second) == {(None, None)}
        return
    either = shown_cells(first) | shown_cells(second)
    same = {cell for cell in either if first.table.of(*cell) == second.table.of(*cell)}
    for each in (first, second):
        hidden = {cell for cell in each.withheld if each is second or first.table.of(*cell) < K}
        assert not narrow(each.table, shown_cells(each) | same, hidden | small_facts(each.table))


def test_the_same_table_again_withholds_the_same():
    assert withhold(FIRST, earlier=[BLOCK]).withheld == BLOCK.withheld
    assert withhold(FIRST).withheld != BLOCK.withheld


def test_two_harmless_tables_that_together_tell_go_red():
    other = withhold(FIRST)
    assert not exposed(BLOCK)
    assert not exposed(other)
    assert exposed(other, earlier=[BLOCK])


@pytest.mark.parametrize("people", [1, 9])
def test_where_a_few_people_came_the_earlier_table_stands(people):
    shown = withhold(with_more((0, 0, people)), earlier=[BLOCK])
    assert (shown.why, shown_cells(shown)) == (Why.SHOWN_BEFORE, {(None, None)})


def test_who_was_sorted_anew_is_not_told():
    shown = withhold(with_more((0, 0, -1), (2, 1, 1)), earlier=[withhold(FIRST)])
    assert shown.why is None
    assert {("a0", "b0"), ("a0", None), ("a2", None)} <= shown.withheld
    must_not_tell(withhold(FIRST), shown)


def test_a_cell_that_grew_does_not_tell_how_small_it_was():
    grown = with_more((0, 2, 20))
    assert withhold(grown).withheld == frozenset()
    shown = withhold(grown, earlier=[BLOCK])
    assert ("a0", "b1") in shown.withheld or ("a0", "b2") in shown.withheld
    must_not_tell(BLOCK, shown)


def test_when_everything_grew_everything_large_is_shown():
    assert withhold(table_of(COUNTS * 5), earlier=[withhold(FIRST)]).withheld == frozenset()


def test_where_only_the_number_of_all_was_told_nothing_binds():
    told = withhold(table_of([[2, 2], [2, 2]]))
    assert withhold(table_of([[40, 50], [60, 70]]), earlier=[told]).withheld == frozenset()


@A_FEW
@given(two_states())
def test_two_releases_together_tell_no_more_than_each(states):
    first = withhold(states[0])
    second = withhold(states[1], earlier=[first])
    must_not_tell(first, second)
    assert not exposed(second, earlier=[first])


def test_without_a_look_at_earlier_releases_the_property_goes_red():
    first = withhold(FIRST)
    with pytest.raises(AssertionError):
        must_not_tell(first, withhold(with_more((0, 0, -1), (2, 1, 1))))
    with pytest.raises(AssertionError):
        must_not_tell(BLOCK, withhold(with_more((0, 2, 20))))


def test_a_row_of_releases_is_looked_at_as_a_whole():
    releases = []
    for people in (0, 12, 12, 40):
        table = with_more((0, 0, people), (1, 1, people))
        releases.append(withhold(table, earlier=releases))
    assert releases[1].withheld == releases[2].withheld
    for first, second in pairwise(releases):
        must_not_tell(first, second)
    assert not exposed(releases[-1], earlier=releases[:-1])


@settings(A_FEW, max_examples=6)
@given(st.integers(0, 2**32))
def test_tables_that_cut_the_same_people_otherwise_tell_no_more_together(seed):
    chance = np.random.default_rng(seed)
    theme = Dimension("theme", ("water", "road", "peace"), several=True)
    place = Dimension("place", ("hill", "river"))
    age = Dimension("age", ("young", "old"))
    people = [
        (
            {each for each in theme.categories if chance.random() < 0.2},
            *[str(chance.choice(each.categories, p=[0.2, 0.8])) for each in (place, age)],
        )
        for _person in range(150)
    ]
    whole = counted([theme, place, age], people)
    by_place = withhold(counted([theme, place], [(said, where) for said, where, _age in people]))
    by_age = withhold(
        counted([theme, age], [(said, old) for said, _where, old in people]), earlier=[by_place]
    )
    seen = {(*cell, None) for cell in shown_cells(by_place)} | {(a, None, b) for a, b in shown_cells(by_age)}
    hidden = {(*cell, None) for cell in by_place.withheld} | {(a, None, b) for a, b in by_age.withheld}
    assert by_age.why is None
    assert not narrow(whole, seen, hidden)


def test_a_total_withheld_in_one_table_is_not_told_by_the_next():
    rows = [(f"a{row}",) for row in range(3) for _person in range(int(COUNTS[row].sum()))]
    by_row = withhold(counted(FIRST.dimensions[:1], rows), kept_back=[("a1",)])
    shown = withhold(FIRST, earlier=[by_row])
    assert len(by_row.withheld) == 2
    assert {(row, None) for (row,) in by_row.withheld} <= shown.withheld
    assert not exposed(shown, earlier=[by_row])
