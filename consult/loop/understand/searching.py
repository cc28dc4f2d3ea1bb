"""Cards are searched by words in what everybody may read, in any script and however they are written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.common.translation import Translation
from consult.loop.collect.records import AnswerPart, Consultation, PartKind
from consult.loop.understand.cards import ReadCard, read_cards
from consult.loop.understand.readers import cards_open_to, gone
from consult.loop.understand.records import Card
from consult.loop.understand.translating import FIELD
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
    """Cards open to `seat` in whose masked text, or what translators made of it, each of `words` stands, be
    it within a longer word: many languages write *the*, *and* or *their* together with it."""
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
    """The numbers and masked texts of the next read cards, each with what translators made of it."""
    newest = (
        select(AnswerPart.text)
        .where(AnswerPart.answer_id == Card.answer_id, AnswerPart.kind == PartKind.MASKED)
        .order_by(AnswerPart.position.desc())
        .limit(1)
        .correlate(Card)
        .scalar_subquery()
    )
    said = (
        select(Translation.text)
        .where(Translation.about_id == Card.answer_id, Translation.field == FIELD)
        .where(Translation.language == consultation.language, Translation.waits.is_(False))
        .order_by(Translation.version.desc())
        .limit(1)
        .correlate(Card)
        .scalar_subquery()
    )
    # Asked for with each card, not joined: PostgreSQL would join all cards before it takes the first. Whose
    # words they are is looked up for those that are found; here the few that are gone are left out.
    return session.execute(
        select(Card.number, func.coalesce(newest, "") + "\n" + func.coalesce(said, ""))
        .where(Card.consultation_id == consultation.id, Card.masked_at.is_not(None), Card.number > after)
        .where(cards_open_to(seat), Card.answer_id.not_in(gone()))
        .order_by(Card.number)
        .limit(AT_ONCE)
    ).all()


def _cards(
    session: Session, consultation: Consultation, seat: Seat, numbers: Collection[int]
) -> list[ReadCard]:
    only = Card.number.in_(numbers)
    return read_cards(session, consultation=consultation, seat=seat, most=PAGE, only=only) if numbers else []
