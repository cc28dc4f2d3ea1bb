"""A tenth of the sorted cards is read blind by somebody else: it shows how far coders agree."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, PromptVersion, PromptWording, Round
from consult.loop.understand import drawing
from consult.loop.understand.agreement import Agreement, agree
from consult.loop.understand.cards import standing_cards, unsorted
from consult.loop.understand.how_alike import read_blind
from consult.loop.understand.readers import their_language
from consult.loop.understand.records import Card, Deal, Second
from consult.loop.understand.second_looks import give, pairs

MANY = 500
"""So many cards say how far agreement is from chance; whether both chose the same is counted of all."""


def deal_blind(session: Session, *, consultation: Consultation, now: datetime) -> int:
    """Draw what a tenth of the sorted cards still lacks, and give each to a second reader; return how
    many. Prompts and languages come by their share. A second time changes nothing."""
    kinds = _kinds(session, consultation)
    drawn = set(
        session.scalars(
            select(Deal.card_id)
            .join(Deal.card)
            .where(Card.consultation_id == consultation.id, Deal.second == Second.BLIND)
        )
    )
    drawn &= {card for card, _ in kinds}
    lacks = drawing.how_many(len(kinds)) - len(drawn)
    if lacks <= 0:
        return 0
    order = drawing.draw(kinds, drawn, consultation.id)
    return give(session, consultation=consultation, cards=order, why=Second.BLIND, now=now, most=lacks)


def _kinds(session: Session, consultation: Consultation) -> list[tuple[UUID, str]]:
    """Every sorted card, with its prompt and language."""
    rows = session.execute(
        standing_cards(consultation)
        .join(PromptVersion, PromptVersion.id == PromptWording.version_id)
        .where(Card.masked_at.is_not(None), ~unsorted())
        .with_only_columns(Card.id, PromptVersion.prompt_id, their_language())
    )
    return [(card, f"{prompt.hex} {language}") for card, prompt, language in rows]


def agreement_of(
    session: Session, *, consultation: Consultation, asked: Round | None = None
) -> Agreement | None:
    """How far those who read blind chose as the first did, before anybody talked; None: nobody read
    blind yet. `asked`: in the answers of this round alone."""
    of = asked.id if asked is not None else None
    read = read_blind(session, consultation=consultation, most=MANY, round_id=of)
    if not read.both:
        return None
    some = pairs(session, consultation=consultation, answers=read.first)
    return replace(agree(some), same=read.same, both=read.both)


def agreement_made(session: Session, *, asked: Round) -> dict[str, Any] | None:
    """As `agreement_of` the round, in plain values for what is frozen with findings; alpha to two places."""
    found = agreement_of(session, consultation=asked.consultation, asked=asked)
    if found is None:
        return None
    alpha = None if found.alpha is None else round(found.alpha, 2)
    return {"same": found.same, "both": found.both, "alpha": alpha}
