"""Texts for the radio are counted by language and parted where they are too long."""

import pytest

from consult.loop.close.aloud import MOST, Item, Piece, Voice, length, parts, seconds

AGAIN = Piece(Voice.READER, "We go on with number 3.", "en")
AROUND = [Piece(Voice.READER, "Good morning, people of this place. " * 2, "en")]


def item(*pieces: tuple[Voice, str]) -> Item:
    return Item([Piece(voice, text, "en") for voice, text in pieces], AGAIN)


def test_a_language_with_long_words_takes_longer_for_as_many():
    assert seconds("one two three four five six seven", "en") == pytest.approx(3)
    assert seconds("moja mbili tatu nne tano sita saba", "sw") == pytest.approx(4)
    assert seconds("x" * 140, "zz") == pytest.approx(10), "of a language that nobody measured letters count"


def test_short_answers_share_a_part_and_none_is_parted_without_need():
    short = item((Voice.PEOPLE, "We said so. " * 20), (Voice.OFFICE, "We do it. " * 10))
    found = parts([short] * 3, around=AROUND)
    assert [len(part) for part in found] == [4, 2]
    assert all(length([*AROUND, *part]) <= MOST for part in found)


def test_a_long_answer_is_parted_between_sentences_and_says_what_goes_on():
    long = item((Voice.PEOPLE, "We said this again and again. " * 40), (Voice.OFFICE, "We answer. " * 90))
    found = parts([long], around=AROUND)
    assert len(found) > 2
    assert all(part[0] == AGAIN for part in found[1:])
    assert all(length([*AROUND, *part]) <= MOST for part in found)
    said = " ".join(piece.text for part in found for piece in part if piece != AGAIN)
    assert said == f"{'We said this again and again. ' * 40}{'We answer. ' * 90}".strip()
    endless = parts([item((Voice.OFFICE, "on and on " * 200))], around=AROUND)
    assert [len(part) for part in endless] == [1], "a sentence is never cut"
