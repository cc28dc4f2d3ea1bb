"""The actor map: the same for the same places, and everything in it inside the box."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.common.errors import Refused
from consult.loop.understand.actor_map import (
    BOX,
    MOST,
    RADIUS,
    WIDEST,
    Actor,
    Relation,
    draw,
    free_place,
    read_places,
    too_near,
    width_of,
    wrapped,
)

KINDS = ("close", "broken", "tense", "over")
places = st.tuples(st.integers(0, 1000), st.integers(0, 1000))
letters = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
WORDS = ("Water", "0000000000", "مكتب", "ደቡብ", "မြန်မာ", "水の事務所", "e\u0301" * 30, "MMMMMMMMMMMM", "")
words = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
casts = st.lists(
    st.builds(
        Actor,
        number=st.integers(1, 20),
        name=words,
        office=st.booleans(),
        place=st.none() | places,
        rtl=st.booleans(),
    ),
    unique_by=lambda each: each.number,
    max_size=18,
)
ties = st.lists(
    st.builds(Relation, one=st.integers(1, 20), other=st.integers(1, 20), kind=st.sampled_from(KINDS)),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(casts, ties, st.randoms(use_true_random=False))
def test_the_map_is_the_same_in_any_order_and_never_leaves_its_box(cast, relations, random):
    drawing = draw(cast, relations)
    again, shuffled = list(cast), list(relations)
    random.shuffle(again)
    random.shuffle(shuffled)
    assert draw(again, shuffled) == drawing
    assert len(drawing.nodes) <= MOST
    assert {each.number for each in drawing.nodes} | set(drawing.listed_only) == {a.number for a in cast}
    for node in drawing.nodes:
        assert RADIUS <= node.x <= BOX - RADIUS
        assert RADIUS <= node.y <= BOX - RADIUS
        assert node.name_x - node.width / 2 >= 0
        assert node.name_x + node.width / 2 <= BOX
        assert len(node.lines) <= 2
        assert node.top + 38 * (len(node.lines) - 1) < BOX - 8
    for stroke in drawing.strokes:
        assert all(0 <= x <= BOX and 0 <= y <= BOX for x, y in stroke.points)
        assert re.fullmatch(r"M[\d. ]+(L[\d. ]+)+", stroke.path)


@settings(max_examples=60, deadline=None)
@given(words | letters)
def test_a_name_takes_at_most_two_lines_that_fit(name):
    lines = wrapped(name)
    assert len(lines) <= 2
    assert all(width_of(line) <= WIDEST for line in lines)
    whole = "".join(lines).replace(" ", "").rstrip("…")
    assert "".join(name.split()).startswith(whole.rstrip("…")) or "…" in name


def test_a_long_name_is_cut_at_a_word_and_then_with_dots():
    assert wrapped("The young people of the upper quarter and their friends") == (
        "The young",
        "people of the…",
    )
    assert wrapped("Water") == ("Water",)
    assert wrapped("") == ()


def node(number: int, x: int, y: int, office: bool = False) -> Actor:
    return Actor(number, "x", office, (x, y))


def test_each_way_to_stand_has_its_own_line():
    cast = [node(1, 0, 500), node(2, 1000, 500)]
    drawn = {kind: draw(cast, [Relation(1, 2, kind)]).strokes for kind in KINDS}
    assert [stroke.kind for stroke in drawn["over"]] == ["over", "head"]
    assert len(drawn["close"][0].points) == len(drawn["broken"][0].points) == 2
    assert len(drawn["tense"][0].points) > 10
    assert len({y for _, y in drawn["tense"][0].points}) == 3
    assert drawn["over"][1].points[1] == drawn["over"][0].points[1], "the arrow ends where its line ends"


def test_an_arrow_hides_no_other_line():
    close, over, _ = draw(
        [node(1, 0, 500), node(2, 1000, 500)], [Relation(1, 2, "over"), Relation(1, 2, "close")]
    ).strokes
    assert abs(close.points[0][1] - over.points[0][1]) > 10


def test_actors_without_a_place_are_only_listed():
    assert draw([Actor(4, "x", False, None), node(2, 1, 1)], [Relation(2, 4, "close")]).listed_only == (4,)


def test_free_places_are_fifteen_and_do_not_touch():
    taken: list[tuple[int, int]] = []
    while place := free_place(taken):
        taken.append(place)
    assert len(taken) == MOST
    assert too_near(dict(enumerate(taken))) is None
    assert too_near({3: (10, 10), 1: (500, 500), 9: (100, 60)}) == (3, 9)
    squares = [Actor(number, "x", True, place) for number, place in enumerate(taken)]
    pairs = [Relation(one, other, "close") for one in range(15) for other in range(one)]
    assert len(draw(squares, pairs).strokes) == len(pairs), "between any two of them a line has room"


def test_places_are_read_in_any_digits_and_refused_by_their_field():
    typed = {"x3": "٥٠٠", "y3": " 20 ", "x4": "", "y4": "", "csrf_token": "x1y1"}
    assert read_places(typed.items()) == {3: (500, 20), 4: None}
    for x, y in (("1001", "1"), ("9" * 5000, "1"), ("1", ""), ("a", "1"), ("-1", "1")):
        with pytest.raises(Refused) as refused:
            read_places({"x3": x, "y3": y}.items())
        assert refused.value.field == "x3"
