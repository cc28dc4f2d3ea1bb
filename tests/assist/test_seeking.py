"""Which answers are read first where more of one code are sought."""

from uuid import UUID

import numpy as np
import pytest

from consult.assist import seeking
from consult.assist.letters import Letters
from consult.assist.pointer import ByLetters
from tests.assist.conftest import Made, theme

CODES = [UUID(int=2**64 + at) for at in range(3)]


def test_unread_answers_together_say_no_half_as_loud_as_those_that_were_read() -> None:
    belongs = np.array([True, False, False, False])
    weights = seeking._weights(belongs, np.arange(8))
    assert weights[:4][belongs].sum() == weights[:4][~belongs].sum() == 2
    assert np.allclose(weights[4:], 1 / 8)


def test_what_few_answers_have_counts_for_more_where_a_code_is_sought() -> None:
    texts = [f"abc {other}" for other in ["xyz"] * 2 + ["qrs"] * 20]
    plain, rare = (Letters(texts, frequent=True, rare=how).rows(texts[:1]).toarray() for how in (False, True))
    said = plain[0] > 0
    ratio = plain[0, said].max() / plain[0, said].min()
    assert ratio > 1.5
    assert rare[0, said].max() / rare[0, said].min() == pytest.approx(ratio**2)


def test_what_seeking_needs_is_made_once_and_when_it_is_first_asked(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, prepared = [], seeking.prepared
    monkeypatch.setattr(seeking, "prepared", lambda of: asked.append(of) or prepared(of))
    words = made()
    codes = {each.answer: {CODES[theme(each.answer)]} for each in words[:12]}
    reading = ByLetters().read(words, kept={})
    reading.suggest(codes)
    assert not asked
    first = reading.seek(CODES[0], codes)
    assert first == reading.seek(CODES[0], codes)
    assert len(asked) == 1


def test_with_hundreds_of_unread_answers_all_are_placed_and_those_of_the_code_come_first(made: Made) -> None:
    words = made(count=70)
    codes = {each.answer: {CODES[theme(each.answer)]} for each in words[:9]}
    found = ByLetters().read(words, kept={}).seek(CODES[1], codes)
    assert len({each.answer for each in found}) == len(found) == len(words) - 9 > seeking.UNREAD
    assert [theme(each.answer) for each in found[:40]].count(1) >= 38
