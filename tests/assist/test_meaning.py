"""Meaning beside letters. The model is not asked here: made-up vectors stand for it."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import numpy as np
import pytest

from consult.assist import meaning
from consult.assist.meaning import ByMeaning
from consult.loop.understand.ports import Pointer, Vectors, Words
from tests.assist.conftest import Made, theme
from tests.assist.test_learning import CODES, coded

MEANING: Pointer = ByMeaning()


class Model:
    """It sees the theme of a text, and its language far more than that."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passage(self, texts: Sequence[str]) -> list[np.ndarray]:
        self.asked += texts
        return [np.array([len(text) % 7, *([1] * 7)], float) / 10 for text in texts]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    made = Model()
    monkeypatch.setattr(meaning, "model", lambda: made)
    return made


def vectors(words: Sequence[Words]) -> Vectors:
    chance = np.random.default_rng(3)
    found = {}
    for each in words:
        row = chance.normal(0, 0.02, 16)
        row[theme(each.answer)] += 0.3
        row[10 + (each.language == "sw")] += 1.0
        found[each.answer] = (row / np.linalg.norm(row)).astype(np.float16).tobytes()
    return found


def test_languages_stand_together_where_they_mean_the_same(made: Made) -> None:
    words = made("en") + made("sw", start=10_000)
    groups = MEANING.similar(words, kept=vectors(words), seed=1)
    assert sorted(a.int for group in groups for a in group.answers) == sorted(w.answer.int for w in words)
    mixed = [group for group in groups if group.languages == {"en", "sw"}]
    assert sum(len(group.answers) for group in mixed) > 0.8 * len(words)
    inside = [Counter(map(theme, group.answers)).most_common(1)[0][1] for group in groups]
    assert sum(inside) > 0.9 * len(words)


def test_what_was_coded_in_one_language_teaches_the_other(made: Made) -> None:
    english, words = made("en"), made("en") + made("sw", start=10_000)
    found = MEANING.read(words, kept=vectors(words)).suggest(coded(english, 6))
    other = [each for each in found if each.answer.int >= 10_000]
    assert len(other) == 48
    assert sum(each.codes[0][0] == CODES[theme(each.answer)] for each in other) > 40


def test_a_vector_is_made_once_for_an_answer_and_work_goes_on_where_it_stopped(
    made: Made, model: Model
) -> None:
    words, seen = made(), []
    making = MEANING.vectors(words, kept={}, progress=lambda done, of: seen.append((done, of)))
    kept = dict(next(making) for _ in range(16))
    kept |= dict(MEANING.vectors(words, kept=kept))
    assert kept.keys() == {each.answer for each in words}
    assert model.asked == [each.text for each in words]
    assert seen[:1] == []
    assert {len(vector) for vector in kept.values()} == {16}


def test_progress_is_told_and_long_answers_are_cut(model: Model) -> None:
    words, seen = [Words(UUID(int=at), "en", "a" * 5000) for at in range(20)], []
    list(MEANING.vectors(words, kept={}, progress=lambda done, of: seen.append((done, of))))
    assert seen == [(16, 20), (20, 20)]
    assert {len(text) for text in model.asked} == {meaning.LONGEST}


def test_vectors_that_are_not_kept_are_made(made: Made, model: Model) -> None:
    words = made(count=4)
    groups = MEANING.similar(words, kept={}, seed=1)
    assert len(model.asked) == 12
    assert sum(len(group.answers) for group in groups) == 12
    assert MEANING.similar([], kept={}, seed=1) == []


def test_vectors_of_letters_are_not_those_of_meaning() -> None:
    assert MEANING.name != meaning.ByLetters().name


def test_the_model_of_the_extra_reads_without_a_network() -> None:
    words = [
        Words(UUID(int=1), "en", "We have no clean water"),
        Words(UUID(int=2), "sw", "Hatuna maji safi"),
        Words(UUID(int=3), "en", "The road to the market is flooded"),
    ]
    rows = [np.frombuffer(row, np.float16).astype(float) for _, row in MEANING.vectors(words, kept={})]
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
