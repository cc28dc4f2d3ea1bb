import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common.fold import folded
from consult.languages.speak import Languages


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
        ("آب", "اب"),
        ("ٱب", "اب"),
        ("على", "علي"),
        ("علی", "علي"),
        ("کم", "كم"),
        ("ہم", "هم"),
        ("مسؤول", "مسوول"),
        ("\u2067stop\u2069 \ufeff۷\ufe0f", "stop 7"),
        ("«stop»؟", "stop"),
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


KEYWORDS = Languages().keyword_table()
LISTED = sorted({word for each in Languages().all() for words in each.keywords.values() for word in words})
AROUND = st.text(" .!?…،؟«»\"'\u200f\u200b\n", max_size=4)
INVISIBLE = st.text("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", max_size=2)
MARKS = st.text("ـ\u064b\u064e\u064f\u0650\u0651\u0652\u0670", max_size=2)
ALIKE = {"ا": "اأإآٱ", "أ": "اأإآٱ", "ي": "يىی", "ئ": "ئيی", "ك": "كک", "ة": "ةه", "ه": "هة"}


@given(st.sampled_from(LISTED), AROUND, AROUND, st.data())
def test_a_keyword_is_known_however_a_keyboard_writes_it(
    word: str, before: str, after: str, data: st.DataObject
) -> None:
    typed = before
    for letter in word:
        alike = ALIKE.get(letter, letter.lower() + letter.upper())
        typed += data.draw(st.sampled_from(alike))
        typed += data.draw(MARKS if letter > "\u0600" else INVISIBLE)
    assert KEYWORDS[folded(typed + after)] == KEYWORDS[folded(word)]


@given(st.sampled_from(LISTED), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]))
def test_a_number_behind_a_keyword_is_known_in_any_digits(word: str, digits: str) -> None:
    assert folded(f"{word} {digits[7]}") == folded(word) + " 7"


@given(st.sampled_from(LISTED), st.text("abcdefxyzبحر", min_size=1, max_size=8))
def test_a_keyword_with_another_word_is_no_keyword(word: str, more: str) -> None:
    assert folded(f"{word} {more}") not in KEYWORDS
    assert folded(f"{more} {word}") not in KEYWORDS
