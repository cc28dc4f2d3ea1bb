"""Words set aside as no answer are looked at twice, by somebody of another seat, before that is said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import stands
from consult.loop.understand.records import Card, Control, Deal, Second
from consult.loop.understand.second_looks import Twice, give, read_twice


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
    twice = read_twice(session, consultation=asked.consultation, round_id=asked.id)
    return bool(aside) and aside <= {each.card.answer_id for each in twice if _seen_so(each)}


def _seen_so(twice: Twice) -> bool:
    """Two who agreed on something else, before one of them set it aside, say nothing of that."""
    too = Control.NOT_AN_ANSWER in {code.control for code in twice.again_codes}
    return not twice.to_talk_of and (too or twice.differs)


def how_far_aside(session: Session, *, consultation: Consultation) -> tuple[int, int]:
    """How many cards lie aside, and how many of them were looked at twice."""
    aside = set(session.scalars(standing_cards(consultation).where(Card.answer_id.in_(_aside()))))
    twice = {each.card for each in read_twice(session, consultation=consultation) if _seen_so(each)}
    return len(aside), len(aside & twice)
