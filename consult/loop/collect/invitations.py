"""How people hear that they are asked: what a poster, a radio text and a text to pass on are made of.

None of them tells the topic or the name of an office.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from sqlalchemy.orm import Session

from consult.common.errors import mark
from consult.common.translation import Worded, worded
from consult.loop.collect.joining import join_words_of
from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import current_round

LETTERS_A_SECOND = 14
WORDS_A_SECOND = 2.2
"""How fast a calm voice reads aloud. The slower of the two counts: words are long in some languages."""
RADIO_SECONDS = (60, 90)

PASS_ON = (
    # TRANSLATORS: A text that people send on to others. Must fit into one text with a word and a number.
    mark(
        "People of this place ask: how is life here? To speak, send %(word)s to %(number)s. It brings no"
        " goods. It costs 1 SMS."
    ),
    # TRANSLATORS: The same in as few letters as can be, for languages in which 70 letters fill a text.
    mark("People of this place ask. To speak, send %(word)s to %(number)s"),
)
"""Texts to pass on, the longest first: the first one that fits into one segment is offered."""


@dataclass(frozen=True)
class Invitation:
    """What is said in one language, each text with the language it is really in.

    `word`: the join word, in capitals; empty: none in this language. `missing`: what is not there in
    this language yet, by name; what stands in its place is in another language, or nothing.
    """

    language: str
    word: str
    who_asks: Worded
    who_reads: Worded
    what_is_open: Worded
    costs: Worded
    meeting: Worded
    last_day: date | None
    news_by: date | None
    missing: list[str] = field(default_factory=list)


def invitation(
    session: Session, *, consultation: Consultation, language: str, chain: Sequence[str]
) -> Invitation:
    """`chain`: the languages that readers of `language` read, it first."""
    texts = {
        name: worded(session, consultation, name, source=consultation.language, wanted=chain)
        for name in ("who_asks", "who_reads", "what_is_open", "costs", "meeting")
    }
    words = [
        each.word for each in join_words_of(session, consultation=consultation) if each.language == language
    ]
    asked = current_round(session, consultation)
    missing = [
        name
        for name, text in texts.items()
        if (text.text and text.language not in chain) or (not text.text and name in NEEDED)
    ]
    if not words:
        missing.insert(0, "word")
    if asked is None or asked.closes_on is None:
        missing.append("days")
    return Invitation(
        language=language,
        word=words[0].upper() if words else "",
        last_day=asked.closes_on if asked else None,
        news_by=asked.news_by if asked else None,
        missing=missing,
        **texts,
    )


NEEDED = frozenset({"who_asks", "who_reads", "meeting"})
"""Texts without which an invitation is not whole."""


def seconds_to_say(text: str) -> int:
    """How long it takes to read `text` aloud, calmly."""
    return ceil(max(len(text.split()) / WORDS_A_SECOND, len(text) / LETTERS_A_SECOND))


def to_pass_on(said: Callable[[str], str], *, segments: Callable[[str], int]) -> str:
    """The longest of the texts to pass on that takes one segment, else the shortest.

    `said` words a sentence, with the join word and the number in it.
    """
    texts = [said(sentence) for sentence in PASS_ON]
    return next((text for text in texts if segments(text) == 1), texts[-1])
