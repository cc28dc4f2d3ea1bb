from pathlib import Path

import pytest

from consult.languages.phrases import PHRASES
from consult.languages.pseudo import dressed
from consult.languages.speak import Languages, Said


def test_a_language_unknown_to_every_library_speaks(juba: Path) -> None:
    languages = Languages(juba)
    said = languages.phrase("where_words_are", "pga", themes="3, 7", theme=3)
    assert said == "Kalam taki fi 3, 7. Ma sah? Rasil WRONG 3."


def test_a_missing_sentence_is_looked_for_along_the_chain(juba: Path) -> None:
    languages = Languages(juba)
    assert languages.chain("pga") == ("pga", "ar", "en")
    assert languages.sentence("There is no page at this address.", "pga").language == "pga"
    assert languages.sentence("Look at the address again, or begin at the start.", "pga").language == "ar"
    assert languages.sentence("Nobody wrote this.", "pga") == Said("Nobody wrote this.", "en")


def test_a_doubtful_translation_is_not_said(juba: Path) -> None:
    assert Languages(juba).sentence("To the start", "pga").language == "en"


def test_plurals_follow_the_rule_of_their_own_language(juba: Path) -> None:
    languages = Languages(juba)

    def people(number: int, code: str) -> str:
        return languages.plural("%(num)s person", "%(num)s people", number, code).text % {"num": number}

    assert people(1, "pga") == "nas 1 wahid"
    assert people(3, "pga") == "nas 3"
    assert people(1, "ar") == "1 person"
    assert people(3, "ar") == "3 people"


def test_a_language_that_was_taken_off_the_list_still_gets_sentences(juba: Path) -> None:
    assert Languages(juba).say("Sign out", "din") == "Sign out"
    assert Languages(juba).get("din").code == "en"


def test_no_catalogue_at_all_is_enough(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text((Languages().folder / "languages.toml").read_text())
    assert Languages(tmp_path).say("Sign out", "ar") == "Sign out"


def test_words_are_found_by_their_folded_form(juba: Path) -> None:
    table = Languages(juba).keyword_table()
    assert table["menyu"] == ("menu", "pga")
    assert Languages().keyword_table()["قايمه"] == ("menu", "ar")


def test_a_sentence_nobody_wrote_is_a_fault(juba: Path) -> None:
    with pytest.raises(KeyError):
        Languages(juba).phrase("no such key", "en")


def test_the_made_up_languages_keep_placeholders_and_are_longer() -> None:
    sentence = "No %(theme)s: <b>read</b> 100%% &amp; say %(theme)s3"
    for turned in (False, True):
        made = dressed(sentence, from_the_right=turned)
        assert made.count("%(theme)s") == 2
        assert "<b>" in made
        assert "%%" in made
        assert "&amp;" in made
        assert "read" not in made
        assert len(made) >= 1.4 * len(sentence)


def test_every_phrase_can_be_said_in_every_language() -> None:
    languages = Languages()
    anything = dict.fromkeys(("place", "number", "date", "meeting", "themes", "theme"), "1")
    for key, sentence in PHRASES.items():
        for language in languages.all(tests=True):
            assert languages.phrase(key, language.code, **{**_all(sentence), **anything})


def _all(sentence: str) -> dict[str, str]:
    import re

    return dict.fromkeys(re.findall(r"%\((\w+)\)s", sentence), "1")
