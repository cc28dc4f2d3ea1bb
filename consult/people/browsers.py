"""A signed-in browser holds a token; the house keeps only its hash and when it was last seen."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from consult.people.links import token_hash
from consult.people.records import Account, AccountSession

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
_LIVING = (
    select(AccountSession)
    .where(
        AccountSession.token_hash == bindparam("token_hash"),
        AccountSession.ended_at.is_(None),
        AccountSession.seen_at > bindparam("seen_after"),
        AccountSession.started_at > bindparam("started_after"),
    )
    .options(joinedload(AccountSession.account, innerjoin=True))
)
"""Built once: whoever is signed in asks it with every page."""


def let_in(session: Session, *, account: Account, now: datetime) -> str:
    """A new token for a browser of `account`."""
    token = secrets.token_urlsafe(32)
    session.add(AccountSession(account=account, token_hash=token_hash(token), started_at=now, seen_at=now))
    session.flush()
    return token


def find(session: Session, *, token: str, now: datetime) -> AccountSession | None:
    """The browser of `token`: not signed out, seen within the hour, begun within twelve."""
    asked = {"token_hash": token_hash(token), "seen_after": now - IDLE, "started_after": now - LONGEST}
    browser = session.scalar(_LIVING, asked)
    return browser if browser and browser.account.disabled_at is None else None


def wants_touch(browser: AccountSession, *, now: datetime) -> bool:
    """Whether `browser` was last seen so long ago that it is worth a write."""
    return browser.seen_at <= now - TOUCH


def touch(session: Session, *, token: str, now: datetime) -> None:
    """Keep that the browser was seen now."""
    browser = find(session, token=token, now=now)
    if browser is not None:
        browser.seen_at = now


def end_all(session: Session, *, account: Account, now: datetime) -> None:
    """Sign `account` out in every browser."""
    living = select(AccountSession).where(
        AccountSession.account_id == account.id, AccountSession.ended_at.is_(None)
    )
    for browser in session.scalars(living):
        browser.ended_at = now
