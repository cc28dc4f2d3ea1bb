"""What is learned from the coders' own work."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import pytest

from consult.assist import learning
from consult.assist.pointer import ByLetters
from consult.assist.views import by_letters
from consult.loop.understand.ports import Measured, Pointer, Words
from tests.assist.conftest import Made, theme

LETTERS: Pointer = ByLetters()
CODES = [UUID(int=2**64 + at) for at in range(3)]


def coded(words: Sequence[Words], each: int) -> dict[UUID, set[UUID]]:
    """The first so many answers of each theme, with its code."""
    found: dict[UUID, set[UUID]] = {}
    for number, code in enumerate(CODES):
        mine = [one.answer for one in words if theme(one.answer) == number][:each]
        found |= {answer: {code} for answer in mine}
    return found


def test_codes_are_suggested_for_each_uncoded_answer_from_what_coders_did(made: Made) -> None:
    words = made()
    codes = coded(words, 4)
    found = LETTERS.read(words, kept={}).suggest(codes)
    assert {each.answer for each in found} == {each.answer for each in words} - codes.keys()
    right = [each.codes[0][0] == CODES[theme(each.answer)] for each in found]
    assert sum(right) / len(right) > 0.9
    assert all(abs(sum(share for _, share in each.codes) - 1) < 0.01 for each in found)
    assert found == LETTERS.read(words, kept={}).suggest(codes)


def test_the_answer_in_which_two_codes_are_nearly_as_likely_comes_first(made: Made) -> None:
    words = made()
    found = LETTERS.read(words, kept={}).suggest(coded(words, 5))
    gaps = [each.codes[0][1] - each.codes[1][1] for each in found]
    assert gaps == sorted(gaps)
    assert gaps[0] < gaps[-1]


def test_an_answer_with_two_codes_teaches_both(made: Made) -> None:
    words = made()
    codes = coded(words, 3)
    codes = {answer: given | {CODES[2]} if CODES[0] in given else given for answer, given in codes.items()}
    found = LETTERS.read(words, kept={}).suggest(codes)
    water = next(each for each in found if theme(each.answer) == 0)
    assert {code for code, _ in water.codes[:2]} == {CODES[0], CODES[2]}


def test_nothing_is_suggested_in_a_language_that_nobody_coded(made: Made) -> None:
    words = made("en", 8) + made("sw", 8, start=10_000)
    codes = coded([each for each in words if each.language == "en"], 3)
    found = LETTERS.read(words, kept={}).suggest(codes)
    assert found
    assert all(each.answer.int < 10_000 for each in found)
    assert all(each.answer.int < 10_000 for each in LETTERS.read(words, kept={}).seek(CODES[0], codes))
    assert LETTERS.read(words, kept={}).suggest({}) == []


def test_languages_are_suggested_in_turn_so_that_none_waits(made: Made) -> None:
    words = made("en", 12) + made("sw", 8, start=10_000)
    languages = {each.answer: each.language for each in words}
    codes = coded([each for each in words if each.language == "en"], 3)
    codes |= coded([each for each in words if each.language == "sw"], 3)
    first = LETTERS.read(words, kept={}).suggest(codes)[:6]
    assert [languages[each.answer] for each in first] == ["en", "sw"] * 3


def test_words_say_a_third_of_what_letters_say(made: Made) -> None:
    (view,) = views = [by_letters(made(), np.arange(48), np.arange(48))]
    letters, words = (np.asarray(look(made()).power(2).sum(axis=1)).ravel() for look in view.own)
    assert np.allclose(letters, 1)
    assert np.allclose(words, 1 / 3)
    own = learning.read(made(), views, np.arange(48)).own
    assert np.allclose(np.asarray(own.power(2).sum(axis=1)).ravel(), 4 / 3)


def test_the_answers_of_a_code_are_read_first(made: Made) -> None:
    words = made()
    found = LETTERS.read(words, kept={}).seek(CODES[1], coded(words, 2))
    assert [theme(each.answer) for each in found[:14]].count(1) >= 13
    assert len(found) == len(words) - 6


def test_one_code_alone_is_enough_to_seek_more_of_it(made: Made) -> None:
    words = made()
    codes = {answer: given for answer, given in coded(words, 2).items() if given == {CODES[1]}}
    found = LETTERS.read(words, kept={}).seek(CODES[1], codes)
    assert [theme(each.answer) for each in found[:10]].count(1) >= 9
    assert LETTERS.read(words, kept={}).seek(CODES[2], codes) == []
    (only, *_) = LETTERS.read(words, kept={}).suggest(codes)
    assert only.codes == ((CODES[1], 1.0),)


def test_the_answers_most_like_some_are_shown_without_those(made: Made) -> None:
    words = made()
    to = {each.answer for each in words if theme(each.answer) == 2 and each.answer.int % 1000 < 3}
    found = LETTERS.read(words, kept={}).most_like(to, most=8)
    assert len(found) == 8
    assert not to & {each.answer for each in found}
    assert [theme(each.answer) for each in found].count(2) >= 7
    likeness = [each.likeness for each in found]
    assert likeness == sorted(likeness, reverse=True)
    assert all(0 <= each <= 1 for each in likeness)


def test_how_good_it_is_here_is_measured_on_answers_that_it_has_not_seen(made: Made) -> None:
    words = made()
    true = LETTERS.read(words, kept={}).measure(coded(words, 12), seed=1)
    assert true.of == 36
    assert true.right > 32
    assert true.usual <= 12
    few = {answer: given for answer, given in coded(words, 3).items() if CODES[0] in given}
    most = {answer: given for answer, given in coded(words, 12).items() if CODES[2] in given}
    assert LETTERS.read(words, kept={}).measure(few | most, seed=1).usual == 12
    own = {answer: {UUID(int=answer.int + 2**70)} for answer in coded(words, 4)}
    assert LETTERS.read(words, kept={}).measure(own, seed=1) == Measured(0, 0, 12)
    assert LETTERS.read(words, kept={}).measure({}, seed=1) == Measured(0, 0, 0)


def test_beyond_what_is_read_with_its_nearest_every_answer_has_a_suggestion(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.assist.learning.MOST", 30)
    words = made(count=20)
    found = LETTERS.read(words, kept={}, first=coded(words, 4).keys()).suggest(coded(words, 4))
    assert len(found) == 48
    assert sum(each.codes[0][0] == CODES[theme(each.answer)] for each in found) > 40
