"""Pictures and sound are not opened; their sender is told once, and words beside them count."""

from consult.common.days import EXACT_FOR
from tests.loop.conversation.phones import Town


def test_a_picture_without_words_is_answered_once_for_ever(town: Town) -> None:
    phone = town.phone(1)
    phone.joins("riverfr")
    assert phone.send("", media=1) == ["words_only"]
    assert phone.receive()[0].startswith("Nous ne pouvons ouvrir")
    town.later(hours=EXACT_FOR.total_seconds() / 3600 * 30)
    assert phone.send(" ", media=3) == []
    assert town.answers() == []


def test_words_beside_a_picture_count_and_the_line_is_added_once(town: Town) -> None:
    phone = town.phone(1)
    person = phone.joins()
    assert phone.send("The well is far", media=1) == ["prompt", "words_only"]
    assert len(phone.receive()) == 1
    town.later(minutes=10)
    assert phone.send("The road is dark", media=1) == ["receipt", "speaks_ask"], (
        "the reply itself still comes"
    )
    assert town.answers(person) == ["1: The well is far", "2: The road is dark"]


def test_each_phone_is_told(town: Town) -> None:
    assert town.phone(1).send("", media=1) == ["words_only"]
    assert town.phone(2).send("", media=1) == ["words_only"]


def test_a_strangers_picture_is_answered_beside_how_to_join(town: Town) -> None:
    phone = town.phone(1)
    assert set(phone.send("Look", media=1)) == {"how_to_join", "words_only"}
    assert phone.send("Look", media=1) == []
    assert phone.talk is None


def test_a_stopped_phone_is_told_nothing_until_it_wants_texts_again(town: Town) -> None:
    phone = town.phone(1)
    phone.speaks()
    phone.send("STOP")
    assert phone.send("", media=1) == []
    phone.send("START")
    assert phone.send("", media=1) == ["words_only"]
