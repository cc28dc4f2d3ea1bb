"""The prompt check on the prompts that we labelled, and on what its rules have to see."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.prompt_check import MOST_FALSE, RULES, false_alarms, goal, measured, others, ours
from consult.cli import main
from consult.loop.collect.checking.lexicon import FOLDER, lexicon_for
from consult.loop.collect.prompt_check import Hint, OwnWords, Strength, check

DATA = os.environ.get("CONSULT_DATA")
LANGUAGES = ("en", "fr", "ar", "es", "sw", "ha")


def rules(text: str, language: str = "en", **own: tuple[str, ...]) -> set[str]:
    return {each.id for each in check(text, language=language, own=OwnWords(**own))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_goals_hold_on_our_own_prompts(language: str) -> None:
    here = [each for each in ours() if each.language == language]
    assert len(here) >= 50
    for rule in RULES:
        recall, _precision, count = measured(here, rule)
        assert recall >= (goal(rule, language) or 0.0), (rule, recall, count)
    share, count = false_alarms(here)
    assert share <= MOST_FALSE
    assert count >= 20


@pytest.mark.parametrize(
    ("language", "text", "rule", "words"),
    [
        ("en", "What do you need, such as water?", "EXAMPLES", ("such as",)),
        ("fr", "Avez-vous de l’eau ?", "CLOSED", ("Avez-vous",)),
        ("ar", "ماذا حدث ولماذا؟", "TWO-IN-ONE", ("ولماذا",)),
        ("es", "¿Agua o comida, qué falta?", "OPTIONS", ("o",)),
        ("ha", "Shin akwai ruwa?", "CLOSED", ("Shin",)),
        ("sw", "Je, una maji?", "CLOSED", ("Je, una",)),
        ("en", "How satisfied are you?", "SCALE", ("How satisfied",)),
        ("en", "What should the WFP know?", "NAMES-SOMEONE", ("WFP",)),
        ("en", "What does the LGA do here?", "JARGON", ("LGA",)),
        ("en", "What do people always say?", "ABSOLUTE", ("always",)),
    ],
)
def test_a_hint_names_the_words_as_they_were_written(
    language: str, text: str, rule: str, words: tuple[str, ...]
) -> None:
    assert {each.id: each.words for each in check(text, language=language)}[rule] == words


@pytest.mark.parametrize("way", ["هل عندكم ماء؟", "هَلْ عِنْدَكُم مَاءٌ؟", "وهل عندكم ماء", "هـل عندكم ماء؟"])
def test_arabic_is_read_with_and_without_its_marks(way: str) -> None:
    assert "CLOSED" in rules(way, "ar")


def test_marks_that_people_leave_out_are_not_needed_and_those_they_write_count() -> None:
    assert not rules("Que paso aqui?", "es") & {"CLOSED", "CLOSED?"}
    assert "OPTIONS" not in rules("Où allez-vous quand il pleut ?", "fr")
    assert "OPTIONS" in rules("Que prenez-vous, du pain ou du riz ?", "fr")
    assert rules("Me kuka ɗauka, ruwa ko ƙasa?", "ha") == rules("Me kuka dauka, ruwa ko kasa?", "ha")


def test_strong_hints_come_before_weak_ones() -> None:
    strengths = [each.strength for each in check("Is it always or never so?", language="en")]
    assert strengths == sorted(strengths)
    assert len(set(strengths)) == 2


def test_words_of_ones_own_are_seen() -> None:
    assert "NAMES-SOMEONE" in rules("What did Kato do here?", actors=("kato",))
    assert "LOADED" in rules("What do the returnees say?", charged=("returnee",))
    assert not rules("Ngo otime kany?", "ach") & {"CLOSED", "CLOSED?"}
    assert "CLOSED?" in rules("Pi tye kany?", "ach", question=("ngo",))
    assert "CLOSED?" not in rules("Ngo otime kany?", "ach", question=("ngo",))


def test_a_language_without_words_gets_the_other_rules() -> None:
    assert lexicon_for("ach") is None
    assert rules("Ngo otime? Pi ngo?", "ach") == {"TWO-IN-ONE"}
    assert "LONG" in rules("ngo " * 20, "ach")
    assert "SCALE" in rules("Mii namba 1-5", "ach")


def test_long_is_weak_and_too_long_is_strong() -> None:
    assert Hint("LONG", Strength.WEAK) in check("what " * 16, language="en")
    assert Hint("LONG", Strength.STRONG) in check("what " * 26, language="en")
    assert Hint("LONG", Strength.WEAK) in check(
        "ماذا حدث في قريتكم منذ الحصاد الأخير وماذا قال الناس عن ذلك كله في السوق", language="ar"
    )


def test_every_lexicon_can_be_read() -> None:
    known = {each.name.removesuffix(".toml") for each in FOLDER.iterdir()} - {"any"}
    assert {*LANGUAGES, "so", "ln", "am", "ti", "ht", "rw", "rn", "fa", "ps", "uk", "pcm"} <= known
    for code in known:
        assert rules("", code) == set()
    assert lexicon_for("sw-KE") is not None
    assert lexicon_for("hau") == lexicon_for("ha")


@pytest.mark.skipif(not DATA, reason="CONSULT_DATA is not set: the questions of others are not here")
def test_questions_that_others_asked_are_known_as_closed() -> None:
    asked = list(others(Path(str(DATA))))
    for language in ("en", "sw", "ha"):
        recall, precision, _count = measured([each for each in asked if each.language == language], "CLOSED")
        assert recall >= 0.9
        assert precision >= 0.85


def test_the_command_reads_lines_and_prints_objects() -> None:
    done = CliRunner().invoke(
        main, ["prompts", "check", "--lang", "fr"], input="Avez-vous de l’eau ?\nQue se passe-t-il ici ?\n"
    )
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {
        "prompt": "Avez-vous de l’eau ?",
        "hints": [{"id": "CLOSED", "strength": "strong", "words": ["Avez-vous"]}],
    }
    assert second["hints"] == []
    bad = CliRunner().invoke(main, ["prompts", "check", "--lang", "fr"], input=b"\xff\n")
    assert bad.exit_code == 1
    assert "Line 1" in bad.stderr
    unknown = CliRunner().invoke(main, ["prompts", "check", "--lang", "ach"], input="Ngo?\n")
    assert "Nobody has told us" in unknown.stderr
