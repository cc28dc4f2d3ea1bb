"""Who reads and sorts the words of one consultation, and whose words are open to them.

Where nobody is named, every representative of the community reads, and every reader from elsewhere
with a seat there. Where somebody is named, only those do: women read women's rounds, if they say so.
What belongs to a group or a place opens only when somebody is named, so that nobody reads by oversight.
Themes are named and released by those who read.
A reader from elsewhere never sees the words of somebody who chose *people here* alone.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.records import Answer, Consultation, Readers, ReadingSeat, Submission
from consult.people.permissions import WHO, Action, seats_for
from consult.people.records import Account, Role, Seat
from consult.people.seats import living

WITHOUT_WORDS = frozenset(
    {
        Action.ADMINISTER,
        Action.DESIGN,
        Action.SAY_WHO_IS_MISSING,
        Action.HOLD,
        Action.LOG_RETURN,
        Action.TRANSLATE,
        Action.SEE_FINDINGS,
        Action.REVIEW,
        Action.ANSWER,
        Action.PUBLISH,
        Action.OPEN_PROTECTED,
    }
)
"""What shows nobody's words, or is for those whom the table of permissions names alone."""
WORDS = frozenset(Action) - WITHOUT_WORDS
"""What is made of people's words, up to the themes and their release: it takes a seat that reads in this
consultation. An action that is not listed above is among them."""


def may_read(session: Session, *, seat: Seat, consultation: Consultation) -> bool:
    """Whether `seat`, which is held now, reads and sorts in `consultation`."""
    if seat.role not in WHO[Action.READ_ANSWERS] or seat.community_id != consultation.community_id:
        return False
    named = {each.seat_id for each in named_to_read(session, consultation=consultation)}
    return not named or seat.id in named


def reading_seat(
    session: Session, *, account: Account, consultation: Consultation, action: Action, now: datetime
) -> Seat | None:
    """The seat by which `account` may do `action` to words of `consultation`; the one from here first."""
    found = seats_for(session, account=account, action=action, now=now, community=consultation.community)
    found = [each for each in found if may_read(session, seat=each, consultation=consultation)]
    return min(found, key=lambda seat: seat.role is Role.READER, default=None)


def open_to(seat: Seat | None) -> ColumnElement[bool]:
    """The condition on `Submission` that its words are open to whoever holds `seat`; None: to the house."""
    if seat is not None and seat.role is Role.READER:
        return Submission.readers == Readers.ELSEWHERE
    return true()


def is_open_to(answer: Answer, seat: Seat) -> bool:
    """As `open_to`, for words in hand."""
    return seat.role is not Role.READER or answer.readers is Readers.ELSEWHERE


def named_to_read(session: Session, *, consultation: Consultation) -> list[ReadingSeat]:
    """The seats named for `consultation`, also those that ended since: nobody slips into their place."""
    return list(
        session.scalars(
            select(ReadingSeat)
            .join(Seat)
            .where(ReadingSeat.consultation_id == consultation.id, ReadingSeat.ended_at.is_(None))
            .order_by(Seat.role, Seat.number)
        )
    )


def must_name(session: Session, *, consultation: Consultation, now: datetime) -> bool:
    """Whether somebody must still be named: it belongs to some alone, and they set who reads.

    One seat is enough, also that of whoever opens it: nobody waits for a second person.
    """
    if consultation.group is None and consultation.place is None:
        return False
    there = could_read(session, consultation=consultation, now=now)
    ours = {seat.id for seat in there if seat.role is Role.REPRESENTATIVE}
    return not ours & {each.seat_id for each in named_to_read(session, consultation=consultation)}


def could_read(session: Session, *, consultation: Consultation, now: datetime) -> list[Seat]:
    """The seats of the community that may be named, those from here first."""
    found = session.scalars(
        select(Seat)
        .where(
            Seat.community_id == consultation.community_id,
            Seat.role.in_(WHO[Action.READ_ANSWERS]),
            living(now),
        )
        .order_by(Seat.number)
    )
    return sorted(found, key=lambda seat: seat.role is Role.READER)


def name_readers(
    session: Session, *, consultation: Consultation, seats: Collection[UUID], by: Account, now: datetime
) -> None:
    """Let only `seats` (their ids) read and sort from now on; none: everybody who has such a seat, unless
    it belongs to some alone.

    Once some are named, only they change who reads. When none of them holds their seat any more, any
    representative may name others, so that no words lie unread for ever.
    """
    there = {seat.id: seat for seat in could_read(session, consultation=consultation, now=now)}
    if not set(seats) <= set(there):
        raise Refused(mark("Choose only seats of this community."), field="seats")
    named = named_to_read(session, consultation=consultation)
    if not may_name(session, consultation=consultation, account=by, now=now):
        raise NotAllowed
    if not seats and (consultation.group or consultation.place):
        raise Refused(
            mark("It belongs to some of you, so its readers are named. You may name every representative."),
            field="seats",
        )
    if seats and not any(there[each].role is Role.REPRESENTATIVE for each in seats):
        raise Refused(
            mark("Somebody from here must read too. Choose at least one representative."), field="seats"
        )
    for each in named:
        if each.seat_id not in seats:
            each.ended_at = now
            history.note(session, by=by.actor, action="reader.unnamed", about=each, now=now)
    for seat_id in set(seats) - {each.seat_id for each in named}:
        _name(session, consultation, there[seat_id], by, now)
    session.flush()


def _name(session: Session, consultation: Consultation, seat: Seat, by: Account, now: datetime) -> None:
    before = session.scalar(
        select(ReadingSeat).where(
            ReadingSeat.consultation_id == consultation.id, ReadingSeat.seat_id == seat.id
        )
    )
    named = before or ReadingSeat(consultation=consultation, seat=seat)
    named.by_id, named.since, named.ended_at = by.id, now, None
    session.add(named)
    history.note(session, by=by.actor, action="reader.named", about=named, now=now, number=seat.number)


def may_name(session: Session, *, consultation: Consultation, account: Account, now: datetime) -> bool:
    """Whether `account` may change who reads."""
    named = {each.seat_id for each in named_to_read(session, consultation=consultation)}
    there = {seat.id for seat in could_read(session, consultation=consultation, now=now)}
    if not named & there:
        return bool(
            seats_for(
                session, account=account, action=Action.DESIGN, now=now, community=consultation.community
            )
        )
    mine = reading_seat(session, account=account, consultation=consultation, action=Action.SORT, now=now)
    return mine is not None and mine.role is Role.REPRESENTATIVE
