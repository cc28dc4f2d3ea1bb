"""Holders of seats say, if they like, how they are counted: as a woman or a man. Nobody reads it of one."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed
from consult.people.records import Account, Seat, WomanOrMan


def say_woman_or_man(
    session: Session, *, seat: Seat, says: WomanOrMan | None, by: Account, now: datetime
) -> None:
    """`says` None takes it back: then the seat is counted as *not said*. Only its holder says it."""
    if seat.account_id != by.id:
        raise NotAllowed
    seat.woman_or_man = says
    history.note(session, by=by.actor, action="seat.counted_as", about=seat, now=now)
