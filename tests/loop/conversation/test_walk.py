"""Every cell of the table, walked with real words in every language that is shipped: a reply or
silence, never an error, and nothing that a person wrote gets lost."""

from collections.abc import Iterator

import pytest

from consult.loop.collect.talk import Talk
from consult.loop.conversation import steps
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.table import TABLE, Step
from consult.loop.conversation.turn import Turn
from tests.loop.conversation.answering import answer, sort_to
from tests.loop.conversation.phones import LANGUAGES, Phone, Town

KEYWORDS = {
    each.code: {kind: words[0] for kind, words in each.keywords.items()}
    for each in LANGUAGES.all()
    if not each.draft
}
CODES = list(KEYWORDS)
SHARED = ("fr", "sw", "es")
"""These share the places between them; the others, one in each direction of writing, walk all of them."""
JOIN = {code: "river" + code for code in CODES}
WRITTEN = {
    "en": "the well is far",
    "ar": "البئر بعيدة",
    "fr": "le puits est loin",
    "sw": "kisima kiko mbali",
    "es": "el pozo está lejos",
}
DIGITS = {
    "en": "0123456789",
    "fr": "0123456789",
    "sw": "0123456789",
    "es": "0123456789",
    "ar": "٠١٢٣٤٥٦٧٨٩",
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


def everywhere(phone: Phone, word: str) -> Iterator[Talk]:
    """Lead a phone through every place of the table, by texts alone."""
    yield Talk.STRANGER
    phone.says(word)
    yield Talk.CHOICE
    phone.says("1")
    yield Talk.PROMPT
    phone.says("The well is far.")
    phone.says("The road is dark.")
    yield Talk.SPEAKS
    phone.says("4")
    yield Talk.DONE
    phone.says("MENU")
    yield Talk.MENU
    phone.says("ERASE")
    yield Talk.SURE
    phone.says("2")
    phone.says("MENU")
    phone.says("7")
    yield Talk.PRIVATE
    phone.says("MENU")
    phone.says(word)
    yield Talk.WHO
    for text in ("2", "1", "The river is high.", "The school is shut.", word, "1"):
        phone.says(text)
    yield Talk.WHICH


pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""Which step a cell takes is no database's business; that steps work on both is shown beside."""

SILENT = {Step.IGNORE}


@pytest.fixture
def taken_as(monkeypatch: pytest.MonkeyPatch) -> list[Kind]:
    """As what kinds the texts were understood, in their order."""
    kinds: list[Kind] = []
    take = steps.take

    def listen(turn: Turn) -> None:
        kinds.append(turn.heard.kind)
        take(turn)

    monkeypatch.setattr(steps, "take", listen)
    return kinds


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_text_is_understood_in_every_place(town: Town, taken_as: list[Kind], code: str) -> None:
    phone, walked, places = town.phone(1), set(), set()
    for place, state in enumerate(everywhere(phone, JOIN[code])):
        town.later(minutes=10)
        if code in SHARED and SHARED[place % len(SHARED)] != code:
            continue
        places.add(state)
        for kind, text in texts(code).items():
            taken_as.clear()
            with town.session.begin_nested() as once:
                hear_one(town, phone, state, kind, text)
                once.rollback()
            assert kind in (taken_as[0], Kind.VERDICT), (state, text, taken_as)
            walked.add((state, kind))
    assert walked == {cell for cell in TABLE if code not in SHARED or cell[0] in places}, "none left out"
    assert len(places) >= len(Talk) // len(SHARED)


def hear_one(town: Town, phone: Phone, state: Talk, kind: Kind, text: str) -> None:
    talk = phone.talk
    assert (talk.state if talk else Talk.STRANGER) is state
    step = TABLE[state, kind]
    keeps = kind is Kind.WORDS and step in (Step.TAKE, Step.ADD, Step.BACK)
    before = town.answers() if keeps else []
    replies = phone.send(text)
    if step in SILENT:
        assert replies == [], kind
    elif step is Step.HUSH:
        assert replies == ([] if text == "stop" else ["stop"]), "the network answers its own word alone"
    elif kind is not Kind.VERDICT:
        assert replies, (state, kind)
    if keeps:
        assert len(before) < len(town.answers()), "words are kept"
    if step is Step.HOLD:
        assert phone.talk.memory["held"], "or held"


@pytest.mark.parametrize("code", CODES)
def test_a_verdict_is_understood_in_the_digits_of_the_language(town: Town, code: str) -> None:
    phone = town.phone(1)
    person = phone.speaks(JOIN[code])
    answer(town, sort_to(town, 3, person))
    phone.receive()
    assert phone.send(texts(code)[Kind.VERDICT]) == ["verdict_kept"]
