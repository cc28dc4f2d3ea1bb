"""Every sentence of the code is in the catalogues, and every catalogue is whole."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog

from consult.languages.checks import SAME_AS_ENGLISH, problems
from consult.languages.gather import PARTICIPANTS_MEET, gather, templates_fresh, translated_languages
from consult.languages.records import Language, read_languages
from consult.languages.speak import Languages
from tests.house.source import TREE, templates

FOLDER = TREE / "translations"
TRANSLATED = translated_languages(read_languages(FOLDER))

BLOCKED_BEFORE_WE_SEE_THEM = {"stop", "end", "quit", "cancel", "unsubscribe", "stopall", "revoke", "optout"}
OPT_IN = {"yes", "start", "unstop"}
ANSWERED_BY_NETWORKS = {"help", "info"}


@cache
def found() -> dict[str, Catalog]:
    """The sentences that stand in the code now."""
    return gather(TREE)


def test_the_lists_of_sentences_are_those_of_the_code() -> None:
    assert templates_fresh(FOLDER, found()), "Run: make words"


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_each_language_is_complete_holds_its_placeholders_and_is_not_english(language: Language) -> None:
    assert SAME_AS_ENGLISH <= 0.02
    assert not list(problems(FOLDER, language, found()))


def test_no_keyword_of_ours_is_a_word_that_networks_keep_for_themselves() -> None:
    clashes = {
        word: kind
        for word, (kind, _) in Languages(FOLDER).keyword_table().items()
        if (word in BLOCKED_BEFORE_WE_SEE_THEM and kind != "stop")
        or (word in OPT_IN and kind != "start")
        or word in ANSWERED_BY_NETWORKS
    }
    assert not clashes


def test_no_keyword_means_two_things() -> None:
    """Within one language, and between languages that a phone may be sent in."""
    meanings: dict[str, set[str]] = {}
    for language in read_languages(FOLDER).values():
        for kind, spoken in language.keywords.items():
            for word in spoken:
                meanings.setdefault(word.casefold(), set()).add(kind)
    assert not {word: kinds for word, kinds in meanings.items() if len(kinds) > 1}


def test_whatever_a_public_page_draws_in_is_translated_for_participants() -> None:
    """Swahili has no sentences for staff: what a public page borrows would stand there in English."""
    every = templates()
    seen: set[str] = set()
    waiting = [name for name in every if name.startswith("public/")]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += re.findall(r"""\{%-? *(?:extends|include|import|from) +["']([^"']+)""", every[name])
    assert "review/positions.html" in seen
    assert not {name for name in seen if not f"consult/web/templates/{name}".startswith(PARTICIPANTS_MEET)}
