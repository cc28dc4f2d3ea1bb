"""Counting people into small tables."""

import numpy as np
import pytest

from consult.loop.understand.small_tables import Dimension, Shown, Table, counted

PLACE = Dimension("place", ("hill", "river"))
THEME = Dimension("theme", ("water", "road"), several=True)
PEOPLE = [("hill", {"water", "road"}), ("hill", {"water"}), ("river", set()), ("river", ["road", "road"])]


def test_a_person_counts_once_in_a_cell_and_in_each_total():
    table = counted([PLACE, THEME], PEOPLE)
    assert table.counts.tolist() == [[2, 1, 2], [0, 1, 2], [2, 2, 4]]
    assert (table.of("hill", "water"), table.of(None, "road"), table.total) == (2, 2, 4)
    assert list(table.cells())[-1] == (None, None)
    assert [table.of(*cell) for cell in table.cells()] == table.counts.ravel().tolist()


def test_people_who_are_not_in_a_category_are_counted_too():
    outside = counted([PLACE, THEME], PEOPLE).inside_and_outside()
    assert outside.shape == (5, 5)
    assert outside[0].tolist() == [2, 1, 2, 0, 1]
    assert outside[3].tolist() == [0, 1, 2, 2, 1]


def test_nobody_at_all_is_a_table_too():
    assert counted([PLACE], []).counts.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("dimensions", "people"),
    [
        ([PLACE], [("sea",)]),
        ([PLACE], [(["hill"],)]),
        ([THEME], [("water",)]),
        ([PLACE, PLACE], [("hill", "hill")]),
        ([PLACE], [("hill", "hill")]),
        ([], [()]),
    ],
)
def test_what_does_not_fit_the_dimensions_is_refused(dimensions, people):
    with pytest.raises(ValueError):
        counted(dimensions, people)


@pytest.mark.parametrize(
    ("dimension", "counts"), [(PLACE, [1, 1, 3]), (PLACE, [-1, 4, 3]), (THEME, [4, 0, 3]), (PLACE, [1, 2])]
)
def test_counts_that_do_not_add_up_are_refused(dimension, counts):
    with pytest.raises(ValueError):
        Table((dimension,), np.array(counts))


def test_nobody_may_be_counted_where_nobody_can_be():
    with pytest.raises(ValueError, match="can be"):
        counted([PLACE, THEME], PEOPLE, impossible=[("hill", "water")])


def test_a_category_stands_once():
    with pytest.raises(ValueError, match="once"):
        Dimension("place", ("hill", "hill"))


def test_what_is_withheld_is_not_told():
    shown = Shown(counted([PLACE], [("hill",), ("river",)]), frozenset({("hill",)}))
    assert (shown.count("hill"), shown.count("river"), shown.count(None)) == (None, 1, 2)
