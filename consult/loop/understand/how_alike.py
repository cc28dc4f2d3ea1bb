"""How a second reading of a card stands to the first, noted on it whenever the card is sorted: very many
cards are read twice, and to say how far people agree nobody goes through all their codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session, aliased

from consult.loop.collect.records import Answer, Consultation
from consult.loop.understand.readers import cards_open_to, from_whom, gone, their_round
from consult.loop.understand.records import SPLIT, Beside, Card, Code, CodeStep, Coding, Second, coding_code
from consult.people.records import Seat

FEW = 5_000
"""So many blind readings are sorted by number at once."""
DIFFER = (Beside.TO_TALK, Beside.SETTLED)


def note_how_alike(session: Session, of: ColumnElement[bool]) -> None:
    """Note it anew on the second readings of which `of`, a condition on `Coding`, is true. Whoever sorts a
    card, takes that back, or makes two codes one calls it, once that is flushed."""
    session.execute(
        update(Coding).where(~Coding.primary, of).values(beside=_beside()),
        execution_options={"synchronize_session": False},
    )


@cache
def _beside() -> ColumnElement[str | None]:
    """Built once: that takes longer than to ask it of one card."""
    one, later = aliased(Coding), aliased(Coding)
    first = (
        select(one.id)
        .where(one.answer_id == Coding.answer_id, one.primary, one.sequence < Coding.sequence)
        .where(or_(one.retracted_at.is_(None), ended_by_split(one)))
        .order_by(one.sequence.desc())
        .limit(1)
        .correlate(Coding)
        .scalar_subquery()
    )
    differs = or_(_beyond(first, Coding.id), _beyond(Coding.id, first))
    talked = exists().where(
        later.answer_id == Coding.answer_id,
        later.primary,
        later.retracted_at.is_(None),
        later.memo != "",
        later.pile_id.is_(None),  # moved because its code was split: nobody talked of it
        later.sequence > Coding.sequence,
    )
    return case(
        (or_(Coding.retracted_at.is_not(None), first.is_(None)), null()),
        (~differs, Beside.ALIKE.value),
        (talked, Beside.SETTLED.value),
        else_=Beside.TO_TALK.value,
    )


def ended_by_split(coding: type[Coding]) -> ColumnElement[bool]:
    """The condition on `coding` that it counts no more since a code of it was split: nobody took it back."""
    return exists().where(
        coding_code.c.coding_id == coding.id,
        Code.id == coding_code.c.code_id,
        CodeStep.code_id == func.coalesce(Code.alias_of_id, Code.id),
        CodeStep.step == SPLIT,
        CodeStep.at == coding.retracted_at,
    )


def _beyond(one: SQLColumnExpression[UUID], other: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether a sorting lies under a code under which the other does not."""
    mine, theirs = _under(one), _under(other)
    return mine.where(mine.selected_columns[0].not_in(theirs)).exists()


def _under(coding: SQLColumnExpression[UUID]) -> Select[UUID]:
    """The codes of a sorting, merged ones as their other."""
    code, under = aliased(Code), coding_code.alias()
    whole = func.coalesce(code.alias_of_id, code.id)
    lies = select(whole).join_from(under, code, code.id == under.c.code_id).where(under.c.coding_id == coding)
    # Said, since a database that is not told so looks at every sorting there is, two levels down.
    return lies.correlate(Coding)


@dataclass(frozen=True)
class ReadBlind:
    """Cards that were drawn and read blind: how many, on how many of them both chose the same, and the
    answers on the first of them by number, which tells nothing of a card."""

    both: int
    same: int
    first: Sequence[UUID]


def read_blind(
    session: Session, *, consultation: Consultation, most: int, round_id: UUID | None = None
) -> ReadBlind:
    """Counted in the database: they are very many. `round_id`: only of it; `most`: of `first`."""
    # The few that are gone are taken off; nobody goes through all answers, or all cards, to see which stand.
    standing: ColumnElement[bool] = Coding.answer_id.not_in(gone())
    if round_id is not None:
        inside = from_whom(select(Answer.id)).where(their_round() == round_id)
        standing = and_(standing, Coding.answer_id.in_(inside))
    # Among those counted the consultation is not asked for, since a database would begin with all of its
    # cards; and no card is looked for where there are none but its own.
    alone = round_id is not None or not _others_have_cards(session, consultation)
    here = true() if alone else Card.consultation_id == consultation.id
    counts = func.count(case((here, 1))), func.count(case((and_(here, Coding.beside == Beside.ALIKE), 1)))
    blind = select(*counts).where(Coding.beside.is_not(None), Coding.second == Second.BLIND, standing)
    joined = blind if alone else blind.join_from(Coding, Card, Card.answer_id == Coding.answer_id)
    both, same = session.execute(joined).one()
    return ReadBlind(both, same, _first(session, consultation, both, standing, most))


def _others_have_cards(session: Session, consultation: Consultation) -> bool:
    theirs = exists().where(Card.consultation_id == Consultation.id)
    return session.scalar(select(exists().where(Consultation.id != consultation.id, theirs))) is True


def _first(
    session: Session, consultation: Consultation, both: int, standing: ColumnElement[bool], most: int
) -> Sequence[UUID]:
    """Few are looked for from their second readings on; of many, the first `most` cards are soon met by
    number. Otherwise nobody goes through all cards to find a few."""
    if not both:
        return []
    here = Card.consultation_id == consultation.id
    blind = (Coding.beside.is_not(None), Coding.second == Second.BLIND)
    if both <= FEW:
        # Asked as a case, so that no database begins with all cards of the consultation.
        few = (
            select(Card.answer_id, Card.number)
            .join(Coding, Coding.answer_id == Card.answer_id)
            .where(*blind, case((here, 1)) == 1, standing)
            .distinct()
        )
        return [row.answer_id for row in session.execute(few.order_by(Card.number).limit(most))]
    again = (
        select(Coding.id)
        .where(Coding.answer_id == Card.answer_id, ~Coding.primary, *blind, standing)
        .limit(1)
        .correlate(Card)
        .scalar_subquery()
    )
    first = select(Card.answer_id).where(here, again.is_not(None))
    return session.scalars(first.order_by(Card.number).limit(most)).all()


def where_they_differ(
    session: Session, *, consultation: Consultation, seat: Seat, besides: Select[UUID], skip: int, most: int
) -> list[UUID]:
    """The answers on whose cards, open to `seat`, two chose differently: those to talk of first, then those
    settled, by number. Those in `besides` are passed over."""
    rows = session.scalars(
        select(Coding.answer_id)
        .join(Card, Card.answer_id == Coding.answer_id)
        .where(Coding.beside.in_(DIFFER), Card.consultation_id == consultation.id, cards_open_to(seat))
        .where(Coding.answer_id.not_in(gone()), Coding.answer_id.not_in(besides))
        .order_by(Coding.beside == Beside.SETTLED, Card.number)
        .offset(skip)
        .limit(most)
    )
    return list(dict.fromkeys(rows))


def two_saw(code: UUID | None) -> ColumnElement[bool]:
    """The condition on `Card` that two saw it under `code`, or that they talked of it. Two who agreed on
    something else, before one of them put it there, say nothing of that."""
    again = aliased(Coding)
    under = exists().where(coding_code.c.coding_id == again.id, coding_code.c.code_id == code)
    so = or_(again.beside == Beside.SETTLED, and_(again.beside == Beside.ALIKE, under))
    return exists().where(again.answer_id == Card.answer_id, ~again.primary, so)
