"""One-time links to set a password. Only their hash is kept; each is used once or runs out."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.people.records import Account, AccountInvitation


def make(session: Session, *, account: Account, until: datetime, now: datetime) -> str:
    """The token of a new link for `account`; earlier ones end."""
    end_all(session, account=account, now=now)
    token = secrets.token_urlsafe(32)
    session.add(AccountInvitation(account=account, token_hash=token_hash(token), made_at=now, until=until))
    session.flush()
    return token


def token_hash(token: str) -> str:
    """What is kept of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable(session: Session, *, token: str, now: datetime) -> AccountInvitation | None:
    """The link of `token` while it can be used, held fast so that it is used once."""
    link = session.scalar(
        select(AccountInvitation)
        .where(
            AccountInvitation.token_hash == token_hash(token),
            AccountInvitation.used_at.is_(None),
            AccountInvitation.until > now,
        )
        .with_for_update()
    )
    return link if link and link.account.disabled_at is None else None


def end_all(session: Session, *, account: Account, now: datetime) -> None:
    open_links = select(AccountInvitation).where(
        AccountInvitation.account_id == account.id,
        AccountInvitation.used_at.is_(None),
        AccountInvitation.until > now,
    )
    for link in session.scalars(open_links):
        link.until = now
