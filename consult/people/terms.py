"""A seat has a term: how its holder came to it is on record, it ends, it is renewed, it can be left."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.people import names
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Committee, Community, Office, Role, Seat
from consult.people.seats import end, living

REMINDED = timedelta(days=30)
"""How long before its end a seat is spoken of on the home page."""


def record_choice(
    session: Session,
    *,
    seat: Seat,
    how_chosen: str,
    chosen_by: str,
    objected: str,
    by: Account,
    now: datetime,
) -> None:
    """Write how the holder of `seat` was chosen, by whom, and who objected: said in public, without names."""
    _may_write(session, seat, by, now)
    said = (how_chosen.strip(), chosen_by.strip(), objected.strip())
    if said == (seat.how_chosen, seat.chosen_by, seat.objected):
        return
    seat.how_chosen, seat.chosen_by, seat.objected = said
    history.note(session, by=by.actor, action="seat.choice_recorded", about=seat, now=now, number=seat.number)


def renew(
    session: Session,
    *,
    seat: Seat,
    until: datetime | None,
    how_chosen: str,
    chosen_by: str,
    objected: str,
    by: Account,
    now: datetime,
) -> None:
    """Give `seat` a new term up to the moment `until`, also after its last day; on record with how it
    came about. Nobody renews their own."""
    _may_write(session, seat, by, now)
    if seat.account_id == by.id:
        raise Refused(mark("Nobody renews their own seat. Ask another representative or the administrator."))
    if seat.ended_at is not None:
        raise Refused(mark("This seat was ended. Give a new one."))
    if until is not None and until <= now:
        raise Refused(mark("The seat would end before it begins. Please take a later day."), field="until")
    record_choice(
        session, seat=seat, how_chosen=how_chosen, chosen_by=chosen_by, objected=objected, by=by, now=now
    )
    seat.until, seat.renewed_at = until, now
    history.note(session, by=by.actor, action="seat.renewed", about=seat, now=now, number=seat.number)


def _may_write(session: Session, seat: Seat, by: Account, now: datetime) -> None:
    """Administrators, and for a community's own representatives each of them."""
    if seat_for(session, account=by, action=Action.ADMINISTER, now=now) is not None:
        return
    if seat.role is not Role.REPRESENTATIVE or seat.community is None:
        raise NotAllowed
    if seat_for(session, account=by, action=Action.DESIGN, now=now, community=seat.community) is None:
        raise NotAllowed


def step_back(session: Session, *, seat: Seat, by: Account, now: datetime) -> None:
    """The holder leaves the seat, at once and without asking anybody."""
    if seat.account_id != by.id:
        raise NotAllowed
    if seat.ended_at is not None:
        return
    end(session, seat=seat, by=by.actor, now=now)
    seat.stepped_back, seat.public_name = True, None
    history.note(session, by=by.actor, action="seat.stepped_back", about=seat, now=now, number=seat.number)


def show_name(session: Session, *, seat: Seat, name: str, by: Account, now: datetime) -> None:
    """By their own choice the public reads `name` beside the number of the seat; empty: the number alone."""
    if seat.account_id != by.id or seat.ended_at is not None:
        raise NotAllowed
    shown = names.checked(name) if name.strip() else None
    if shown != seat.public_name:
        seat.public_name = shown
        action = "seat.name_shown" if shown else "seat.name_hidden"
        history.note(session, by=by.actor, action=action, about=seat, now=now, number=seat.number)


def speakers(session: Session, *, community: Community, now: datetime) -> list[Seat]:
    """The representatives of `community` now, by number."""
    return list(
        session.scalars(
            select(Seat)
            .where(Seat.community_id == community.id, Seat.role == Role.REPRESENTATIVE, living(now))
            .order_by(Seat.number)
        )
    )


def terms_in(session: Session, *, community: Community) -> list[Seat]:
    """Every representative's seat there that nobody ended, also one whose last day is past."""
    return list(
        session.scalars(
            select(Seat)
            .where(
                Seat.community_id == community.id,
                Seat.role == Role.REPRESENTATIVE,
                Seat.ended_at.is_(None),
            )
            .order_by(Seat.number)
        )
    )


def run_out(session: Session, *, of: Account | Community | Committee | Office, now: datetime) -> list[Seat]:
    """The seats of somebody or in a place whose last day is past and that nobody ended or renewed."""
    columns = (Seat.account_id, Seat.community_id, Seat.committee_id, Seat.office_id)
    past = select(Seat).where(
        or_(*(each == of.id for each in columns)), Seat.ended_at.is_(None), Seat.until <= now
    )
    return list(session.scalars(past.order_by(Seat.role, Seat.number)))


def ending_soon(session: Session, *, now: datetime) -> list[Seat]:
    """Representatives' seats whose last day comes within `REMINDED`, or has passed for as long and is not
    renewed; the first one first."""
    found = session.scalars(
        select(Seat)
        .where(
            Seat.role == Role.REPRESENTATIVE,
            Seat.ended_at.is_(None),
            Seat.until.is_not(None),
            Seat.until <= now + REMINDED,
            Seat.until > now - REMINDED,
        )
        .order_by(Seat.until, Seat.id)
    )
    return list(found)
