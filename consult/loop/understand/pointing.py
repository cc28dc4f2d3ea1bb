"""What the machine points at, as somebody who sorts meets it: after they sorted, or when they ask.

Whatever is shown is noted, with whether it was followed. Pages only read what a look found before.
A code is named beside a card to nobody who is still to read a card a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand import coding, seeking
from consult.loop.understand.cards import standing_cards, unsorted
from consult.loop.understand.codebook import was_split
from consult.loop.understand.dealing import waits_with
from consult.loop.understand.measuring import is_on, last_look
from consult.loop.understand.readers import must_be_open, must_be_reader, must_stand
from consult.loop.understand.records import (
    Card,
    Code,
    Coding,
    HelpAnswer,
    HelpRun,
    Pointing,
    SuggestionShown,
)
from consult.loop.understand.second_looks import waiting_again
from consult.loop.understand.seeking import Sought
from consult.loop.understand.side_by_side import codes_now
from consult.loop.understand.unaided import rest_left
from consult.people.records import Account, Seat

THREE = 3
LOOKED_BACK = 400
"""Sorted cards of one person by which it is seen whether they follow the machine nearly always."""


def sort_by_numbers(
    session: Session,
    *,
    card: Card,
    numbers: Sequence[int],
    by: Account,
    now: datetime,
    memo: str = "",
    in_order: bool = False,
    sought: int = 0,
) -> Coding:
    """As `coding.sort_by_numbers`, on a page on which the machine points: it is noted what it had shown,
    and then it shows up to three unsorted cards like this one. `in_order`: it had chosen the card;
    `sought`: as one that may go under the code of this number."""
    forward = put_forward(session, card=card, number=sought, by=by)
    made = coding.sort_by_numbers(session, card=card, numbers=numbers, by=by, memo=memo, now=now)
    if not made.primary:
        return made
    session.flush()
    run = look_that_holds(session, card)
    if in_order and run is not None:
        show(session, card.answer_id, Pointing.ORDER, (), run=run, by=by, now=now)
    if forward is not None:
        code = str(forward.code.id)
        show(session, card.answer_id, Pointing.SEEK, [code], run=forward.run, by=by, now=now)
    _note_decided(session, made)
    if run is not None:
        _show_alike(session, card, made, run=run, by=by, now=now)
    return made


def put_forward(session: Session, *, card: Card, number: int, by: Account) -> Sought | None:
    """The look that found `card` as one that may go under code `number`, where it is pointed at for `by`."""
    consultation = session.get_one(Consultation, card.consultation_id)
    found = seeking.last_sought(session, consultation=consultation, number=number) if number else None
    if found is None or card.answer_id in _sorted(session, card) or must_wait(session, consultation, by):
        return None
    there = _found(session, found.run, card.answer_id)
    return found if there and card.answer.language in found.languages else None


def must_wait(session: Session, consultation: Consultation, by: Account) -> bool:
    """Whether `by` reads without help first, or reads cards a second time first."""
    return bool(
        unaided(session, consultation=consultation, by=by)
        or waiting_again(session, by=by, consultation=consultation)
    )


def look_that_holds(session: Session, card: Card) -> HelpRun | None:
    """The look whose finds are shown beside `card`; None: the help is off for its language."""
    consultation = session.get_one(Consultation, card.consultation_id)
    return look_of(session, consultation, card.answer.language)


def look_of(session: Session, consultation: Consultation, language: str) -> HelpRun | None:
    """The look whose finds are shown of a language; None: the help is off."""
    if not is_on(session, consultation, language):
        return None
    return last_look(session, consultation, language)


def show(
    session: Session,
    answer_id: UUID,
    pointing: Pointing,
    codes: Sequence[str],
    *,
    run: HelpRun,
    by: Account,
    now: datetime,
) -> None:
    """Note that `by` saw it."""
    session.add(
        SuggestionShown(
            answer_id=answer_id, by_id=by.id, pointing=pointing, method=run.method, codes=list(codes), at=now
        )
    )


def _note_decided(session: Session, made: Coding) -> None:
    """Whether `made` is what the machine had pointed at before."""
    session.flush()
    shown = session.scalars(
        select(SuggestionShown).where(
            SuggestionShown.answer_id == made.answer_id, SuggestionShown.by_id == made.by_id
        )
    ).all()
    under = {str(code.id) for code in codes_now(session, made)}
    for each in shown:
        if each.codes:
            each.taken = bool(under & set(each.codes))
    told = [each for each in shown if each.codes] or shown
    if told:
        made.suggestion_id = max(told, key=lambda each: (each.at, each.pointing is Pointing.CODES)).id


def unaided(session: Session, *, consultation: Consultation, by: Account) -> int:
    """How many cards `by` is still to sort without help, since they followed it nearly always."""
    rows = session.scalars(
        select(SuggestionShown.taken)
        .select_from(Coding)
        .join(Card, Card.answer_id == Coding.answer_id)
        .outerjoin(SuggestionShown, SuggestionShown.id == Coding.suggestion_id)
        .where(Coding.by_id == by.id, Coding.primary, Coding.retracted_at.is_(None))
        .where(Card.consultation_id == consultation.id)
        .order_by(Coding.at.desc(), Coding.id)
        .limit(LOOKED_BACK)
    ).all()
    return rest_left(reversed(rows))


def free_for(by: Account) -> ColumnElement[bool]:
    """The condition on `Card` that it waits to be sorted, by `by` or by anybody."""
    return unsorted() & or_(waits_with(by), ~waits_with())


def _show_alike(
    session: Session, card: Card, made: Coding, *, run: HelpRun, by: Account, now: datetime
) -> None:
    codes = [code for code in codes_now(session, made) if code.control is None]
    found = _found(session, run, card.answer_id)
    consultation = run.consultation
    if not codes or found is None or unaided(session, consultation=consultation, by=by):
        return
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    free = set(
        session.scalars(
            standing_cards(consultation, seat)
            .order_by(None)
            .where(Card.answer_id.in_([UUID(each) for each in found.alike]), Card.masked_at.is_not(None))
            .where(free_for(by))
            .with_only_columns(Card.answer_id)
        )
    )
    for each in [each for each in found.alike if UUID(each) in free][:THREE]:
        show(session, UUID(each), Pointing.ALIKE, [str(code.id) for code in codes], run=run, by=by, now=now)


def _found(session: Session, run: HelpRun, answer_id: UUID) -> HelpAnswer | None:
    return session.scalar(
        select(HelpAnswer).where(HelpAnswer.run_id == run.id, HelpAnswer.answer_id == answer_id)
    )


def shown_after(session: Session, *, card: Card, by: Account, seat: Seat) -> list[Card]:
    """Up to three cards like `card`, at which the machine pointed when `by` sorted it, and that nobody
    sorted since."""
    run = look_that_holds(session, card)
    last = session.scalar(
        select(func.max(Coding.at)).where(
            Coding.answer_id == card.answer_id, Coding.by_id == by.id, Coding.retracted_at.is_(None)
        )
    )
    if run is None or last is None:
        return []
    shown = select(SuggestionShown.answer_id).where(
        SuggestionShown.by_id == by.id,
        SuggestionShown.pointing == Pointing.ALIKE,
        SuggestionShown.at == last,
    )
    wanted = standing_cards(run.consultation, seat).where(Card.answer_id.in_(shown), free_for(by))
    return list(session.scalars(wanted.limit(THREE)))


@dataclass(frozen=True)
class Beside:
    """What stands about the help beside a card. `codes`: shown already; None: they may be asked for.

    `unaided`: so many cards are read without it first. `again`: so many are read a second time first.
    """

    codes: list[Code] | None = None
    unaided: int = 0
    again: int = 0


def beside(session: Session, *, card: Card, by: Account) -> Beside | None:
    """None: the machine has nothing to say about `card`, or it is sorted already."""
    run = look_that_holds(session, card)
    if run is None or card.answer_id in _sorted(session, card):
        return None
    found = _found(session, run, card.answer_id)
    if found is None or not _living(session, found.codes):
        return None
    if again := len(waiting_again(session, by=by, consultation=run.consultation)):
        return Beside(again=again)
    if rest := unaided(session, consultation=run.consultation, by=by):
        return Beside(unaided=rest)
    shown = session.scalar(
        select(SuggestionShown)
        .where(SuggestionShown.answer_id == card.answer_id, SuggestionShown.by_id == by.id)
        .where(SuggestionShown.pointing == Pointing.CODES)
        .order_by(SuggestionShown.at.desc())
        .limit(1)
    )
    return Beside(codes=_living(session, shown.codes) if shown else None)


def _sorted(session: Session, card: Card) -> set[UUID]:
    return set(session.scalars(select(Card.answer_id).where(Card.id == card.id, ~unsorted())))


def _living(session: Session, ids: Sequence[str]) -> list[Code]:
    """Codes in the order in which they are named, without those that ended since."""
    codes = session.scalars(
        select(Code).where(
            Code.id.in_([UUID(each) for each in ids]), Code.alias_of_id.is_(None), ~was_split()
        )
    )
    found = {str(code.id): code for code in codes}
    return [found[each] for each in ids if each in found]


def ask_for_codes(session: Session, *, card: Card, by: Account, now: datetime) -> None:
    """Let the machine name the codes under which people put answers like `card`, for `by` to weigh."""
    consultation = session.get_one(Consultation, card.consultation_id)
    must_be_open(card, must_be_reader(session, by=by, consultation=consultation, now=now))
    must_stand(card)
    there = beside(session, card=card, by=by)
    if there is None or there.unaided or there.again:
        raise Refused(mark("The machine names no codes for card %(number)s."), number=card.number)
    run = look_that_holds(session, card)
    found = _found(session, run, card.answer_id) if run else None
    if run and found and there.codes is None:
        codes = [str(code.id) for code in _living(session, found.codes)]
        show(session, card.answer_id, Pointing.CODES, codes, run=run, by=by, now=now)
        session.flush()
