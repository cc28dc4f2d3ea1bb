"""Words that people used, in any script."""

import pytest

from consult.assist.words import distinctive, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ng'ombe, zahanati... 12 maji!", ["Ng'ombe", "zahanati", "maji"]),
        ("ƙanƙara da ɗaki", ["ƙanƙara", "da", "ɗaki"]),
        ("الماءُ، والمدرسة", ["الماءُ", "والمدرسة"]),
        ("ဆေးရုံ မရှိ", ["ဆေးရုံ", "မရှိ"]),
        ("ውሃ የለም፡፡", ["ውሃ", "የለም"]),
        ("", []),
    ],
)
def test_a_word_is_letters_with_their_marks(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


def test_a_word_tells_where_more_answers_use_it_than_elsewhere() -> None:
    water, road = ["The Maji is bad", "the maji", "maji and the pump"], ["the road", "the road is far"]
    assert distinctive([water, road]) == [("maji",), ("road",)]


def test_what_one_answer_says_again_and_again_is_no_word_of_a_group() -> None:
    assert distinctive([["Fatuma Fatuma Fatuma", "the pump"], ["the school", "school"]]) == [(), ("school",)]
