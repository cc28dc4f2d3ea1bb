"""Who sets the house up comes by a one-time link, and somebody always can."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.people import accounts, seats
from consult.people.records import Role
from tests.cast import Cast

PASSWORD = "seven small boats"


def test_the_first_administrator_comes_by_a_one_time_link(session: Session, now: datetime) -> None:
    token = accounts.first_administrator(session, email="root@example.org", name="Root", now=now)
    account = accounts.accept(session, token=token, password=PASSWORD, now=now)
    assert seats.administrators(session, now=now) == [account]
    with pytest.raises(Refused):
        accounts.first_administrator(session, email="root@example.org", name="Root", now=now)
    with pytest.raises(Refused):
        accounts.first_administrator(session, email="two@example.org", name="Two", now=now)


def test_a_lost_first_link_does_not_lock_the_house(session: Session, now: datetime) -> None:
    lost = accounts.first_administrator(session, email="root@example.org", name="Root", now=now)
    later = now + timedelta(days=8)
    with pytest.raises(Refused):
        accounts.first_administrator(session, email="two@example.org", name="Two", now=later)
    token = accounts.first_administrator(session, email="root@example.org", name="Root", now=later)
    assert accounts.welcome(session, token=lost, now=later) is None
    assert accounts.welcome(session, token=token, now=later)


def test_the_last_administrator_stays(session: Session, cast: Cast, now: datetime) -> None:
    for closing in (
        lambda: accounts.disable(session, account=cast.gita, by=cast.gita.actor, now=now),
        lambda: seats.end(session, seat=cast.seats["gita"], by=cast.gita.actor, now=now),
    ):
        with pytest.raises(Refused):
            closing()
    seats.give(session, account=cast.hari, role=Role.ADMINISTRATOR, by=cast.gita.actor, now=now)
    accounts.disable(session, account=cast.gita, by=cast.hari.actor, now=now)
    assert seats.administrators(session, now=now) == [cast.hari]
