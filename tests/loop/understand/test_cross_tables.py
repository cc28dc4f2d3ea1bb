"""People by rows and themes: nobody can be found in what is shown, told by the auditor of small tables."""

import random

import pytest

from consult.loop.understand.auditing import Possible
from consult.loop.understand.cross_tables import as_json, cross_table, families, from_json, settled
from consult.loop.understand.small_tables import Dimension, Shown, Table, Why

PLACES = ["upper", "lower", "camp", ""]
THEMES = ["1", "2", "3"]


def told_of(table: Table) -> list[str]:
    """Themes whose number of people is told by the small-number rule."""
    return [each for each in THEMES if 10 <= table.of(None, each) <= table.total - 10]


def made_up(seed: int) -> Table:
    draw = random.Random(seed)
    often = [draw.choice([0.05, 0.3, 0.6, 0.95]) for _ in THEMES]
    people = [
        (
            draw.choices(PLACES, weights=[9, 5, draw.choice([1, 3]), 2])[0],
            [theme for theme, share in zip(THEMES, often, strict=True) if draw.random() < share],
        )
        for _ in range(draw.choice([40, 120, 300]))
    ]
    return cross_table("stays_in", PLACES, THEMES, people)


def known_besides(table: Table) -> Shown:
    themes = Dimension("theme", tuple(THEMES), several=True)
    told = told_of(table)
    return Shown(
        Table((themes,), table.counts[-1]), frozenset((each,) for each in THEMES if each not in told)
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kept_back", [[], ["lower"]])
def test_what_is_settled_theme_by_theme_exposes_nobody(seed: int, kept_back: list[str]) -> None:
    table = made_up(seed)
    shown = settled(table, told=told_of(table), kept_back=kept_back, k=10)
    assert Possible(table, [known_besides(table)], 10).exposed(shown.withheld) == []
    assert all(shown.count(row, theme) is None for row in kept_back for theme in [*THEMES, None])
    assert all(shown.count(None, each) is None for each in THEMES if each not in told_of(table))


def test_large_numbers_stand_there() -> None:
    people = [(place, [theme]) for place in PLACES for theme in THEMES for _ in range(20)]
    table = cross_table("stays_in", PLACES, THEMES, people)
    shown = settled(table, told=THEMES, kept_back=[], k=10)
    assert not shown.withheld
    assert shown.count("upper", "2") == 20


def test_one_small_number_takes_a_second_one_along() -> None:
    people = [(place, ["1"] * (n < 20)) for place in PLACES for n in range(40)]
    table = cross_table("stays_in", PLACES, THEMES, [p for p in people if p != ("camp", ["1"])])
    shown = settled(table, told=["1"], kept_back=[], k=10)
    assert sum(shown.count(row, "1") is None for row in PLACES) == 2


def test_a_second_table_of_a_round_is_compared_with_the_first() -> None:
    people = [(place, ["1"] * (n < 20)) for place in PLACES[:2] for n in range(40)]
    first = cross_table("stays_in", PLACES[:2], ["1"], people)
    before = settled(first, told=["1"], kept_back=[], k=10)
    assert not before.withheld
    second = cross_table("stays_in", PLACES[:2], ["1"], [*people, ("upper", ["1"])])
    after = settled(second, told=["1"], kept_back=[], k=10, earlier=[from_json(as_json(before))])
    assert after.why is Why.SHOWN_BEFORE
    many = settled(second, told=["1"], kept_back=[], k=10, earlier=[before] * 20)
    assert many.why is Why.SHOWN_BEFORE


def test_what_is_kept_sealed_comes_back_whole() -> None:
    table = made_up(3)
    shown = settled(table, told=told_of(table), kept_back=["camp"], k=10)
    again = from_json(as_json(shown))
    assert (again.table.counts == table.counts).all()
    assert (again.withheld, again.why) == (shown.withheld, shown.why)


def test_groups_of_which_nobody_is_in_two_are_one_family() -> None:
    said = [{"women", "herders"}, {"men"}, {"men", "herders"}, {"women"}, set()]
    assert families(["women", "herders", "men", "nobody"], said) == [("women", "men", "nobody"), ("herders",)]
