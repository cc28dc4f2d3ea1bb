"""Every cell of the table, walked with real words in four languages: a reply or silence, never an
error, and nothing that a person wrote gets lost."""

from collections.abc import Callable

import pytest

from consult.languages.speak import Languages
from consult.loop.collect.talk import Talk
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.table import TABLE, Step
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import Phone, Town

KEYWORDS = {
    code: {kind: words[0] for kind, words in Languages().get(code).keywords.items()}
    for code in ("en", "ar", "fr", "sw")
}
WRITTEN = {"en": "the well is far", "ar": "البئر بعيدة", "fr": "le puits est loin", "sw": "kisima kiko mbali"}
DIGITS = {"en": "0123456789", "fr": "0123456789", "sw": "0123456789", "ar": "٠١٢٣٤٥٦٧٨٩"}


def texts(code: str) -> dict[Kind, str]:
    words, digit = KEYWORDS[code], DIGITS[code]
    one = digit[1]
    return {
        Kind.JOIN: f"river{code}",
        Kind.ONE: one,
        Kind.TWO: digit[2],
        Kind.DIGIT: digit[7],
        Kind.STOP: words["stop"],
        Kind.STOP_PERSON: f"{words['stop']} {one}",
        Kind.START: words["start"],
        Kind.START_PERSON: f"{words['start']} {one}",
        Kind.ERASE: words["erase"],
        Kind.ERASE_PERSON: f"{words['erase']} {one}",
        Kind.MENU: words["menu"],
        Kind.MENU_PERSON: f"{words['menu']} {one}",
        Kind.MORE: words["more"],
        Kind.WRONG: f"{words['wrong']} {digit[3]}",
        Kind.HELP: "HELP",
        Kind.VERDICT: digit[3] + digit[3],
        Kind.WORDS: WRITTEN[code],
        Kind.EMPTY: " ",
    }


def stranger(phone: Phone, word: str) -> None: ...


def who(phone: Phone, word: str) -> None:
    phone.speaks(word)
    phone.says(word)


def which(phone: Phone, word: str) -> None:
    phone.speaks(word)
    phone.speaks(word)
    phone.says(word)
    phone.says("1")


def choice(phone: Phone, word: str) -> None:
    phone.says(word)


def prompt(phone: Phone, word: str) -> None:
    phone.joins(word)


def menu(phone: Phone, word: str) -> None:
    phone.speaks(word)
    phone.says("MENU")


def done(phone: Phone, word: str) -> None:
    phone.speaks(word)


def sure(phone: Phone, word: str) -> None:
    phone.speaks(word)
    phone.says("ERASE")


WAYS: dict[Talk, Callable[[Phone, str], None]] = {
    Talk.STRANGER: stranger,
    Talk.WHO: who,
    Talk.WHICH: which,
    Talk.CHOICE: choice,
    Talk.PROMPT: prompt,
    Talk.MENU: menu,
    Talk.DONE: done,
    Talk.SURE: sure,
}
pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""Which step a cell takes is no database's business; that steps work on both is shown beside."""

SILENT = {Step.IGNORE}


@pytest.mark.parametrize("code", ["en", "ar", "fr", "sw"])
@pytest.mark.parametrize("state", list(Talk))
def test_every_kind_of_text_is_understood_in_every_place(town: Town, state: Talk, code: str) -> None:
    phone = town.phone(1)
    WAYS[state](phone, f"river{code}")
    town.later(minutes=10)
    for kind, text in texts(code).items():
        with town.session.begin_nested() as once:
            hear_one(town, phone, state, kind, text)
            once.rollback()


def hear_one(town: Town, phone: Phone, state: Talk, kind: Kind, text: str) -> None:
    talk = phone.talk
    assert (talk.state if talk else Talk.STRANGER) is state
    before = len(town.answers())
    replies = phone.send(text)
    step = TABLE[state, kind]
    if step in SILENT:
        assert replies == [], kind
    elif step is Step.HUSH:
        assert replies == ([] if text == "stop" else ["stop"]), "the network answers its own word alone"
    elif kind is not Kind.VERDICT:
        assert replies, (state, kind)
    if step in (Step.TAKE, Step.ADD, Step.BACK) and kind is Kind.WORDS:
        assert before < len(town.answers()), "words are kept"
    if step is Step.HOLD:
        assert phone.talk.memory["held"], "or held"


@pytest.mark.parametrize("code", ["en", "ar", "fr", "sw"])
def test_a_verdict_is_understood_in_the_digits_of_the_language(town: Town, code: str) -> None:
    phone = town.phone(1)
    person = phone.speaks(f"river{code}")
    answer(town, sort_to(town, 3, person))
    phone.receive()
    assert phone.send(texts(code)[Kind.VERDICT]) == ["verdict_kept"]
