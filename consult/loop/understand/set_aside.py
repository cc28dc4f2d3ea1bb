"""Words set aside as no answer are looked at twice, by somebody of another seat, before that is said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.how_alike import two_saw
from consult.loop.understand.readers import from_whom, gone, their_round
from consult.loop.understand.records import Card, Code, Control, Deal, Second, coding_code
from consult.loop.understand.second_looks import give


def deal_set_aside(session: Session, *, consultation: Consultation, now: datetime) -> int:
    """Give each card that lies aside, and that nobody was given a second time, to another reader; a
    reader from elsewhere where people here set it aside, and the other way round, if there is one.
    Return how many."""
    code = _code(session, consultation)
    aside = Card.coding_id.in_(select(coding_code.c.coding_id).where(coding_code.c.code_id == code))
    again = exists().where(Deal.card_id == Card.id, Deal.second.is_not(None))
    cards = session.scalars(
        standing_cards(consultation).where(aside, ~again).with_only_columns(Card.id)
    ).all()
    return give(session, consultation=consultation, cards=cards, why=Second.SET_ASIDE, now=now)


def looked_at_twice(session: Session, *, asked: Round) -> bool:
    """Whether everything of the round that lies aside was read by a second person who saw it so too, or
    with whom that was settled. Nothing aside: no."""
    aside, twice = _counted(
        session,
        asked.consultation,
        from_whom(select(Card).join(Card.answer)).where(their_round() == asked.id),
    )
    return aside == twice > 0


def how_far_aside(session: Session, *, consultation: Consultation) -> tuple[int, int]:
    """How many cards lie aside, and how many of them were looked at twice."""
    return _counted(session, consultation, select(Card))


def _counted(session: Session, consultation: Consultation, cards: Select[Card]) -> tuple[int, int]:
    code, standing = _code(session, consultation), Card.answer_id.not_in(gone())
    # Asked as cases, of the few that lie there: else a database looks first which of all cards stand.
    lying = (
        cards.join(coding_code, coding_code.c.coding_id == Card.coding_id)
        .where(coding_code.c.counts, coding_code.c.code_id == code)
        .with_only_columns(
            func.count(case((standing, 1))), func.count(case((and_(standing, two_saw(code)), 1)))
        )
    )
    aside, twice = session.execute(lying).one()
    return aside, twice


def _code(session: Session, consultation: Consultation) -> UUID | None:
    """The code under which cards lie aside; None: nobody has set any aside."""
    return session.scalar(
        select(Code.id).where(Code.consultation_id == consultation.id, Code.control == Control.NOT_AN_ANSWER)
    )
