"""In which order the machine puts unsorted cards before somebody who sorts."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.pointing import free_for, look_of, unaided
from consult.loop.understand.readers import their_language
from consult.loop.understand.records import Card, HelpAnswer
from consult.people.records import Account, Seat


def next_useful(
    session: Session, *, consultation: Consultation, by: Account, seat: Seat, after: int = 0
) -> Card | None:
    """The unsorted card from which the machine would learn most, and after card `after` the next one; None
    where the help is on for no language, nothing is left, or `by` reads without help."""
    runs = _looks_on(session, consultation)
    if not runs or unaided(session, consultation=consultation, by=by):
        return None
    return next_placed(session, runs, consultation=consultation, by=by, seat=seat, after=after)


def next_placed(
    session: Session,
    runs: Sequence[UUID],
    *,
    consultation: Consultation,
    by: Account,
    seat: Seat,
    after: int,
    languages: Collection[str] = (),
) -> Card | None:
    """The first unsorted card by the places that `runs` gave, and after card `after` the next one.
    `languages`: only in these."""
    before = session.scalar(
        select(HelpAnswer.place)
        .join(Card, Card.answer_id == HelpAnswer.answer_id)
        .where(Card.consultation_id == consultation.id, Card.number == after, HelpAnswer.run_id.in_(runs))
    )
    wanted = placed(runs, consultation=consultation, by=by, seat=seat, languages=languages).limit(1)
    further = session.scalar(wanted.where(HelpAnswer.place > before)) if before else None
    return further or session.scalar(wanted)


def placed(
    runs: Sequence[UUID],
    *,
    consultation: Consultation,
    by: Account,
    seat: Seat,
    languages: Collection[str] = (),
) -> Select[Card]:
    """Cards to which `runs` gave a place, that are open and wait to be sorted by `by`, in that order."""
    where = [their_language().in_(languages)] if languages else []
    return (
        standing_cards(consultation, seat)
        .join(HelpAnswer, HelpAnswer.answer_id == Card.answer_id)
        .where(HelpAnswer.run_id.in_(runs), Card.masked_at.is_not(None), free_for(by), *where)
        .order_by(None)
        .order_by(HelpAnswer.place, Card.number)
    )


def _looks_on(session: Session, consultation: Consultation) -> list[UUID]:
    found = (look_of(session, consultation, language) for language in consultation.languages)
    return [run.id for run in found if run is not None]
