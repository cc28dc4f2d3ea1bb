"""Segments: exactly as networks count them, and plain forms that are only ever offered."""

import json
import os
import string
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.post.segments import BASIC, EXTENDED, Counted, plain, segments

DATA = os.environ.get("CONSULT_DATA")

MEEM = "\u0645"
FACE = "\U0001f600"


def test_the_alphabet_has_the_letters_of_the_standard() -> None:
    assert (len(BASIC), len(EXTENDED), len(BASIC & EXTENDED)) == (127, 10, 0)


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 152 + "€" + "a" * 152, 306, 3),
        ("^" * 153, 306, 3),
        ("^" * 80, 160, 1),
        ("^" * 81, 162, 2),
        ("\f" * 80, 160, 1),
        ("a" * 1600, 1600, 11),
        (MEEM * 70, 70, 1),
        (MEEM * 71, 71, 2),
        (MEEM * 134, 134, 2),
        (MEEM * 135, 135, 3),
        (MEEM * 66 + FACE + MEEM * 66, 134, 3),
        (FACE * 67, 134, 3),
        (MEEM * 1600, 1600, 24),
    ],
)
def test_a_text_is_counted_as_networks_count_it(text: str, units: int, expected: int) -> None:
    counted = segments(text)
    assert (counted.units, counted.segments) == (units, expected)


@pytest.mark.parametrize("letter", ["\t", "`", "ç", "\u00a0", "\u2019"])
def test_one_letter_outside_the_alphabet_makes_the_whole_text_dear(letter: str) -> None:
    text = "a" * 40 + letter + "a" * 40
    assert segments(text) == Counted("UCS-2", 81, 2, (letter,))


def test_the_dear_letters_are_named_in_their_order_each_once() -> None:
    assert segments("ç’ç…’").dear == ("ç", "\u2019", "…")
    assert segments("Merci. Bien reçu").dear == ("ç",)
    assert segments("Merci. Bien recu é").dear == ()


@pytest.mark.skipif(not DATA, reason="CONSULT_DATA is not set: the shared vectors are not here")
def test_every_vector_of_another_counter_is_met() -> None:
    rows = (Path(DATA or "") / "sms" / "segment_vectors.jsonl").read_text(encoding="utf-8").split("\n")
    vectors = [json.loads(row) for row in rows if row]
    assert len(vectors) >= 200
    wrong = [
        each["desc"]
        for each in vectors
        if (segments(each["body"]).encoding, segments(each["body"]).segments)
        != (each["expect"]["encoding"], each["expect"]["segments"])
    ]
    assert wrong == []
    smart = [each for each in vectors if each["expect"]["smart_encoding"]["encoding"] == "GSM-7"]
    assert [each["desc"] for each in smart if segments(plain(each["body"])).encoding != "GSM-7"] == []


@given(st.text(string.ascii_letters + string.digits + " .,?!'\n", max_size=2000))
def test_plain_letters_are_never_dearer_than_their_length(text: str) -> None:
    counted = segments(text)
    assert counted.encoding == "GSM-7"
    assert counted.segments <= 1 + len(text) / 153


@given(st.text(st.sampled_from(sorted(BASIC | EXTENDED)), max_size=900))
def test_no_segment_parts_an_escape_and_none_is_more_than_full(text: str) -> None:
    holds(text, segments(text), alone=160, each=153, cost=lambda letter: 1 + (letter in EXTENDED))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500).map(lambda text: text + MEEM))
def test_no_segment_parts_a_pair_of_units(text: str) -> None:
    counted = segments(text)
    assert counted.encoding == "UCS-2"
    assert counted.units == len(text.encode("utf-16-le")) // 2
    holds(text, counted, alone=70, each=67, cost=lambda letter: len(letter.encode("utf-16-le")) // 2)


def holds(text: str, counted: Counted, *, alone: int, each: int, cost) -> None:  # type: ignore[no-untyped-def]
    """Laid out letter by letter, `counted` segments are needed: no fewer than the units alone need,
    and no more than where one unit is lost at each boundary."""
    assert counted.units == sum(map(cost, text))
    if counted.units <= alone:
        assert counted.segments == 1
        return
    assert ceil(counted.units / each) <= counted.segments <= ceil(counted.units / (each - 1))
    laid, room = [""], each
    for letter in text:
        if cost(letter) > room:
            laid, room = [*laid, ""], each
        laid[-1] += letter
        room -= cost(letter)
    assert "".join(laid) == text
    assert len(laid) == counted.segments
    assert all(sum(map(cost, part)) <= each for part in laid)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("\u201cOui\u201d \u2014 c\u2019est l\u00e0\u2026", '"Oui" - c\'est là...'),
        ("Bien re\u00e7u\u00a0: le p\u00e8re No\u00ebl", "Bien recu : le père Noel"),
        ("e\u0301t\u00e9", "été"),
        ("a\u200bb`c", "ab'c"),
        ("\u0199asa \u0257aya \u0253era", "kasa daya bera"),
        ("c\u0153ur", "coeur"),
        ("Danke \u00fcber \u00df \u00d1", "Danke über ß Ñ"),
        ("plain \U0001f600", "plain \U0001f600"),
    ],
)
def test_a_plain_form_is_offered_for_latin_letters(text: str, offered: str) -> None:
    assert plain(text) == offered


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u0631\u062d\u0628\u0627\u2026",
        "\u0645\u064e\u0631\u062d\u0628\u0627 \u201cça\u201d",
        "\u1230\u120b\u121d\u2026",
        "\u07d2\u07de\u07cf\u2019",
        "\u041f\u0440\u0438\u0432\u0435\u0442\u2026",
    ],
)
def test_no_other_script_is_touched(text: str) -> None:
    assert plain(text) == text


@given(st.text(max_size=300))
def test_a_plain_form_is_never_dearer_and_offering_it_twice_changes_nothing(text: str) -> None:
    offered = plain(text)
    assert plain(offered) == offered
    assert len(segments(offered).dear) <= len(segments(text).dear)


@given(st.text(sorted(BASIC | EXTENDED), max_size=300))
def test_what_is_plain_already_stays(text: str) -> None:
    assert plain(text) == text
