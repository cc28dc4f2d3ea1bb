"""Where two who read the same card chose differently, people talk. It is no list of mistakes.

What they come to is a new sorting with its reason. What each chose alone stays as it was, and so does
how far they agreed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.blind import deal_blind
from consult.loop.understand.codebook import codes_numbered
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.how_alike import where_they_differ
from consult.loop.understand.readers import must_be_open, must_be_reader, must_be_representative
from consult.loop.understand.records import Card, Coding
from consult.loop.understand.second_looks import (
    Twice,
    read_twice,
    take_from_the_gone,
    to_read_by_anybody,
    waiting_again,
)
from consult.loop.understand.set_aside import deal_set_aside
from consult.loop.understand.side_by_side import to_read_again
from consult.people.permissions import Action
from consult.people.records import Account, Seat


def deal_again(session: Session, *, consultation: Consultation, by: Account, now: datetime) -> int:
    """Give out what is to be read a second time, and return how many cards are: what lies aside first, as
    much of it as can be to readers from elsewhere where people here set it aside, and the other way round;
    where the sample then draws one of these, that reader's look serves for both."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    take_from_the_gone(session, consultation=consultation, now=now)
    waited = to_read_by_anybody(session, consultation)
    deal_set_aside(session, consultation=consultation, now=now)
    deal_blind(session, consultation=consultation, now=now)
    given = to_read_by_anybody(session, consultation) - waited
    history.note(session, by=by.actor, action="cards.dealt_again", about=consultation, now=now, cards=given)
    return given


def differing(
    session: Session, *, consultation: Consultation, by: Account, seat: Seat, skip: int = 0, most: int = 50
) -> list[Twice]:
    """Cards open to `seat` on which two chose differently: those to talk of first, then settled ones.
    What `by` is still to read themselves is not among them. Up to `most`, after `skip` of them."""
    shown = where_they_differ(
        session, consultation=consultation, seat=seat, besides=to_read_again(by), skip=skip, most=most
    )
    twice = read_twice(session, consultation=consultation, seat=seat, answers=shown)
    return sorted(twice, key=lambda each: shown.index(each.card.answer_id))


def differing_on(session: Session, *, card: Card, by: Account, seat: Seat) -> Twice | None:
    """As `differing`, for one card."""
    consultation = session.get_one(Consultation, card.consultation_id)
    if waiting_again(session, by=by, answers=[card.answer_id]):
        return None
    twice = read_twice(session, consultation=consultation, seat=seat, answers=[card.answer_id])
    return next((each for each in twice if each.differs), None)


def names_of(session: Session, found: Sequence[Twice]) -> dict[UUID, str]:
    """What the people are called who sorted these cards."""
    codings = [coding for each in found for coding in (each.first, each.again, each.settled) if coding]
    rows = session.execute(
        select(Account.id, Account.name).where(Account.id.in_({coding.by_id for coding in codings}))
    )
    return {row.id: row.name for row in rows}


def settle(
    session: Session, *, card: Card, numbers: Sequence[int], memo: str, by: Account, now: datetime
) -> Coding:
    """Put the card where people came to after they talked; `memo` says why."""
    consultation = session.get_one(Consultation, card.consultation_id)
    must_be_open(card, must_be_reader(session, by=by, consultation=consultation, now=now))
    if not any(
        each.to_talk_of for each in read_twice(session, consultation=consultation, answers=[card.answer_id])
    ):
        raise Refused(mark("Card %(number)s is settled already."), number=card.number)
    if not memo.strip():
        raise Refused(mark("Say in a note why it lies there now."), field="memo")
    codes = codes_numbered(session, consultation=consultation, numbers=numbers, now=now)
    return sort_answer(session, card=card, codes=codes, by=by, now=now, memo=memo, anew=True)
