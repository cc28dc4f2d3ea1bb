"""How a second reading of a card stands to the first, noted on it whenever the card is sorted: very many
cards are read twice, and to say how far people agree nobody goes through all their codes."""

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
    update,
)
from sqlalchemy.orm import Session, aliased

from consult.loop.collect.reading import open_to
from consult.loop.collect.records import Answer, Consultation
from consult.loop.understand.readers import from_whom, gone, stands, their_round
from consult.loop.understand.records import SPLIT, Beside, Card, Code, CodeStep, Coding, Second, coding_code
from consult.people.records import Seat

DIFFER = (Beside.TO_TALK, Beside.SETTLED)


def note_how_alike(session: Session, of: ColumnElement[bool]) -> None:
    """Note it anew on the second readings of which `of`, a condition on `Coding`, is true. Whoever sorts a
    card, takes that back, or makes two codes one calls it, once that is flushed."""
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
    beside = case(
        (or_(Coding.retracted_at.is_not(None), first.is_(None)), null()),
        (~differs, Beside.ALIKE.value),
        (talked, Beside.SETTLED.value),
        else_=Beside.TO_TALK.value,
    )
    session.execute(
        update(Coding).where(~Coding.primary, of).values(beside=beside),
        execution_options={"synchronize_session": False},
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
    return select(whole).join_from(under, code, code.id == under.c.code_id).where(under.c.coding_id == coding)


def read_blind(
    session: Session, *, consultation: Consultation, round_id: UUID | None = None
) -> list[tuple[int, bool]]:
    """Of each card that was drawn and read blind: its number, and whether both chose the same. By number,
    which tells nothing of the card. `round_id`: only of it."""
    noted = (
        select(Card.consultation_id == consultation.id, Card.number, Coding.beside == Beside.ALIKE)
        .select_from(Coding)
        .join(Card, Card.answer_id == Coding.answer_id)
        .where(Coding.beside.is_not(None), Coding.second == Second.BLIND)
        # The few that are gone are taken off; nobody goes through all answers to see which stand.
        .where(Coding.answer_id.not_in(gone()))
    )
    if round_id is not None:
        inside = from_whom(select(Answer.id)).where(their_round() == round_id)
        noted = noted.where(Coding.answer_id.in_(inside))
    rows = session.execute(noted)
    # The consultation is not asked for: a database would begin with all of its cards.
    return sorted((number, same) for here, number, same in rows if here)


def where_they_differ(
    session: Session, *, consultation: Consultation, seat: Seat, besides: Select[UUID], skip: int, most: int
) -> list[UUID]:
    """The answers on whose cards, open to `seat`, two chose differently: those to talk of first, then those
    settled, by number. Those in `besides` are passed over."""
    differing = from_whom(
        select(Coding.answer_id)
        .join(Card, Card.answer_id == Coding.answer_id)
        .join(Answer, Answer.id == Coding.answer_id)
    )
    rows = session.scalars(
        differing.where(Coding.beside.in_(DIFFER), Card.consultation_id == consultation.id)
        .where(stands(), open_to(seat), Coding.answer_id.not_in(besides))
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
