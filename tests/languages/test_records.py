from pathlib import Path

import pytest

from consult.common.fold import folded
from consult.languages.records import KINDS, LanguagesWrong, read_languages, translations_folder
from consult.languages.speak import Languages

NETWORK = {"STOP", "END", "QUIT", "CANCEL", "UNSUBSCRIBE", "STOPALL", "REVOKE", "OPTOUT", "YES"}
"""Words that networks act upon before we see them."""

NETWORK_IN_SPANISH = {"ALTO", "AUXILIO", "AYUDA", "BAJA", "CANCELAR", "INICIO", "PARAR", "SALIR"}
"""Kept by carriers of short codes, or by senders, where Spanish is spoken."""


def write(folder: Path, text: str) -> Path:
    (folder / "languages.toml").write_text(text)
    return folder


ENGLISH = """
[[language]]
code = "en"
autonym = "English"
name = "English"
script = "Latn"
direction = "ltr"
format_locale = "en_GB"
nplurals = 2
plural = "n != 1"
"""


def test_the_list_holds_the_languages_that_were_promised() -> None:
    languages = read_languages(translations_folder())
    shipped = [each for each in languages.values() if not each.for_tests]
    assert [each.code for each in shipped if not each.draft] == ["en", "fr", "ar", "sw", "es"]
    assert [each.code for each in shipped if each.draft] == ["ach", "ha", "so", "ht", "am", "ln"]
    assert not [each.code for each in shipped if each.draft and each.reviewed_by]
    assert [code for code in languages if languages[code].rtl and not languages[code].for_tests] == ["ar"]
    drafts = [code for code in languages if languages[code].draft]
    assert [code for code in languages if languages[code].participants_only] == ["es", *drafts]


def test_the_made_up_languages_are_only_offered_when_asked_for() -> None:
    languages = Languages()
    assert "qps_ploc" not in [each.code for each in languages.all()]
    assert "qps_ploc" in [each.code for each in languages.all(tests=True)]
    assert languages.known("qps_ploc")


def test_every_language_has_a_word_for_everything_a_person_can_ask() -> None:
    for language in Languages().all():
        assert language.draft or set(language.keywords) == set(KINDS), language.code


def test_no_keyword_of_ours_is_a_networks_opt_out_word() -> None:
    """STOP alone is known, because the network passes it on after acting on it."""
    words = {
        folded(word): kind
        for each in Languages().all()
        for kind, listed in each.keywords.items()
        for word in listed
    }
    taken = {folded(word) for word in NETWORK | NETWORK_IN_SPANISH} & set(words)
    assert taken == {"stop"}
    assert words["stop"] == "stop"


def test_no_two_keywords_mean_different_things() -> None:
    seen: dict[str, str] = {}
    for language in Languages().all():
        for kind, listed in language.keywords.items():
            for word in listed:
                assert seen.setdefault(folded(word), kind) == kind, word


def test_a_fallback_that_is_not_in_the_list_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, ENGLISH + 'fallbacks = ["xx"]')
    with pytest.raises(LanguagesWrong, match="xx"):
        read_languages(folder)


def test_eleven_months_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, ENGLISH + f"months = {['a'] * 11}")
    with pytest.raises(LanguagesWrong, match="twelve months"):
        read_languages(folder)


def test_six_weekdays_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, ENGLISH + f"weekdays = {['a'] * 6}")
    with pytest.raises(LanguagesWrong, match="seven weekdays"):
        read_languages(folder)


def test_a_field_nobody_knows_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, ENGLISH + 'flag = "x"')
    with pytest.raises(LanguagesWrong, match="flag"):
        read_languages(folder)
