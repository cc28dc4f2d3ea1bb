"""Languages of a deployment's own over those of the files: what it says wins, and is said at once."""

from dataclasses import replace
from pathlib import Path

from consult.languages.speak import KeywordsHere, Languages
from consult.people.languages import Added

QAA = Added(
    code="qaa",
    autonym="Leb",
    direction="rtl",
    fallbacks=("pga",),
    keywords={"menu": ("kwena",)},
    reviewed_by="",
    sentences={"Begin": "Cak"},
)
GONE = "There is no page at this address."


def test_an_added_language_is_there_at_once_with_its_chain_and_goes_again(juba: Path) -> None:
    said: list[Added] = []
    languages = Languages(juba, added=lambda: list(said), every=0)
    keywords = KeywordsHere(languages)
    assert not languages.known("qaa")
    said.append(QAA)
    assert languages.get("qaa").rtl
    assert languages.get("qaa").draft
    assert languages.chain("qaa") == ("qaa", "pga", "en")
    assert languages.say("Begin", "qaa") == "Cak"
    assert languages.sentence(GONE, "qaa").language == "pga"
    assert keywords["kwena"] == ("menu", "qaa")
    said[0] = replace(QAA, sentences={"Begin": "Caki"}, reviewed_by="Okot")
    assert languages.say("Begin", "qaa") == "Caki"
    assert not languages.get("qaa").draft
    said.clear()
    assert not languages.known("qaa")
    assert "kwena" not in keywords


def test_it_wins_over_the_files_and_the_rest_of_them_stays(juba: Path) -> None:
    over = replace(QAA, code="pga", sentences={GONE: "Safa mafi."})
    languages = Languages(juba, added=lambda: [over], every=0)
    assert languages.say(GONE, "pga") == "Safa mafi."
    assert languages.get("pga").autonym == "Arabi Juba"
    assert languages.get("pga").direction == "ltr"
    assert set(languages.get("pga").keywords["menu"]) == {"menyu", "kwena"}
    assert languages.plural("%(num)s person", "%(num)s people", 2, "pga").text == "nas %(num)s"


def test_while_the_database_cannot_say_what_was_known_stays(juba: Path) -> None:
    answers = [[QAA], None]
    languages = Languages(juba, added=lambda: answers.pop(0) if answers else None, every=0)
    assert languages.say("Begin", "qaa") == "Cak"
    assert languages.say("Begin", "qaa") == "Cak"
