"""Typed piles: read strictly, refused kindly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.common.errors import Refused
from consult.loop.understand.piles import parse, parse_all, twice


@pytest.mark.parametrize(
    "line",
    [
        "pile 3: 104 109 117",
        "3: 104, 109, 117",
        "Tas 3 : 104,109 , 117",
        "كومة ٣: ١٠٤ ١٠٩، ١١٧",
        "  pile 3：104 109 117.  ",
        "3:104 109 104 117",
    ],
)
def test_a_pile_is_read_in_any_words_digits_and_separators(line):
    pile = parse(line)
    assert (pile.code, pile.cards) == (3, (104, 109, 117))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("104 109", "104 109"),
        ("pile three: 104", "pile three"),
        ("pile 3: 104 10x", "10x"),
        ("pile 3: 104 pile 4: 105", "pile"),
        ("pile 3:", "3"),
        ("pile 3: -104", "-104"),
        ("pile 3 4: 104", "pile 3 4"),
        ("pile 3: 104²", "104²"),
        ("pile 1234567890: 104", "1234567890"),
    ],
)
def test_what_is_not_understood_is_refused_and_named(line, names):
    with pytest.raises(Refused) as refused:
        parse(line)
    assert names in str(refused.value)
    assert refused.value.field == "piles"


def test_nothing_typed_is_refused():
    with pytest.raises(Refused):
        parse_all(" \n \n")


def test_a_card_in_two_piles_is_a_clash_and_twice_in_one_is_not():
    assert twice(parse_all("3: 104 104\n3: 104\n4: 105")) == []
    assert twice(parse_all("3: 104 105\n4: 105 106")) == [105]


@settings(deadline=None)
@given(
    st.integers(1, 999),
    st.lists(st.integers(101, 99999), min_size=1, max_size=30),
    st.sampled_from([0x30, 0x660, 0x966, 0x1E950]),
    st.sampled_from([" ", ",", ", ", "، ", "\t", "\u200f "]),
    st.sampled_from(["", "pile ", "كومة ", "Kundi "]),
)
def test_whatever_is_typed_rightly_is_read_as_it_was_meant(code, cards, zero, between, word):
    def typed(number: int) -> str:
        return "".join(chr(zero + int(digit)) for digit in str(number))

    pile = parse(f"{word}{typed(code)}: {between.join(map(typed, cards))}")
    assert pile.code == code
    assert pile.cards == tuple(dict.fromkeys(cards))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_either_a_pile_or_refused(text):
    try:
        pile = parse(text)
    except Refused:
        return
    assert pile.cards
