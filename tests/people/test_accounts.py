"""Accounts: one-time links, passwords that nobody else knows, browsers that can be shut out."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.people import accounts, browsers
from consult.people.records import Account, AccountSession
from tests.cast import Cast
from tests.people.conftest import Work

PASSWORD = "seven small boats"
OTHER = "eight small boats"


@pytest.fixture
def nadia(session: Session, cast: Cast, now: datetime) -> Account:
    """An account that was invited and has set its password."""
    account, token = accounts.invite(
        session, email="Nadia@Example.org ", name="Nadia", language="ar", by=cast.gita.actor, now=now
    )
    accounts.accept(session, token=token, password=PASSWORD, now=now)
    return account


def enter(session: Session, now: datetime, password: str = PASSWORD) -> str | None:
    return accounts.sign_in(session, email="nadia@example.org", password=password, now=now)


# links


def test_an_invited_person_sets_a_password_and_signs_in(
    session: Session, nadia: Account, now: datetime
) -> None:
    assert nadia.email == "nadia@example.org"
    token = accounts.sign_in(session, email=" NADIA@example.org", password=PASSWORD, now=now)
    assert token is not None
    assert accounts.signed_in(session, token=token, now=now) is nadia


def test_an_invited_person_without_a_password_cannot_sign_in(
    session: Session, cast: Cast, now: datetime
) -> None:
    accounts.invite(session, email="new@example.org", name="New", language="en", by=cast.gita.actor, now=now)
    for password in ("", PASSWORD):
        assert accounts.sign_in(session, email="new@example.org", password=password, now=now) is None


def test_a_link_works_once(session: Session, cast: Cast, now: datetime) -> None:
    account, token = accounts.invite(
        session, email="new@example.org", name="New", language="en", by=cast.gita.actor, now=now
    )
    assert accounts.welcome(session, token=token, now=now) is account
    accounts.accept(session, token=token, password=PASSWORD, now=now)
    assert accounts.welcome(session, token=token, now=now) is None
    with pytest.raises(Refused):
        accounts.accept(session, token=token, password=OTHER, now=now)


@pytest.mark.parametrize(("first", "days"), [(True, 7), (False, 1)])
def test_a_link_runs_out(session: Session, cast: Cast, now: datetime, first: bool, days: int) -> None:
    account, token = accounts.invite(
        session, email="new@example.org", name="New", language="en", by=cast.gita.actor, now=now
    )
    if not first:
        accounts.accept(session, token=token, password=PASSWORD, now=now)
        token = accounts.reset(session, account=account, by=cast.gita.actor, now=now)
    later = now + timedelta(days=days)
    assert accounts.welcome(session, token=token, now=later - timedelta(seconds=1)) is account
    assert accounts.welcome(session, token=token, now=later) is None
    with pytest.raises(Refused):
        accounts.accept(session, token=token, password=OTHER, now=later)


def test_a_refused_password_leaves_the_link_usable(session: Session, cast: Cast, now: datetime) -> None:
    _, token = accounts.invite(
        session, email="new@example.org", name="New", language="en", by=cast.gita.actor, now=now
    )
    with pytest.raises(Refused) as refused:
        accounts.accept(session, token=token, password="short", now=now)
    assert refused.value.field == "password"
    accounts.accept(session, token=token, password=PASSWORD, now=now)


def test_a_new_link_ends_the_one_before(session: Session, cast: Cast, nadia: Account, now: datetime) -> None:
    first = accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    second = accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    assert accounts.welcome(session, token=first, now=now) is None
    assert accounts.welcome(session, token=second, now=now) is nadia


def test_a_reset_shuts_every_browser_out_and_the_old_password_too(
    session: Session, cast: Cast, nadia: Account, now: datetime
) -> None:
    browser = enter(session, now)
    link = accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    accounts.accept(session, token=link, password=OTHER, now=now)
    assert browser
    assert accounts.signed_in(session, token=browser, now=now) is None
    assert enter(session, now) is None
    assert enter(session, now, OTHER)


def test_no_token_and_no_password_stands_in_the_database(
    session: Session, cast: Cast, nadia: Account, now: datetime
) -> None:
    token, link = enter(session, now), accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    assert token
    assert len(token) >= 22, "at least 128 bits"
    assert len(link) >= 22
    tables = ("account", "account_session", "account_invitation", "history_entry")
    kept = "".join(str(row) for table in tables for row in session.execute(text(f"SELECT * FROM {table}")))
    assert token not in kept
    assert link not in kept
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("", "N", "email"),
        ("a b@c.d", "N", "email"),
        ("a@b", "N", "email"),
        ("a" * 250 + "@b.cd", "N", "email"),
        ("a@b.cd", " ", "name"),
        ("a@b.cd", "n" * 121, "name"),
        ("AMAL@example.org", "Amal", "email"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    session: Session, cast: Cast, now: datetime, email: str, name: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        accounts.invite(session, email=email, name=name, language="en", by=cast.gita.actor, now=now)
    assert refused.value.field == field


# signing in


def test_unknown_wrong_closed_and_blocked_look_and_cost_the_same(
    session: Session,
    cast: Cast,
    nadia: Account,
    now: datetime,
    work: Work,
) -> None:
    def trying(email: str, password: str) -> tuple[str | None, int]:
        outcome: list[str | None] = []
        cost = work(
            lambda: outcome.append(accounts.sign_in(session, email=email, password=password, now=now))
        )
        return outcome[0], cost

    assert trying("nobody@example.org", PASSWORD) == (None, 1)
    assert trying("amal@example.org", PASSWORD) == (None, 1), "no password yet"
    assert trying(nadia.email, OTHER) == (None, 1)
    for _ in range(accounts.FAILURES):
        enter(session, now, OTHER)
    assert trying(nadia.email, PASSWORD) == (None, 1), "blocked"
    nadia.blocked_until = None
    accounts.disable(session, account=nadia, by=cast.gita.actor, now=now)
    assert trying(nadia.email, PASSWORD) == (None, 1), "closed"


def test_five_failures_block_for_five_minutes(session: Session, nadia: Account, now: datetime) -> None:
    for _ in range(4):
        assert enter(session, now, OTHER) is None
    assert enter(session, now)
    for _ in range(5):
        assert enter(session, now, OTHER) is None
    assert enter(session, now) is None
    assert enter(session, now + timedelta(minutes=4, seconds=59)) is None
    assert enter(session, now + timedelta(minutes=5))
    session.flush()
    blocked = select(HistoryEntry).where(HistoryEntry.action == "account.blocked")
    assert len(session.scalars(blocked).all()) == 1


def test_the_same_letters_typed_another_way_are_the_same_password(
    session: Session, cast: Cast, nadia: Account, now: datetime
) -> None:
    link = accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    accounts.accept(session, token=link, password="caf\u00e9 by the river", now=now)
    assert enter(session, now, "cafe\u0301 by the river")


# browsers


def test_a_browser_is_out_after_an_hour_without_a_sign_and_after_twelve_in_any_case(
    session: Session, nadia: Account, now: datetime
) -> None:
    token = enter(session, now)
    assert token
    still = now + timedelta(minutes=59)
    assert accounts.signed_in(session, token=token, now=still) is nadia
    assert accounts.signed_in(session, token=token, now=now + timedelta(minutes=60)) is None
    at = now
    while at < now + timedelta(hours=11, minutes=30):
        at += timedelta(minutes=30)
        browsers.touch(session, token=token, now=at)
    assert accounts.signed_in(session, token=token, now=at) is nadia
    assert accounts.signed_in(session, token=token, now=now + timedelta(hours=12)) is None


def test_a_browser_is_noted_at_most_once_a_minute(session: Session, nadia: Account, now: datetime) -> None:
    token = enter(session, now)
    assert token
    browser = browsers.find(session, token=token, now=now)
    assert browser
    assert not browsers.wants_touch(browser, now=now + timedelta(seconds=59))
    assert browsers.wants_touch(browser, now=now + timedelta(seconds=60))


def test_signing_out_kills_the_token_also_for_whoever_copied_it(
    session: Session, nadia: Account, now: datetime
) -> None:
    here, elsewhere = enter(session, now), enter(session, now)
    assert here
    assert elsewhere
    accounts.sign_out(session, token=here, now=now)
    accounts.sign_out(session, token="made up", now=now)
    assert accounts.signed_in(session, token=here, now=now) is None
    assert accounts.signed_in(session, token=elsewhere, now=now) is nadia


def test_a_closed_account_is_out_at_once_everywhere(
    session: Session, cast: Cast, nadia: Account, now: datetime
) -> None:
    tokens = [enter(session, now) for _ in range(2)]
    link = accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)
    accounts.disable(session, account=nadia, by=cast.gita.actor, now=now)
    accounts.disable(session, account=nadia, by=cast.gita.actor, now=now)
    assert [accounts.signed_in(session, token=str(token), now=now) for token in tokens] == [None, None]
    assert all(session.scalars(select(AccountSession.ended_at)))
    assert accounts.welcome(session, token=link, now=now) is None
    with pytest.raises(Refused):
        accounts.reset(session, account=nadia, by=cast.gita.actor, now=now)


def test_an_account_opened_again_needs_a_new_password(
    session: Session, cast: Cast, nadia: Account, now: datetime
) -> None:
    accounts.disable(session, account=nadia, by=cast.gita.actor, now=now)
    link = accounts.enable(session, account=nadia, by=cast.gita.actor, now=now)
    assert enter(session, now) is None
    accounts.accept(session, token=link, password=OTHER, now=now)
    assert enter(session, now, OTHER)


def test_a_new_password_shuts_out_every_other_browser(
    session: Session, nadia: Account, now: datetime
) -> None:
    old = enter(session, now)
    with pytest.raises(Refused) as refused:
        accounts.change_password(session, account=nadia, old=OTHER, new=OTHER, now=now)
    assert refused.value.field == "old"
    with pytest.raises(Refused) as refused:
        accounts.change_password(session, account=nadia, old=PASSWORD, new="short", now=now)
    assert refused.value.field == "new"
    token = accounts.change_password(session, account=nadia, old=PASSWORD, new=OTHER, now=now)
    assert accounts.signed_in(session, token=str(old), now=now) is None
    assert accounts.signed_in(session, token=token, now=now) is nadia
