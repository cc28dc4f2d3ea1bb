"""Cards are searched by words in what everybody may read, in any script and however they are written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.loop.collect.records import AnswerPart, Consultation, PartKind
from consult.loop.understand.cards import ReadCard, read_cards, standing_cards
from consult.loop.understand.records import Card
from consult.people.records import Seat

PAGE = 50
LOOK = 3_000
"""Cards read in one go: a search in very many goes on from page to page."""
AT_ONCE = 1_000


@dataclass(frozen=True)
class Found:
    """Cards with all the words, by number. `after`: where to search on; None: all cards were read."""

    cards: list[ReadCard]
    after: int | None


def find_cards(
    session: Session, *, consultation: Consultation, words: str, seat: Seat, after: int = 0
) -> Found:
    """Cards open to `seat` in whose masked text each of `words` stands, be it within a longer word: many
    languages write *the*, *and* or *their* together with it."""
    wanted = tuple(folded(words).split())
    if not wanted:
        raise Refused(mark("Write at least one word to search for."), field="words")
    found: list[int] = []
    for _ in range(LOOK // AT_ONCE):
        some = _texts(session, consultation, seat, after)
        for number, text in some:
            after = number
            plain = folded(text)
            if all(word in plain for word in wanted):
                found.append(number)
            if len(found) == PAGE:
                return Found(_cards(session, consultation, seat, found), after)
        if len(some) < AT_ONCE:
            return Found(_cards(session, consultation, seat, found), None)
    return Found(_cards(session, consultation, seat, found), after)


def _texts(session: Session, consultation: Consultation, seat: Seat, after: int) -> Sequence[Row[int, str]]:
    """The numbers and masked texts of the next read cards, without anything else of them."""
    newest = (
        select(AnswerPart.text)
        .where(AnswerPart.answer_id == Card.answer_id, AnswerPart.kind == PartKind.MASKED)
        .order_by(AnswerPart.position.desc())
        .limit(1)
        .correlate(Card)
        .scalar_subquery()
    )
    # Asked for with each card, not joined: PostgreSQL would join all cards before it takes the first.
    return session.execute(
        standing_cards(consultation, seat)
        .where(Card.masked_at.is_not(None), Card.number > after)
        .with_only_columns(Card.number, func.coalesce(newest, ""))
        .limit(AT_ONCE)
    ).all()


def _cards(
    session: Session, consultation: Consultation, seat: Seat, numbers: Collection[int]
) -> list[ReadCard]:
    only = Card.number.in_(numbers)
    return read_cards(session, consultation=consultation, seat=seat, most=PAGE, only=only) if numbers else []
