"""What is withheld of a table, audited by writing down every table that a reader holds possible."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.loop.understand import withholding
from consult.loop.understand.small_tables import Dimension, Shown, Table, Why, counted
from consult.loop.understand.withholding import withhold
from tests.loop.understand.small_oracle import (
    K,
    count,
    dimensions_of,
    exposed,
    facts,
    found_out,
    kinds,
    members,
    named,
    narrow,
    possible,
    ranges,
    table_of,
)

PUBLISHED = table_of([[42, 17, 3], [25, 31, 12], [19, 14, 28]])
A_FEW = settings(max_examples=15, deadline=None, derandomize=True, report_multiple_bugs=False)

TINY = [  # sizes, which may hold several, so many people that every table can still be written down
    ((2, 2), "", 80),
    ((2, 2), "", 50),
    ((2, 3), "", 30),
    ((5,), "", 36),
    ((2,), "a", 80),
    ((1, 2), "a", 60),
    ((1, 1), "ab", 60),
    ((3,), "a", 18),
    ((2, 2, 2), "", 18),
]
LARGER = [
    ((4, 4), "", 300),
    ((3, 3, 2), "", 400),
    ((3, 2), "a", 200),
    ((3, 2), "ab", 200),
    ((4, 2, 2), "a", 300),
]


@st.composite
def tables(draw, shapes):
    """Tables of up to so many people, unevenly spread."""
    sizes, several, most = draw(st.sampled_from(shapes))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    dimensions = dimensions_of(sizes, several)
    every = list(product(*(kinds(each) for each in dimensions)))
    shares = chance.gamma(0.7, size=len(every))
    people = chance.multinomial(chance.integers(max(K, most // 2), most + 1), shares / shares.sum())
    return counted(
        dimensions,
        [
            [
                set(part) if each.several else next(iter(part))
                for each, part in zip(dimensions, kind, strict=True)
            ]
            for kind, number in zip(every, people, strict=True)
            for _person in range(number)
        ],
    )


def small(table):
    return frozenset(cell for cell in table.cells() if table.of(*cell) < K and any(cell))


@pytest.mark.parametrize(
    ("withheld", "expected"),
    [
        ([("a0", "b2")], [(3, 3)]),
        ([("a0", "b2"), ("a1", "b1")], [(3, 3), (31, 31)]),
        (
            [("a0", "b1"), ("a0", "b2"), ("a1", "b1"), ("a1", "b2")],
            [(5, 20), (0, 15), (28, 43), (0, 15)],
        ),
    ],
)
def test_the_published_vectors_hold(withheld, expected):
    assert list(ranges(Shown(PUBLISHED, frozenset(withheld))).values()) == expected


def test_primary_withholding_alone_goes_red():
    alone = Shown(PUBLISHED, small(PUBLISHED))
    assert alone.withheld == {("a0", "b2")}
    assert frozenset({("a", "a0", True), ("b", "b2", True)}) in exposed(alone)
    assert not exposed(withhold(PUBLISHED))


def test_the_published_table_needs_four_cells_and_no_total():
    withheld = withhold(PUBLISHED).withheld
    assert len(withheld) == 4
    assert ("a0", "b2") in withheld
    assert not any(None in cell for cell in withheld)


@A_FEW
@given(tables(TINY))
def test_whatever_is_withheld_could_be_ten_different_numbers_of_people(table):
    shown = withhold(table)
    assert shown.count(*[None] * len(table.dimensions)) == table.total
    assert small(table) <= shown.withheld
    assert shown.why is None
    assert not found_out(shown)


@A_FEW
@given(tables(TINY))
def test_no_more_is_withheld_than_must_be(table):
    shown = withhold(table)
    for cell in shown.withheld - small(table):
        assert found_out(Shown(table, shown.withheld - {cell}))


@A_FEW
@given(tables(TINY), st.data())
def test_both_auditors_find_out_the_same(table, data):
    some = data.draw(st.sets(st.sampled_from(list(table.cells())[:-1])))
    shown = Shown(table, frozenset(some))
    assert set(exposed(shown)) == {named(each, table.dimensions) for each in found_out(shown)}
    every = possible([shown])
    for cell, (low, high) in ranges(shown).items():
        sums = every[:, members(table.dimensions, cell)].sum(axis=1)
        assert low <= sums.min() <= sums.max() <= high


@pytest.mark.parametrize("seed", [2, 8, 11])
def test_what_turns_out_not_to_be_needed_is_shown_again(seed):
    chance = np.random.default_rng(seed)
    chance.poisson(chance.gamma(0.7, 12, (4, 4)))
    table = table_of(chance.poisson(chance.gamma(0.7, 12, (3, 3))))
    withheld = withhold(table).withheld
    assert not exposed(Shown(table, withheld))
    for cell in withheld - small(table):
        assert exposed(Shown(table, withheld - {cell}))


def test_nobody_speaks_of_more_at_a_place_than_live_there():
    place = Dimension("place", ("hill", "river"))
    theme = Dimension("theme", ("water",), several=True)
    spoke = {"hill": [{"water"}] * 40 + [set()] * 40, "river": [{"water"}] * 3 + [set()] * 11}
    table = counted([theme, place], [(said, where) for where, people in spoke.items() for said in people])
    shown = Shown(table, frozenset({("water", "hill"), ("water", "river")}))
    assert ranges(shown) == {("water", "hill"): (29, 43), ("water", "river"): (0, 14)}


def test_without_complementary_withholding_the_property_goes_red(monkeypatch):
    monkeypatch.setattr(withholding, "_enough", lambda _possible, shown, _guarded, _price: shown)
    monkeypatch.setattr(withholding, "_again", lambda _possible, shown, _never, _guarded: shown)
    with pytest.raises(AssertionError):
        test_whatever_is_withheld_could_be_ten_different_numbers_of_people()


@settings(A_FEW, max_examples=6)
@given(tables(LARGER))
def test_larger_tables_hold_by_another_linear_programme(table):
    shown = withhold(table)
    hidden = shown.withheld | {fact for fact in facts(table.dimensions) if count(table, fact) < K}
    assert not narrow(table, set(table.cells()) - shown.withheld, hidden)


def test_nearly_everybody_points_at_the_few_who_are_not():
    place = Dimension("place", ("hill", "river"))
    theme = Dimension("theme", ("water",), several=True)
    people = [("hill", {"water"})] * 58 + [("hill", set())] * 2 + [("river", {"water"})] * 30
    shown = withhold(counted([place, theme], [*people, *[("river", set())] * 30]))
    assert shown.count("hill", "water") is None
    assert not found_out(shown)


def test_a_total_is_withheld_too_where_nothing_else_helps():
    shown = withhold(table_of([[5, 4], [40, 50]]))
    assert not found_out(shown)
    assert (shown.count("a1", None), shown.why) == (None, None)


def test_of_fewer_than_ten_people_only_their_number_is_told():
    shown = withhold(table_of([[3, 1], [4, 1]]))
    assert (shown.why, shown.count(None, None), len(shown.withheld)) == (Why.TOO_FEW, 9, 8)


def test_a_large_table_is_shown_whole():
    assert withhold(table_of([[40, 50], [60, 70]])).withheld == frozenset()


def test_a_zero_is_told_only_where_nobody_can_be():
    counts = [[0, 40, 40], [50, 60, 70]]
    assert withhold(table_of(counts)).count("a0", "b0") is None
    whole = table_of(counts)
    shown = withhold(Table(whole.dimensions, whole.counts, frozenset({("a0", "b0")})))
    assert shown.withheld == frozenset()
    assert shown.count("a0", "b0") == 0


def test_everybody_in_one_category_is_no_secret_where_there_is_no_other():
    assert withhold(table_of([[40], [50]])).withheld == frozenset()


def test_a_group_that_wants_no_count_of_its_own_has_none():
    shown = withhold(table_of([[40, 50], [60, 70]]), kept_back=[("a1", "b0")])
    assert shown.count("a1", "b0") is None
    assert not found_out(shown)


def test_a_cell_to_keep_back_that_is_none_of_the_table_is_refused():
    with pytest.raises(ValueError):
        withhold(table_of([[40, 50], [60, 70]]), kept_back=[("a1", "hill")])


def test_the_rule_can_be_raised_and_never_lowered():
    table = table_of([[15, 60], [70, 80]])
    assert withhold(table).withheld == frozenset()
    assert withhold(table_of([[5, 60], [70, 80]]), k=2).count("a0", "b0") is None
    raised = withhold(table, k=20)
    assert raised.count("a0", "b0") is None
    assert min(high - low for low, high in ranges(raised).values()) >= 20


def test_the_same_table_gives_the_same_choice():
    table = table_of(np.arange(24).reshape(4, 3, 2) * 7 % 31)
    assert withhold(table).withheld == withhold(table).withheld


def test_two_dimensions_with_many_categories_a_person_are_too_much_to_audit():
    table = counted(dimensions_of((7, 7), "ab"), [({"a0"}, {"b0"})] * 30)
    with pytest.raises(ValueError, match="six"):
        withhold(table)
