import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common.fold import folded


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  MENU. ", "menu"),
        ("Arrêt", "arret"),
        ("ARRÊT!", "arret"),
        ("STOP 7", "stop 7"),
        ("stop ٧", "stop 7"),
        ("stop ۷", "stop 7"),
        ("stop ၇", "stop 7"),
        ("stop 𞥗", "stop 7"),
        ("７", "7"),
        ("إبدأ", "ابدا"),
        ("ابدأ", "ابدا"),
        ("قائمة", "قايمه"),
        ("قـائـمـة", "قايمه"),
        ("قَائِمَة", "قايمه"),
        ("خطأ\u200f", "خطا"),
        ("ﻗﺎﺋﻤﺔ", "قايمه"),
        ("me\u200bnu", "menu"),
        ("ＭＥＮＵ", "menu"),
        ("wrong-3", "wrong 3"),
        ("…", ""),
        ("“River”", "river"),
        ("Rivière! ", "riviere"),
        ("well٣", "well3"),
        ("கடல்", "கடல"),
    ],
)
def test_what_people_type_becomes_comparable(typed: str, plain: str) -> None:
    assert folded(typed) == plain


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
