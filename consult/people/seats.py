"""A seat: an account's role in one community, committee or office, given and ended on record."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.people.records import Account, Committee, Community, Office, Role, Seat

PLACE_OF = {
    Role.REPRESENTATIVE: "community",
    Role.TRANSLATOR: "community",
    Role.READER: "community",
    Role.PROTECTION_OFFICER: "community",
    Role.COMMITTEE_MEMBER: "committee",
    Role.STAFF: "office",
    Role.ADMINISTRATOR: None,
}


def give(
    session: Session,
    *,
    account: Account,
    role: Role,
    community: Community | None = None,
    committee: Committee | None = None,
    office: Office | None = None,
    how_chosen: str = "",
    chosen_by: str = "",
    objected: str = "",
    until: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Seat:
    """Give `account` a seat in the one place that fits `role`; its number there is new.

    Raises Refused for a wrong place, a second seat of the same kind, and for mixing: whoever
    answers for an office holds no seat by which they could shape or read what people say.
    """
    places = {"community": community, "committee": committee, "office": office}
    _check_place(role, [kind for kind, place in places.items() if place is not None])
    _check_open(account, community or (committee.community if committee else None) or office, until, now)
    session.flush()
    _check_seats(session, account, role, places, now)
    seat = Seat(
        account=account,
        role=role,
        community=community,
        committee=committee,
        office=office,
        how_chosen=how_chosen.strip(),
        chosen_by=chosen_by.strip(),
        objected=objected.strip(),
        number=_next_number(session, role, places),
        since=now,
        until=until,
    )
    session.add(seat)
    history.note(session, by=by, action="seat.given", about=seat, now=now, role=str(role), number=seat.number)
    session.flush()
    return seat


def _check_place(role: Role, kinds: list[str]) -> None:
    wanted = PLACE_OF[role]
    if kinds != ([wanted] if wanted else []):
        raise Refused(
            mark("This seat needs another place: please choose the one it belongs to."), field="place"
        )


def _check_open(
    account: Account, place: Community | Office | None, until: datetime | None, now: datetime
) -> None:
    if account.disabled_at is not None:
        raise Refused(mark("This account is closed, so it can hold no seat."), field="account")
    if place is not None and place.disabled_at is not None:
        raise Refused(
            mark("%(name)s is closed, so no seat can be given there."), field="place", name=place.name
        )
    if until is not None and until <= now:
        raise Refused(mark("The seat would end before it begins. Please take a later day."), field="until")


def _check_seats(
    session: Session,
    account: Account,
    role: Role,
    places: dict[str, Community | Committee | Office | None],
    now: datetime,
) -> None:
    held = list(session.scalars(select(Seat).where(Seat.account_id == account.id, living(now))))
    if any(seat.role is role and _same_place(seat, places) for seat in held):
        raise Refused(mark("%(name)s holds this seat already."), field="account", name=account.name)
    if any((seat.role is Role.STAFF) is not (role is Role.STAFF) for seat in held):
        raise Refused(
            mark(
                "Whoever answers for an office cannot also hold another seat. "
                "So nobody answers what they shaped themselves."
            ),
            field="role",
        )


def _same_place(seat: Seat, places: dict[str, Community | Committee | Office | None]) -> bool:
    return all(getattr(seat, f"{kind}_id") == (place.id if place else None) for kind, place in places.items())


def _next_number(
    session: Session, role: Role, places: dict[str, Community | Committee | Office | None]
) -> int:
    """A number that nobody ever had there: *representative 3* stays the same person."""
    same = select(func.max(Seat.number)).where(Seat.role == role)
    for kind, place in places.items():
        if place is not None:
            same = same.where(getattr(Seat, f"{kind}_id") == place.id)
    return (session.scalar(same) or 0) + 1


def living(now: datetime) -> ColumnElement[bool]:
    """The condition that a seat is held now."""
    return and_(Seat.ended_at.is_(None), or_(Seat.until.is_(None), Seat.until > now))


def end(session: Session, *, seat: Seat, by: Actor, now: datetime) -> None:
    """End a seat from this moment. The last administrator stays."""
    if seat.ended_at is not None:
        return
    if seat.role is Role.ADMINISTRATOR:
        refuse_last_administrator(session, leaving=seat.account, now=now)
    seat.ended_at = now
    history.note(session, by=by, action="seat.ended", about=seat, now=now, role=str(seat.role))


def administrators(session: Session, *, now: datetime) -> list[Account]:
    """The accounts that can set up this house now."""
    return list(
        session.scalars(
            select(Account)
            .join(Seat, Seat.account_id == Account.id)
            .where(Seat.role == Role.ADMINISTRATOR, living(now), Account.disabled_at.is_(None))
            .distinct()
        )
    )


def refuse_last_administrator(session: Session, *, leaving: Account, now: datetime) -> None:
    session.flush()
    ids = {account.id for account in administrators(session, now=now)}
    if ids == {leaving.id}:
        raise Refused(mark("This is the last administrator. Please give the seat to somebody else first."))
