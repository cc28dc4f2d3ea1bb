"""Every cell of the table, walked with real words in five languages, one of them made up: a reply or
silence, never an error, and nothing that a person wrote gets lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from consult.common.fold import folded
from consult.languages.pseudo import dressed
from consult.languages.records import KINDS
from consult.languages.speak import Languages
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import JoinWord, PromptWording
from consult.loop.collect.rounds import current_round
from consult.loop.collect.talk import Talk
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.table import TABLE, Step
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import WORDS, Phone, Town

PSEUDO = "qps_ploc"
KEYWORDS = {
    code: {kind: words[0] for kind, words in Languages().get(code).keywords.items()}
    for code in ("en", "ar", "fr", "sw")
} | {PSEUDO: {kind: dressed(kind) for kind in KINDS}}
CODES = list(KEYWORDS)
JOIN = {code: "river" + code.partition("_")[0] for code in CODES}
WRITTEN = {
    "en": "the well is far",
    "ar": "البئر بعيدة",
    "fr": "le puits est loin",
    "sw": "kisima kiko mbali",
    PSEUDO: dressed("the well is far"),
}
DIGITS = {
    "en": "0123456789",
    "fr": "0123456789",
    "sw": "0123456789",
    "ar": "٠١٢٣٤٥٦٧٨٩",
    PSEUDO: "߀߁߂߃߄߅߆߇߈߉",
}


def texts(code: str) -> dict[Kind, str]:
    words, digit = KEYWORDS[code], DIGITS[code]
    one = digit[1]
    return {
        Kind.JOIN: JOIN[code],
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


@pytest.fixture(autouse=True)
def fifth(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up language has its words, its join word and its prompts, as any other."""
    words = {folded(word): (kind, PSEUDO) for kind, word in KEYWORDS[PSEUDO].items()}
    known = replace(WORDS, keywords={**WORDS.keywords, **words})
    monkeypatch.setattr("tests.loop.conversation.phones.WORDS", known)
    first = current_round(town.session, town.consultation)
    wording = prompts_of(town.session, town.consultation, "en")
    town.session.add_all(
        [
            JoinWord(word=JOIN[PSEUDO], consultation=first.consultation, language=PSEUDO),
            *(
                PromptWording(version=each.version, language=PSEUDO, text=dressed(each.text))
                for each in wording
            ),
        ]
    )
    town.consultation.languages = [*town.consultation.languages, PSEUDO]
    town.session.flush()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("state", list(Talk))
def test_every_kind_of_text_is_understood_in_every_place(town: Town, state: Talk, code: str) -> None:
    phone = town.phone(1)
    WAYS[state](phone, JOIN[code])
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


@pytest.mark.parametrize("code", CODES)
def test_a_verdict_is_understood_in_the_digits_of_the_language(town: Town, code: str) -> None:
    phone = town.phone(1)
    person = phone.speaks(JOIN[code])
    answer(town, sort_to(town, 3, person))
    phone.receive()
    assert phone.send(texts(code)[Kind.VERDICT]) == ["verdict_kept"]
