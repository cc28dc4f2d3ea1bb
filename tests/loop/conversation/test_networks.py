"""Words to the network itself: none is ours, and what the network did is not done or said again."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from consult.common.fold import folded
from consult.languages.phrases import PHRASES
from consult.languages.speak import Languages
from consult.loop.collect.joining import NETWORK_WORDS
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.networks import STARTS, STOPS, Network, has_acted, meant_for
from tests.loop.conversation.phones import Town

DATA = Path(os.environ.get("CONSULT_DATA", "/nowhere")) / "sms" / "optout_keywords.json"
OURS_TOO = {"stop", "start"}
"""Every network that has words of its own has these, and they mean the same to us."""


def networks_words() -> set[str]:
    listed = json.loads(DATA.read_text())
    words = {*listed["opt_out"], *listed["opt_in"], *listed["help"]}
    for others in listed["other_providers"].values():
        words |= set(others)
    return {folded(word) for word in words} | {"arrete", "arrett"}


@pytest.mark.skipif(not DATA.exists(), reason="CONSULT_DATA is not there")
def test_no_keyword_of_any_language_is_a_networks_own_word() -> None:
    keywords = Languages().keyword_table()
    assert set(keywords) & networks_words() == OURS_TOO
    assert keywords["stop"][0] == "stop"
    assert keywords["start"][0] == "start"


@pytest.mark.skipif(not DATA.exists(), reason="CONSULT_DATA is not there")
def test_no_join_word_can_be_a_networks_own_word() -> None:
    assert {word.partition(" ")[0] for word in networks_words()} <= NETWORK_WORDS


@pytest.mark.skipif(not DATA.exists(), reason="CONSULT_DATA is not there")
@pytest.mark.parametrize("code", [each.code for each in Languages().all()])
def test_no_sentence_asks_for_a_networks_own_word(code: str) -> None:
    """Words to be sent stand in capitals; in scripts without capitals they are Latin letters."""
    kept = networks_words() - OURS_TOO
    for key, english in PHRASES.items():
        for word in Languages().sentence(english, code).text.replace("%(", " %(").split():
            bare = word.strip(".,:;!?()=«»\"'")
            assert not (bare.isupper() and folded(bare) in kept), (key, word)


def meaning(text: str, **network: object) -> Kind | None:
    return meant_for(Network(**network), text, fold=folded)


def test_what_the_network_says_of_stop_and_help_holds_whatever_was_written() -> None:
    assert meaning("Basta", choice="stop") is Kind.STOP
    assert meaning("?", choice="help") is Kind.HELP


def test_start_holds_only_where_it_was_written() -> None:
    assert {meaning(word.upper(), choice="start") for word in STARTS} == {Kind.START}
    assert meaning("YES", choice="start") is None
    assert meaning("start with the well", choice="start") is None


def test_a_word_to_the_network_counts_as_the_whole_text_alone() -> None:
    assert {meaning(word, keeps_stop=False) for word in STOPS} == {Kind.STOP}
    assert meaning("STOP PLEASE") is None
    assert meaning("END") is Kind.STOP
    assert meaning("END", keeps_stop=False) is None, "nobody has acted on it: it may be an answer"
    assert meaning("yes") is None


def test_a_network_has_acted_on_its_own_words_and_on_no_others() -> None:
    assert has_acted(Network(), "Stop.", fold=folded)
    assert has_acted(Network(keeps_stop=False, choice="stop"), "Basta", fold=folded)
    assert not has_acted(Network(), "acha", fold=folded)
    assert not has_acted(Network(keeps_stop=False), "STOP", fold=folded)


def test_stop_at_the_network_stops_the_phone_without_a_word_and_words_stay(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    assert phone.send("Basta", choice="stop") == []
    assert phone.point.stopped_at is not None
    assert len(town.answers(person)) == 2


def test_stop_where_no_network_answers_it_is_confirmed_exactly_once(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    assert phone.send("STOP", keeps_stop=False) == ["stop"]
    assert phone.send("STOP", keeps_stop=False) == []
    assert len(phone.receive()) == 1, "it still goes, and nothing after it"


def test_our_own_word_for_stop_is_confirmed_on_every_network(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks("riversw")
    assert phone.send("acha") == ["stop"]
    assert "FUTA" in phone.receive()[0]


def test_a_yes_never_brings_texts_back(town: Town) -> None:
    phone = town.phone(1)
    person = phone.speaks()
    phone.send("STOP")
    town.later(minutes=10)
    assert phone.send("YES", choice="start") == []
    assert phone.point.stopped_at is not None
    assert "2: YES" in town.answers(person), "it may be an answer, so it is kept"
    assert "started" in phone.send("UNSTOP", choice="start")
    assert phone.point.stopped_at is None


@pytest.mark.parametrize("word", ["HELP", "info.", "Info"])
def test_help_is_answered_once_in_a_day_and_keeps_the_place(town: Town, word: str) -> None:
    phone = town.phone(1)
    phone.joins()
    place = phone.talk.state
    assert phone.send(word)[:2] == ["menu_words", "danger"]
    town.later(hours=23)
    assert phone.send("HELP") == []
    town.later(hours=2)
    assert phone.send("HELP", choice="help") != []
    assert phone.talk.state is place
    assert town.answers() == []


def test_help_from_a_stranger_is_answered_once_and_nothing_is_kept(town: Town) -> None:
    phone = town.phone(1)
    assert phone.send("HELP") == ["menu_words", "danger"]
    assert phone.send("HELP") == []
    assert phone.talk is None


def test_the_menu_says_that_stop_is_the_whole_phones_and_start_brings_texts_back(
    town: Town, now: datetime
) -> None:
    phone = town.phone(1)
    phone.speaks()
    menu = phone.says("MENU")
    assert "STOP: no more texts to this phone, for anyone." in menu
    assert "START: texts again." in menu
