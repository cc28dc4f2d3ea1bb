"""An answer as a text: counted with our own sentences around it, cheaper forms only offered."""

import pytest

from consult.common.errors import Refused
from consult.loop.respond.texts import as_text, check_text, texts
from consult.post.messages import Phrase
from consult.post.segments import segments
from tests.loop.speaking import speak


def around(language: str, *numbers: int) -> int:
    """Units of our own sentences on a shared phone."""
    said = [Phrase("whole_answer_for", {"person": 9, "themes": ", ".join(map(str, numbers)), "words": ""})]
    said += [Phrase("verdict_for", {"person": 9, "theme": number}) for number in numbers]
    return segments(" ".join(speak(each, language) for each in said)).units


def test_our_own_sentences_are_counted_too() -> None:
    room = 3 * 153 - around("en", 3)
    assert as_text("a" * room, language="en", numbers=[3], speak=speak).segments == 3
    assert not as_text("a" * room, language="en", numbers=[3], speak=speak).long
    more = as_text("a" * (room + 1), language="en", numbers=[3], speak=speak)
    assert (more.segments, more.long, more.too_long) == (4, True, False)


def test_a_line_that_a_browser_ended_costs_one_letter_and_not_two() -> None:
    room = 3 * 153 - around("en", 3) - 1
    words = "a" * (room - 9) + "\r\n" + "b" * 9
    assert as_text(words, language="en", numbers=[3], speak=speak).segments == 3


def test_each_number_of_an_answer_adds_its_question() -> None:
    one = as_text("Yes.", language="en", numbers=[3], speak=speak)
    three = as_text("Yes.", language="en", numbers=[3, 7, 12], speak=speak)
    assert one.segments < three.segments


def test_the_letters_that_make_it_dear_are_named_and_a_plain_form_is_offered() -> None:
    text = as_text("Nous avons re\u00e7u vos paroles\u2026", language="fr", numbers=[3], speak=speak)
    assert text.dear == ("\u00e7", "\u2026")
    assert text.offered == "Nous avons recu vos paroles..."
    assert text.then < text.segments


def test_what_cannot_be_made_cheaper_is_left_alone() -> None:
    smile = as_text("Oui \U0001f600", language="fr", numbers=[3], speak=speak)
    assert (smile.dear, smile.offered) == (("\U0001f600",), None)
    arabic = as_text("\u0646\u0639\u0645\u2026", language="ar", numbers=[3], speak=speak)
    assert (arabic.dear, arabic.offered) == ((), None)


def test_words_for_more_than_ten_segments_are_refused_by_their_field() -> None:
    room = 10 * 153 - around("en", 3)
    check_text("a" * room, language="en", numbers=[3], speak=speak)
    with pytest.raises(Refused) as refused:
        check_text("a" * (room + 1), language="en", numbers=[3], speak=speak)
    assert (refused.value.field, refused.value.values["segments"]) == ("words", 11)


def test_each_wording_is_counted_in_its_language() -> None:
    found = texts({"en": "Yes.", "ar": "\u0646\u0639\u0645"}, numbers=[3], speak=speak)
    assert {code: each.segments for code, each in found.items()} == {"en": 2, "ar": 3}
