"""Telling one's own name: found in many languages, never where a name is only spoken of."""

import pytest

from consult.loop.collect.own_names import CUES, names_told, tells_own_name


@pytest.mark.parametrize("language", CUES)
def test_each_way_of_telling_ones_name_is_found_wherever_it_stands(language: str) -> None:
    for cue in CUES[language]:
        assert tells_own_name(f"Aaa. {cue.upper()} Abebe, bbb.")


@pytest.mark.parametrize(
    "text", ["Je m’appelle Amal", "واسمي سارة", "my  name\nis Chol", "Mimi naitwa Juma.", "non m se Jak"]
)
def test_curly_signs_joined_words_and_line_ends_do_not_matter(text: str) -> None:
    assert tells_own_name(text)


@pytest.mark.parametrize(
    "text", ["", "The name is on the list", "الاسم مكتوب", "Nobody asks my name", "My name is", "jina la mto"]
)
def test_what_only_speaks_of_names_is_left_alone(text: str) -> None:
    assert not tells_own_name(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("My name is Amal Deng and I am tired.", ["Amal", "Amal Deng", "Deng"]),
        ("my name is amal and i am tired", ["amal"]),
        ("Je m’appelle Ngo’o. Mwen rele Jak", ["Jak", "Ngo’o"]),
        ("واسمي سارة من هنا", ["سارة"]),
        ("Naitwa 12 tu", []),
    ],
)
def test_the_name_that_is_told_is_known_to_its_last_letter(text: str, told: list[str]) -> None:
    assert names_told(text) == told
