"""Answers that repeat one another, and days with far more than usual."""

from datetime import date, timedelta
from uuid import UUID

from consult.assist.pointer import ByLetters
from consult.loop.understand.ports import Burst, Pointer, Words
from tests.assist.conftest import Made

POINTER: Pointer = ByLetters()
DAY = date(2026, 3, 9)
CALL = "We all ask the district to hand the market over to the traders' union this year"


def said(*texts: str, language: str = "en") -> list[Words]:
    return [Words(UUID(int=at + 1), language, text) for at, text in enumerate(texts)]


def test_answers_that_say_nearly_the_same_are_found_with_the_day_that_had_most() -> None:
    words = said(
        CALL, f"Good morning. {CALL.upper()}!", "The pump by the school has no handle now", CALL + " please"
    )
    days = {each.answer: DAY + timedelta(days=each.answer.int // 3) for each in words}
    (found,) = POINTER.repeated(words, days=days)
    assert {each.int for each in found.answers} == {1, 2, 4}
    assert found.most_in_a_day == 2


def test_short_answers_that_many_give_repeat_nobody() -> None:
    assert POINTER.repeated(said("clean water", "clean water", "Clean water."), days={}) == []


def test_answers_of_one_theme_in_own_words_repeat_nobody(made: Made) -> None:
    assert POINTER.repeated(made(), days={}) == []


def test_any_script_is_compared_and_groups_come_largest_first() -> None:
    two = "نحن نطلب من المحافظة أن تصلح المضخة في هذا العام"
    words = said(CALL, CALL, two, two + " شكرا", two + "!")
    assert [len(each.answers) for each in POINTER.repeated(words, days={})] == [3, 2]
    assert POINTER.repeated(words, days={})[0].most_in_a_day == 0


def test_a_day_with_far_more_than_the_days_around_it_is_a_burst() -> None:
    came = [4, 5, 3, 6, 40, 4, 5]
    days = [DAY + timedelta(days=at) for at, count in enumerate(came) for _ in range(count)]
    found = POINTER.bursts({UUID(int=at): day for at, day in enumerate(days)})
    assert found == [Burst(DAY + timedelta(days=4), 40, 4.5)]


def test_steady_days_one_day_and_a_quiet_beginning_are_none() -> None:
    steady = [DAY + timedelta(days=at) for at in range(9) for _ in range(20 + at % 3)]
    for days in (steady, [DAY] * 50, [DAY] * 6 + [DAY + timedelta(days=5)], []):
        assert POINTER.bursts({UUID(int=at): day for at, day in enumerate(days)}) == []
