"""Words set aside as no answer are looked at twice, by somebody of another seat, before that is said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import stands
from consult.loop.understand.records import Card, Code, Control, Deal, Second
from consult.loop.understand.second_looks import give, pairs


def deal_set_aside(session: Session, *, consultation: Consultation, now: datetime) -> int:
    """Give each card that lies aside, and that nobody was given a second time, to another reader; a
    reader from elsewhere where people here set it aside, and the other way round, if there is one.
    Return how many."""
    again = exists().where(Deal.card_id == Card.id, Deal.second.is_not(None))
    cards = session.scalars(
        standing_cards(consultation).where(Card.answer_id.in_(_aside()), ~again).with_only_columns(Card.id)
    ).all()
    return give(session, consultation=consultation, cards=cards, why=Second.SET_ASIDE, now=now)


def _aside() -> Select[UUID]:
    codes = effective_codes()
    return select(codes.c.answer_id).where(codes.c.control == Control.NOT_AN_ANSWER)


def looked_at_twice(session: Session, *, asked: Round) -> bool:
    """Whether everything of the round that lies aside was read by a second person who saw it so too, or
    with whom that was settled. Nothing aside: no."""
    aside = set(
        session.scalars(
            select(Answer.id)
            .join(Answer.submission)
            .where(Submission.round_id == asked.id, stands(), Answer.id.in_(_aside()))
        )
    )
    return bool(aside) and aside <= _seen_so(session, asked.consultation, asked)


def _seen_so(session: Session, consultation: Consultation, asked: Round | None = None) -> set[UUID]:
    """Answers that two saw so. Two who agreed on something else, before one of them set it aside, say
    nothing of that."""
    of = asked.id if asked is not None else None
    code = session.scalar(
        select(Code.id).where(Code.consultation_id == consultation.id, Code.control == Control.NOT_AN_ANSWER)
    )
    return {
        each.answer_id
        for each in pairs(session, consultation=consultation, round_id=of)
        if not each.to_talk_of and (code in each.again_codes or each.differs)
    }


def how_far_aside(session: Session, *, consultation: Consultation) -> tuple[int, int]:
    """How many cards lie aside, and how many of them were looked at twice."""
    lying = standing_cards(consultation).where(Card.answer_id.in_(_aside()))
    aside = set(session.scalars(lying.with_only_columns(Card.answer_id)))
    return len(aside), len(aside & _seen_so(session, consultation))
