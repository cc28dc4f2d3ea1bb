"""Cards that somebody reads a second time without seeing how they were sorted: who, and what came of it.

The second sorting never counts as where a card lies. Where it differs, people talk and sort anew.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased, join, selectinload

from consult.loop.collect.reading import is_open_to, open_to
from consult.loop.collect.records import Consultation
from consult.loop.understand.agreement import Pair
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.dealing import Hand, hands
from consult.loop.understand.how_alike import ended_by_split
from consult.loop.understand.readers import from_whom, stands
from consult.loop.understand.records import Card, Code, Coding, Deal, Second, coding_code
from consult.loop.understand.side_by_side import codes_now
from consult.people.records import Account, Seat

MOST = 500
"""Cards given out at one press; the rest at the next."""
LOOKED_AT = 5_000
"""Cards gone through for that: some may be read by nobody else."""


def give(
    session: Session,
    *,
    consultation: Consultation,
    cards: Iterable[UUID],
    why: Second,
    now: datetime,
    most: int = MOST,
) -> int:
    """Give up to `most` of `cards` (ids, all sorted) to readers who never sorted them; return how many
    were given. Each goes to whoever has the fewest to read again."""
    there = hands(session, consultation=consultation, now=now)
    waiting = Counter(session.scalars(_open_in(consultation)))
    given, wanted = 0, iter(islice(cards, LOOKED_AT if len(there) > 1 else 0))
    while given < min(most, MOST) and (some := list(islice(wanted, MOST))):
        for card, had, coders in _with_their_past(session, consultation, some):
            if given == min(most, MOST):
                break
            given += _give_one(
                session, card, why=why, had=had, coders=coders, there=there, waiting=waiting, now=now
            )
    session.flush()
    return given


def _give_one(
    session: Session,
    card: Card,
    *,
    why: Second,
    had: dict[UUID, Deal],
    coders: set[UUID],
    there: list[Hand],
    waiting: Counter[UUID],
    now: datetime,
) -> bool:
    """A look that was given for another reason serves for both."""
    if before := next((deal for deal in had.values() if deal.second), None):
        before.second = why
        session.execute(
            update(Coding)
            .where(Coding.answer_id == card.answer_id, Coding.by_id == before.account_id, ~Coding.primary)
            .values(second=why)
        )
        return True
    able = [
        hand for hand in there if hand.seat.account_id not in coders and is_open_to(card.answer, hand.seat)
    ]
    if not able:
        return False
    alike = {hand.seat.role for hand in there if hand.seat.account_id in coders}
    if why is Second.BLIND:
        alike = set()
    whose = min(
        able, key=lambda hand: (hand.seat.role in alike, waiting[hand.seat.account_id])
    ).seat.account_id
    waiting[whose] += 1
    deal = had.get(whose) or Deal(card_id=card.id, account_id=whose)
    deal.second, deal.dealt_at, deal.done_at = why, now, None
    session.add(deal)
    return True


def _open_in(consultation: Consultation) -> Select[UUID]:
    return (
        select(Deal.account_id)
        .join(Deal.card)
        .where(Card.consultation_id == consultation.id, Deal.second.is_not(None), Deal.done_at.is_(None))
    )


def to_read_by_anybody(session: Session, consultation: Consultation) -> int:
    """How many cards wait for a second reading."""
    return session.scalar(select(func.count()).select_from(_open_in(consultation).subquery())) or 0


def take_from_the_gone(session: Session, *, consultation: Consultation, now: datetime) -> None:
    """Who sorts here no more reads nothing a second time: the card may be given anew."""
    there = [hand.seat.account_id for hand in hands(session, consultation=consultation, now=now)]
    session.execute(
        delete(Deal).where(
            Deal.card_id.in_(select(Card.id).where(Card.consultation_id == consultation.id)),
            Deal.second.is_not(None),
            Deal.done_at.is_(None),
            Deal.account_id.not_in(there),
        )
    )


def _with_their_past(
    session: Session, consultation: Consultation, ids: list[UUID]
) -> Iterator[tuple[Card, dict[UUID, Deal], set[UUID]]]:
    """Each card with its deals by account, and with the accounts that ever sorted it."""
    cards = {card.id: card for card in session.scalars(standing_cards(consultation).where(Card.id.in_(ids)))}
    deals: dict[UUID, dict[UUID, Deal]] = defaultdict(dict)
    for deal in session.scalars(select(Deal).where(Deal.card_id.in_(ids))):
        deals[deal.card_id][deal.account_id] = deal
    coders: dict[UUID, set[UUID]] = defaultdict(set)
    answers = [card.answer_id for card in cards.values()]
    sorted_by = select(Coding.answer_id, Coding.by_id).where(Coding.answer_id.in_(answers))
    for answer_id, by_id in session.execute(sorted_by.distinct()):
        coders[answer_id].add(by_id)
    for card_id in ids:
        if card := cards.get(card_id):
            yield card, deals[card_id], coders[card.answer_id]


def waiting_again(
    session: Session, *, by: Account, consultation: Consultation | None = None, answers: Collection[UUID] = ()
) -> dict[UUID, Deal]:
    """The deals by which `by` is still to read cards a second time, by answer: those of `consultation`,
    or those of `answers`."""
    where = Card.answer_id.in_(answers) if consultation is None else Card.consultation_id == consultation.id
    rows = session.execute(
        select(Card.answer_id, Deal)
        .join(Deal.card)
        .where(where, Deal.account_id == by.id, Deal.second.is_not(None), Deal.done_at.is_(None))
    )
    return {row.answer_id: row.Deal for row in rows}


@dataclass(frozen=True)
class Twice:
    """A card that two people sorted, the second without seeing the first. `settled`: the sorting, with
    its reason, to which people came after they talked; None: there was no need, or they have not yet."""

    card: Card
    first: Coding
    again: Coding
    settled: Coding | None
    first_codes: tuple[Code, ...]
    again_codes: tuple[Code, ...]

    @property
    def differs(self) -> bool:
        return self.first_codes != self.again_codes

    @property
    def to_talk_of(self) -> bool:
        return self.differs and self.settled is None


FIRST, AGAIN, SETTLED = aliased(Coding), aliased(Coding), aliased(Coding)


def _was_first() -> ColumnElement[bool]:
    """The condition that FIRST is the sorting that counted when AGAIN was made."""
    one = aliased(Coding)
    before = select(func.max(one.sequence)).where(
        one.answer_id == AGAIN.answer_id,
        one.primary,
        or_(one.retracted_at.is_(None), ended_by_split(one)),
        one.sequence < AGAIN.sequence,
    )
    return and_(FIRST.answer_id == AGAIN.answer_id, FIRST.sequence == before.scalar_subquery())


def _read_twice(seat: Seat | None) -> Select[Card]:
    """Every card that was, joined with the sorting that counted at that moment. `seat`: only what is open
    to its holder. The consultation is not asked for here: a database would begin with all of its cards."""
    later = aliased(Coding)
    after = select(func.max(later.sequence)).where(
        later.answer_id == AGAIN.answer_id,
        later.primary,
        later.retracted_at.is_(None),
        later.memo != "",
        later.pile_id.is_(None),  # moved because its code was split: nobody talked of it
        later.sequence > AGAIN.sequence,
    )
    return (
        from_whom(
            select(Card).select_from(AGAIN).join(Card, Card.answer_id == AGAIN.answer_id).join(Card.answer)
        )
        .join(FIRST, _was_first())
        .outerjoin(
            SETTLED, and_(SETTLED.answer_id == AGAIN.answer_id, SETTLED.sequence == after.scalar_subquery())
        )
        .where(~AGAIN.primary, AGAIN.retracted_at.is_(None), stands(), open_to(seat))
    )


def read_twice(
    session: Session,
    *,
    consultation: Consultation,
    seat: Seat | None = None,
    answers: Collection[UUID] | None = None,
) -> list[Twice]:
    """Every card that was, by number; `answers`: only of these."""
    wanted = (
        _read_twice(seat)
        .options(selectinload(FIRST.codes), selectinload(AGAIN.codes))
        .add_columns(FIRST, AGAIN, SETTLED)
        .order_by(Card.number)
    )
    if answers is not None:
        wanted = wanted.where(AGAIN.answer_id.in_(answers))
    here = [row for row in session.execute(wanted) if row[0].consultation_id == consultation.id]
    return [_twice(session, *row) for row in here]


def pairs(session: Session, *, consultation: Consultation, answers: Collection[UUID]) -> list[Pair]:
    """What the first and what the second reader chose, of the cards of these answers that were drawn: the
    ids of codes, merged ones as their other."""
    mine = select(Code.id, Code.alias_of_id).where(Code.consultation_id == consultation.id)
    whole = {row.id: row.alias_of_id or row.id for row in session.execute(mine)}
    lies = coding_code.c
    rows = session.execute(
        select(AGAIN.id, lies.coding_id, lies.code_id)
        .select_from(join(AGAIN, FIRST, _was_first()))
        .outerjoin(coding_code, lies.coding_id.in_((FIRST.id, AGAIN.id)))
        .where(~AGAIN.primary, AGAIN.retracted_at.is_(None), AGAIN.second == Second.BLIND)
        .where(AGAIN.answer_id.in_(answers))
    )
    chose: dict[UUID, tuple[set[UUID], set[UUID]]] = {}
    for again, coding, code in rows:
        both = chose.setdefault(again, (set(), set()))
        if code in whole:
            both[coding == again].add(whole[code])
    return [(frozenset(first), frozenset(again)) for first, again in chose.values()]


def _twice(session: Session, card: Card, first: Coding, again: Coding, settled: Coding | None) -> Twice:
    one, other = tuple(codes_now(session, first)), tuple(codes_now(session, again))
    return Twice(card, first, again, settled, one, other)
