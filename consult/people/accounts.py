"""Accounts: invited by a one-time link, never given a password by somebody else; signing in and out."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import OPERATOR, Actor
from consult.people import browsers, links, names, passwords, seats
from consult.people.records import Account, Role

INVITATION = timedelta(days=7)
RESET = timedelta(days=1)
FAILURES = 5
BLOCKED = timedelta(minutes=5)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def invite(
    session: Session, *, email: str, name: str, language: str, by: Actor, now: datetime
) -> tuple[Account, str]:
    """A new account and the token of the link with which its owner sets a password (7 days, once)."""
    email = plain_email(email)
    if len(email) > 254 or not EMAIL.fullmatch(email):
        raise Refused(mark("Please write an e-mail address such as name@example.org."), field="email")
    name = names.checked(name)
    if account_of(session, email) is not None:
        raise Refused(mark("There is an account with this e-mail address already."), field="email")
    account = Account(email=email, name=name, language=language, failures=0)
    session.add(account)
    session.flush()
    history.note(session, by=by, action="account.invited", about=account, now=now)
    return account, links.make(session, account=account, until=now + INVITATION, now=now)


def plain_email(email: str) -> str:
    return email.strip().casefold()


def account_of(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == plain_email(email)))


def reset(session: Session, *, account: Account, by: Actor, now: datetime) -> str:
    """The token of a link to set a new password (one day, once). Earlier links end."""
    if account.disabled_at is not None:
        raise Refused(mark("This account is closed. Open it again first."))
    history.note(session, by=by, action="account.reset", about=account, now=now)
    until = now + (RESET if account.password_hash else INVITATION)
    return links.make(session, account=account, until=until, now=now)


def welcome(session: Session, *, token: str, now: datetime) -> Account | None:
    """Whose link `token` is, while it can be used."""
    link = links.usable(session, token=token, now=now)
    return link.account if link else None


def accept(session: Session, *, token: str, password: str, now: datetime) -> Account:
    """Set the first or a new password by a one-time link; every browser signed in before is out."""
    link = links.usable(session, token=token, now=now)
    if link is None:
        raise Refused(
            mark("This link was used already or is too old. Please ask your administrator for a new one.")
        )
    account = link.account
    passwords.keep(account, password)
    link.used_at = now
    account.failures, account.blocked_until = 0, None
    browsers.end_all(session, account=account, now=now)
    history.note(session, by=account.actor, action="account.accepted", about=account, now=now)
    return account


def disable(session: Session, *, account: Account, by: Actor, now: datetime) -> None:
    """Close an account: its browsers are signed out at once and its links end. What it did stays."""
    if account.disabled_at is not None:
        return
    seats.refuse_last_administrator(session, leaving=account, now=now)
    account.disabled_at = now
    browsers.end_all(session, account=account, now=now)
    links.end_all(session, account=account, now=now)
    history.note(session, by=by, action="account.disabled", about=account, now=now)


def enable(session: Session, *, account: Account, by: Actor, now: datetime) -> str:
    """Open a closed account again; the old password is gone, the token of a new link is returned."""
    account.disabled_at = None
    account.password_hash = None
    history.note(session, by=by, action="account.enabled", about=account, now=now)
    return reset(session, account=account, by=by, now=now)


def first_administrator(session: Session, *, email: str, name: str, now: datetime) -> str:
    """The token of the first administrator's link.

    Raises Refused while somebody is administrator already. Asked again before the link was
    used, the same address gets a new one: a lost first link must not lock a house for ever.
    """
    there = seats.administrators(session, now=now)
    for account in there:
        if account.password_hash is None and account.email == plain_email(email):
            return reset(session, account=account, by=OPERATOR, now=now)
    if there:
        raise Refused(mark("This house has an administrator already, who can invite others."))
    account, token = invite(session, email=email, name=name, language="en", by=OPERATOR, now=now)
    seats.give(session, account=account, role=Role.ADMINISTRATOR, by=OPERATOR, now=now)
    return token


def sign_in(session: Session, *, email: str, password: str, now: datetime) -> str | None:
    """The token for a browser, or None: unknown, wrong, blocked and closed all look the same.

    Every call costs exactly one slow hash. Five failures block the account for five minutes.
    Returning None also writes (the failure is counted): let the transaction commit.
    """
    account = session.scalar(select(Account).where(Account.email == plain_email(email)).with_for_update())
    free = account is not None and (account.blocked_until is None or account.blocked_until <= now)
    may = account if account and free and account.disabled_at is None else None
    right = passwords.is_right(may, password)
    if may is None:
        return None
    if not right:
        _count_failure(session, may, now)
        return None
    may.failures, may.blocked_until = 0, None
    history.note(session, by=may.actor, action="account.signed_in", about=may, now=now)
    return browsers.let_in(session, account=may, now=now)


def _count_failure(session: Session, account: Account, now: datetime) -> None:
    account.failures += 1
    if account.failures >= FAILURES:
        account.failures, account.blocked_until = 0, now + BLOCKED
        history.note(session, by=history.CLOCK, action="account.blocked", about=account, now=now)


def signed_in(session: Session, *, token: str, now: datetime) -> Account | None:
    """Whose browser this is, while it is signed in and the account is open."""
    browser = browsers.find(session, token=token, now=now)
    return browser.account if browser else None


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """The token opens nothing any more, also for whoever copied it."""
    browser = browsers.find(session, token=token, now=now)
    if browser is not None:
        browser.ended_at = now
        account = browser.account
        history.note(session, by=account.actor, action="account.signed_out", about=account, now=now)


def change_password(session: Session, *, account: Account, old: str, new: str, now: datetime) -> str:
    """Take a new password: every browser is signed out, this one goes on with the token returned."""
    if not passwords.is_right(account, old):
        raise Refused(mark("This is not your password now."), field="old")
    passwords.keep(account, new, field="new")
    browsers.end_all(session, account=account, now=now)
    history.note(session, by=account.actor, action="account.password_changed", about=account, now=now)
    return browsers.let_in(session, account=account, now=now)


def choose_language(session: Session, *, account: Account, language: str, now: datetime) -> None:
    """The language of the pages for this account. The door checks that the house speaks it."""
    account.language = language
    history.note(session, by=account.actor, action="account.language_chosen", about=account, now=now)
