"""Seats: one place each, numbers that stay, and nobody who answers shapes what is answered."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.people import communities, offices, seats
from consult.people.permissions import Action, seat_for, seats_held
from consult.people.records import Account, Role
from tests.cast import Cast


def places(cast: Cast) -> dict[str, object]:
    return {"community": cast.community, "committee": cast.committee, "office": cast.water}


@pytest.mark.parametrize("role", Role)
def test_each_role_sits_in_its_own_place_alone(
    session: Session, cast: Cast, now: datetime, role: Role
) -> None:
    for chosen in product([False, True], repeat=3):
        where = {
            kind: place for (kind, place), there in zip(places(cast).items(), chosen, strict=True) if there
        }
        account = Account(email=f"{chosen}@example.org", name="New", language="en")
        session.add(account)
        fits = list(where) == ([seats.PLACE_OF[role]] if seats.PLACE_OF[role] else [])
        if fits:
            assert seats.give(session, account=account, role=role, by=cast.gita.actor, now=now, **where)  # type: ignore[arg-type]
        else:
            with pytest.raises(Refused):
                seats.give(session, account=account, role=role, by=cast.gita.actor, now=now, **where)  # type: ignore[arg-type]


def test_a_number_is_never_given_again(session: Session, cast: Cast, now: datetime) -> None:
    seats.end(session, seat=cast.seats["bahati"], by=cast.gita.actor, now=now)
    third = seats.give(
        session,
        account=cast.hari,
        role=Role.REPRESENTATIVE,
        community=cast.community,
        how_chosen=" by the elders ",
        by=cast.gita.actor,
        now=now,
    )
    assert (third.number, third.how_chosen) == (3, "by the elders")


def test_a_seat_ends_by_hand_and_by_its_day(session: Session, cast: Cast, now: datetime) -> None:
    seat = seats.give(
        session,
        account=cast.hari,
        role=Role.REPRESENTATIVE,
        community=cast.community,
        until=now + timedelta(days=10),
        by=cast.gita.actor,
        now=now,
    )

    def may(days: int) -> bool:
        return bool(
            seat_for(
                session,
                account=cast.hari,
                action=Action.DESIGN,
                now=now + timedelta(days=days),
                community=cast.community,
            )
        )

    assert may(9)
    assert not may(10)
    seats.end(session, seat=seat, by=cast.gita.actor, now=now)
    seats.end(session, seat=seat, by=cast.gita.actor, now=now + timedelta(days=1))
    assert seat.ended_at == now
    assert not may(9)
    assert seats_held(session, account=cast.hari, now=now) == []


def test_the_same_seat_is_not_given_twice(session: Session, cast: Cast, now: datetime) -> None:
    def again() -> None:
        seats.give(
            session,
            account=cast.amal,
            role=Role.REPRESENTATIVE,
            community=cast.community,
            by=cast.gita.actor,
            now=now,
        )

    with pytest.raises(Refused):
        again()
    seats.end(session, seat=cast.seats["amal"], by=cast.gita.actor, now=now)
    again()


def test_one_may_represent_two_communities(session: Session, cast: Cast, now: datetime) -> None:
    other = communities.make(
        session,
        slug="marra",
        name="Marra",
        language="ar",
        region="SD",
        timezone="UTC",
        by=cast.gita.actor,
        now=now,
    )
    seat = seats.give(
        session,
        account=cast.amal,
        role=Role.REPRESENTATIVE,
        community=other,
        by=cast.gita.actor,
        now=now,
    )
    assert seat.number == 1


def test_whoever_answers_for_an_office_holds_no_other_kind_of_seat(
    session: Session, cast: Cast, now: datetime
) -> None:
    def give(account: Account, role: Role, place: str | None) -> None:
        where = {place: places(cast)[place]} if place else {}
        seats.give(session, account=account, role=role, by=cast.gita.actor, now=now, **where)  # type: ignore[arg-type]

    for role, place in seats.PLACE_OF.items():
        if role is not Role.STAFF:
            with pytest.raises(Refused):
                give(cast.dana, role, place)
    for account in (cast.amal, cast.chol, cast.gita):
        with pytest.raises(Refused):
            give(account, Role.STAFF, "office")
    seats.give(session, account=cast.dana, role=Role.STAFF, office=cast.roads, by=cast.gita.actor, now=now)
    seats.end(session, seat=cast.seats["amal"], by=cast.gita.actor, now=now)
    give(cast.amal, Role.STAFF, "office")


def test_nothing_is_given_in_a_closed_place_or_to_a_closed_account_or_into_the_past(
    session: Session, cast: Cast, now: datetime
) -> None:
    communities.disable(session, community=cast.community, by=cast.gita.actor, now=now)
    offices.disable(session, office=cast.water, by=cast.gita.actor, now=now)
    cast.farah.disabled_at = now
    for account, role, where in [
        (cast.hari, Role.REPRESENTATIVE, {"community": cast.community}),
        (cast.hari, Role.COMMITTEE_MEMBER, {"committee": cast.committee}),
        (cast.hari, Role.STAFF, {"office": cast.water}),
        (cast.farah, Role.ADMINISTRATOR, {}),
        (cast.hari, Role.ADMINISTRATOR, {"until": now}),
    ]:
        with pytest.raises(Refused):
            seats.give(session, account=account, role=role, by=cast.gita.actor, now=now, **where)  # type: ignore[arg-type]
