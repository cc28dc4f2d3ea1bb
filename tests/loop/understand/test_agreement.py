"""How far coders agree, on published worked examples; which cards are drawn; when codes stop being new."""

from itertools import islice, pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.loop.understand import drawing, new_codes
from consult.loop.understand.agreement import agree, alpha, masi

SEED = UUID(int=7)


def each(one: str, other: str) -> list:
    """Two coders' choices of one code for each answer."""
    return [(frozenset(a), frozenset(b)) for a, b in zip(one.split(), other.split(), strict=True)]


@pytest.mark.parametrize(
    ("one", "other", "same", "published"),
    [
        # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), parts A and B.
        ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0", 6, 0.095),
        ("a a b b d c c c e d d a", "b a b b b c c c e d d d", 9, 0.692),
    ],
)
def test_one_code_an_answer_is_as_krippendorff_worked_it_out(one, other, same, published):
    found = agree(each(one, other))
    assert (found.same, found.both) == (same, len(one.split()))
    assert found.alpha == pytest.approx(published, abs=0.0006)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ab", "ab", 0),
        ("", "", 0),
        ("ab", "abc", 1 - 2 / 3 * 2 / 3),  # Passonneau 2006: one lies within the other
        ("abc", "abd", 1 - 1 / 2 * 1 / 3),  # they cross
        ("ab", "cd", 1),
        ("12", "1234", 2 / 3),
    ],
)
def test_sets_are_as_far_apart_as_masi_says(one, other, apart):
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(apart)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(apart)


sets = st.frozensets(st.sampled_from("abcd"), min_size=1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(sets, sets), min_size=2, max_size=12))
def test_alpha_of_sets_is_one_less_what_is_seen_over_what_chance_would_bring(pairs):
    every = [one for pair in pairs for one in pair]
    chance = sum(masi(one, other) for one in every for other in every) / (len(every) * (len(every) - 1))
    seen = sum(masi(*pair) for pair in pairs) / len(pairs)
    if chance:
        assert alpha(pairs) == pytest.approx(1 - seen / chance)
    else:
        assert alpha(pairs) is None


def test_nothing_is_said_of_chance_where_nothing_can_be():
    assert alpha([]) is None
    assert alpha(each("a", "b")) is None
    assert alpha(each("a a", "a a")) is None
    assert agree(each("a a", "a a")).same == 2


def test_very_many_answers_fit(monkeypatch):
    monkeypatch.setattr("consult.loop.understand.agreement.ROOM", 500)
    many = each("a b c d " * 50, "a b c c " * 50)
    assert alpha(many) == pytest.approx(alpha(many[:25]), abs=0.05)


@pytest.mark.parametrize(("cards", "wanted"), [(0, 0), (7, 7), (30, 10), (100, 10), (101, 11), (2600, 260)])
def test_a_tenth_is_drawn_and_never_fewer_than_ten(cards, wanted):
    assert drawing.how_many(cards) == wanted


def kinds(**sizes: int) -> list[tuple[UUID, str]]:
    return [(uuid5(SEED, f"{kind} {n}"), kind) for kind, size in sizes.items() for n in range(size)]


def test_every_kind_comes_once_before_any_comes_twice_and_then_by_its_share():
    cards = kinds(first_ar=60, first_fr=30, second_ar=9, second_fr=1)
    of = dict(cards)
    drawn = [of[card] for card in islice(drawing.draw(cards, (), SEED), 20)]
    assert set(drawn[:4]) == {"first_ar", "first_fr", "second_ar", "second_fr"}
    assert drawn.count("first_ar") in {11, 12}
    assert drawn.count("first_fr") in {5, 6}


def test_the_same_cards_come_whoever_asks_and_what_was_drawn_comes_no_more():
    cards = kinds(ar=40, fr=10)
    order = list(drawing.draw(cards, (), SEED))
    assert sorted(order) == sorted(card for card, _ in cards)
    assert list(drawing.draw(cards[::-1], (), SEED)) == order
    assert list(drawing.draw(cards, set(order[:7]), SEED)) == order[7:]
    assert list(drawing.draw(cards, (), UUID(int=8))) != order


def test_the_curve_counts_what_was_new_in_even_steps():
    points = new_codes.curve([1, 2, 3, 7, 30], 32)
    assert [(each.cards, each.codes, each.new) for each in points] == [
        (5, 3, 3),
        (10, 4, 1),
        (15, 4, 0),
        (20, 4, 0),
        (25, 4, 0),
        (30, 5, 1),
        (32, 5, 0),
    ]
    assert new_codes.curve([], 0) == []
    assert new_codes.new_lately([1, 2, 3, 7, 30], 32) == 1
    assert new_codes.new_lately([1, 12, 13], 32) == 1
    assert new_codes.new_lately([1], 19) is None


@given(st.integers(1, 300_000))
def test_the_curve_has_ten_steps_or_fewer_and_ends_with_the_last_card(cards):
    points = new_codes.curve([1], cards)
    assert len(points) <= 10
    assert points[-1].cards == cards
    assert all(a.cards < b.cards for a, b in pairwise(points))
