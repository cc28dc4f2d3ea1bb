"""Who there is, in lists for those who set up the house. Never a participant."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.people.records import Account, Committee, Community, Office, Seat
from consult.people.seats import living

AT_ONCE = 50


def communities(session: Session) -> list[Community]:
    """Every community by name, the closed ones last."""
    return list(
        session.scalars(select(Community).order_by(Community.disabled_at.is_not(None), Community.name))
    )


def offices(session: Session) -> list[Office]:
    """Every office by name, the closed ones last."""
    return list(session.scalars(select(Office).order_by(Office.disabled_at.is_not(None), Office.name)))


def accounts(session: Session, *, page: int | None = None) -> list[Account]:
    """Accounts by name, the closed ones last: all, or one more than `page` (from 1) holds, if there are."""
    found = select(Account).order_by(Account.disabled_at.is_not(None), Account.name, Account.email)
    if page is not None:
        found = found.limit(AT_ONCE + 1).offset((page - 1) * AT_ONCE)
    return list(session.scalars(found))


def seats(session: Session, *, now: datetime, page: int) -> list[Seat]:
    """The seats held now by place and number; one more than `page` (from 1) holds, if there are."""
    place = func.coalesce(Community.name, Committee.name, Office.name, "")
    return list(
        session.scalars(
            select(Seat)
            .outerjoin(Community, Seat.community_id == Community.id)
            .outerjoin(Committee, Seat.committee_id == Committee.id)
            .outerjoin(Office, Seat.office_id == Office.id)
            .where(living(now))
            .order_by(place, Seat.role, Seat.number, Seat.id)
            .limit(AT_ONCE + 1)
            .offset((page - 1) * AT_ONCE)
        )
    )


def seats_in(session: Session, *, place: Community | Committee | Office, now: datetime) -> list[Seat]:
    """The seats held now in one place."""
    there = or_(Seat.community_id == place.id, Seat.committee_id == place.id, Seat.office_id == place.id)
    return list(
        session.scalars(select(Seat).where(living(now), there).order_by(Seat.role, Seat.number, Seat.id))
    )
