"""Cards are dealt out among those who sort, so that all know what waits for them and none waits twice.

A deal binds nobody: whoever has no card left may take what lies with others. It ends when anybody
sorts the card, and lives again when that is undone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from consult.common import history
from consult.loop.collect.reading import could_read, is_open_to, may_read
from consult.loop.collect.records import Answer, Consultation
from consult.loop.understand.cards import card_numbered, next_to_sort, standing_cards, unsorted
from consult.loop.understand.readers import must_be_reader, must_be_representative, stands
from consult.loop.understand.records import Card, Coding, Deal
from consult.people.permissions import Action
from consult.people.records import Account, Seat

TEN = 10
MOST = 10_000
"""Cards divided at one press; the rest at the next."""


@dataclass
class Hand:
    """Somebody who sorts here, by which seat, and how many cards wait with them."""

    seat: Seat
    waiting: int


def hands(session: Session, *, consultation: Consultation, now: datetime) -> list[Hand]:
    """Everybody who sorts here, once each, those from here first."""
    seats: dict[UUID, Seat] = {}
    for seat in could_read(session, consultation=consultation, now=now):
        living = seat.account.disabled_at is None
        if living and may_read(session, seat=seat, consultation=consultation):
            seats.setdefault(seat.account_id, seat)
    rows = session.execute(
        select(Deal.account_id, Card.consultation_id, func.count(Deal.id).label("cards"))
        .join(Deal.card)
        .where(*_open())
        .group_by(Deal.account_id, Card.consultation_id)
    )
    waiting = {row.account_id: row.cards for row in rows if row.consultation_id == consultation.id}
    return [Hand(seat, waiting.get(account_id, 0)) for account_id, seat in seats.items()]


def deal_out(session: Session, *, consultation: Consultation, by: Account, now: datetime) -> int:
    """Divide the read cards that nobody sorted and that wait with nobody; return how many.

    Each goes to one of those who may read it, whoever has the fewest at that moment. What was dealt
    to somebody who sorts here no more is dealt anew. A second time changes nothing.
    """
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    _hold(session, consultation)
    there = hands(session, consultation=consultation, now=now)
    _take_from_the_gone(session, consultation, [hand.seat.account_id for hand in there])
    free = undealt(consultation).limit(MOST)
    had = _had(session, free)
    dealt = []
    # Words for people here alone go first: the others then fill up evenly what is left.
    cards = session.scalars(free).all()
    for card in sorted(cards, key=lambda card: sum(_may(hand, card, had) for hand in there)):
        able = [hand for hand in there if _may(hand, card, had)]
        if able:
            least = min(able, key=lambda hand: hand.waiting)
            least.waiting += 1
            dealt.append(_deal(card, least.seat.account_id, now))
    session.add_all(dealt)
    session.flush()
    history.note(session, by=by.actor, action="cards.dealt", about=consultation, now=now, cards=len(dealt))
    return len(dealt)


def deal_me_more(
    session: Session, *, consultation: Consultation, waiting: int, by: Account, now: datetime
) -> int:
    """Deal `by` ten cards beyond the `waiting` that they saw, so that pressing twice deals ten; return
    how many came. Where none are free, those come that lie with others for the longest time."""
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    _hold(session, consultation)
    wanted = min(TEN, waiting + TEN - how_many_wait(session, consultation=consultation, by=by))
    if wanted <= 0:
        return 0
    before = aliased(Deal)
    mine = exists().where(before.card_id == Card.id, before.account_id == by.id)
    free = session.scalars(undealt(consultation, seat).where(~mine).limit(wanted)).all()
    session.add_all([_deal(card, by.id, now) for card in free])
    theirs = session.scalars(
        select(Deal)
        .join(Deal.card)
        .where(Card.id.in_(standing_cards(consultation, seat).order_by(None).with_only_columns(Card.id)))
        .where(*_open(), ~mine)
        .order_by(Deal.dealt_at, Card.number)
        .limit(wanted - len(free))
    ).all()
    for deal in theirs:
        deal.account_id, deal.dealt_at = by.id, now
    session.flush()
    came = len(free) + len(theirs)
    history.note(session, by=by.actor, action="cards.taken", about=consultation, now=now, cards=came)
    return came


def how_many_wait(session: Session, *, consultation: Consultation, by: Account, again: bool = False) -> int:
    """How many cards wait with `by`, to be sorted first or to be read `again`."""
    return len(_hand(session, consultation, by, again=again))


def in_hand(session: Session, *, consultation: Consultation, by: Account) -> ColumnElement[bool]:
    """As `waits_with`, by the numbers of the cards: of all of them they are few."""
    return Card.number.in_(_hand(session, consultation, by))


def next_for(
    session: Session, *, consultation: Consultation, by: Account, seat: Seat, after: int = 0
) -> Card | None:
    """The next card for `by`: one that waits with them, else one that they read a second time, else one
    that waits with nobody; by number, and after the last it begins again. With no `after`, it goes on
    where they stopped."""
    mine = _hand(session, consultation, by)
    after = after or _stopped_at(session, consultation, by)
    again = [] if mine else _hand(session, consultation, by, again=True)
    for number in sorted(mine or again, key=lambda number: (number <= after, number)):
        card = card_numbered(session, consultation=consultation, number=number, seat=seat)
        if card is not None:
            return card
    return next_to_sort(session, consultation=consultation, after=after, seat=seat, besides=waits_with())


def undealt(consultation: Consultation, seat: Seat | None = None) -> Select[Card]:
    """Read cards that nobody sorted and that wait with nobody, by number."""
    return standing_cards(consultation, seat).where(Card.masked_at.is_not(None), unsorted(), ~waits_with())


def waits_with(account: Account | None = None) -> ColumnElement[bool]:
    """The condition on `Card` that it waits with `account`; None: with anybody."""
    whose = [] if account is None else [Deal.account_id == account.id]
    return exists().where(Deal.card_id == Card.id, *_open(), *whose)


def close_deals(session: Session, *, answers: Collection[UUID], now: datetime) -> None:
    """Somebody sorted the cards of these answers: they wait with nobody any more."""
    session.execute(
        update(Deal)
        .where(Deal.card_id.in_(select(Card.id).where(Card.answer_id.in_(answers))), *_open())
        .values(done_at=now)
    )


def open_deals(session: Session, *, answers: Collection[UUID]) -> None:
    """The cards of `answers` are to be sorted again: they wait with whom they were dealt to."""
    session.execute(
        update(Deal)
        .where(Deal.card_id.in_(select(Card.id).where(Card.answer_id.in_(answers))), Deal.second.is_(None))
        .values(done_at=None)
    )


def _open() -> tuple[ColumnElement[bool], ...]:
    """The conditions on `Deal` that its card waits to be sorted for the first time."""
    return Deal.second.is_(None), Deal.done_at.is_(None)


def _hand(session: Session, consultation: Consultation, by: Account, *, again: bool = False) -> list[int]:
    """The numbers of the cards that wait with `by`, to be sorted first or to be read `again`, found from
    the deals: of all the cards they are few. That is why the consultation is not asked for in the
    database, which would begin with all of its cards."""
    rows = session.execute(
        select(Card.number, Card.consultation_id)
        .join(Deal, Deal.card_id == Card.id)
        .join(Card.answer)
        .outerjoin(Answer.submission)
        .where(Deal.account_id == by.id, Deal.done_at.is_(None), stands())
        .where(Deal.second.is_not(None) if again else Deal.second.is_(None))
        .order_by(Card.number)
    )
    return [row.number for row in rows if row.consultation_id == consultation.id]


def _stopped_at(session: Session, consultation: Consultation, by: Account) -> int:
    """The number of the card that `by` sorted last; 0: none of this consultation."""
    last = session.scalar(
        select(Coding.answer_id)
        .where(Coding.by_id == by.id, Coding.retracted_at.is_(None))
        .order_by(Coding.at.desc(), Coding.id)
        .limit(1)
    )
    card = session.scalar(select(Card).where(Card.answer_id == last)) if last else None
    return card.number if card is not None and card.consultation_id == consultation.id else 0


def _hold(session: Session, consultation: Consultation) -> None:
    """Two who deal at once do it one after the other."""
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())


def _take_from_the_gone(session: Session, consultation: Consultation, there: Sequence[UUID]) -> None:
    of_it = select(Card.id).where(Card.consultation_id == consultation.id)
    session.execute(delete(Deal).where(Deal.card_id.in_(of_it), Deal.account_id.not_in(there), *_open()))


def _had(session: Session, cards: Select[Card]) -> set[tuple[UUID, UUID]]:
    """Which of `cards` were dealt to whom before: nobody is dealt the same card twice, and who reads it
    a second time without seeing how it was sorted does not sort it first."""
    ids = cards.order_by(None).with_only_columns(Card.id)
    found = session.execute(select(Deal.card_id, Deal.account_id).where(Deal.card_id.in_(ids)))
    return {(row.card_id, row.account_id) for row in found}


def _may(hand: Hand, card: Card, had: set[tuple[UUID, UUID]]) -> bool:
    return is_open_to(card.answer, hand.seat) and (card.id, hand.seat.account_id) not in had


def _deal(card: Card, account_id: UUID, now: datetime) -> Deal:
    return Deal(card_id=card.id, account_id=account_id, second=None, dealt_at=now)
