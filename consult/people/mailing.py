"""Mail to accounts: a link to set a password, or that work waits. It goes out later, by the worker.

The link is made in the moment it is sent, so that no outbox, log or backup ever holds one.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.ids import new_id
from consult.people import links
from consult.people.accounts import INVITATION, RESET
from consult.people.records import Account

APART = timedelta(days=1)
"""Nobody is told more often than this that work waits."""


def mail_link(session: Session, *, account: Account, by: Actor, now: datetime) -> None:
    """Ask that `account` gets a mail with a link to set its password. Earlier links end when it goes."""
    if account.disabled_at is not None:
        raise Refused(mark("This account is closed. Open it again first."))
    history.note(session, by=by, action="account.link_mailed", about=account, now=now)
    outbox.ask_for(session, "mail_link", key=str(new_id()), now=now, account_id=str(account.id))


def fresh_link(session: Session, *, account: Account, now: datetime) -> str | None:
    """The token of a new link, for the mail that goes now; None for an account that was closed."""
    if account.disabled_at is not None:
        return None
    until = now + (RESET if account.password_hash else INVITATION)
    return links.make(session, account=account, until=until, now=now)


def choose_mail(session: Session, *, account: Account, wanted: bool, now: datetime) -> None:
    """Whether `account` is told by mail that work waits."""
    account.mail_work = wanted
    history.note(
        session, by=account.actor, action="account.mail_chosen", about=account, now=now, wanted=int(wanted)
    )


def to_be_told(session: Session, *, now: datetime) -> list[Account]:
    """The accounts that may be told now, if work waits for them."""
    return list(
        session.scalars(
            select(Account).where(
                Account.mail_work,
                Account.disabled_at.is_(None),
                Account.password_hash.is_not(None),
                or_(Account.mailed_at.is_(None), Account.mailed_at <= now - APART),
            )
        )
    )


def ask_mail_work(session: Session, *, account_id: UUID, now: datetime) -> None:
    """Ask that an account is told that work waits: once a day, however often this is asked."""
    key = f"{account_id}:{now.date().isoformat()}"
    outbox.ask_for(session, "mail_work", key=key, now=now, account_id=str(account_id))


def claim_mail_work(session: Session, *, account_id: UUID, now: datetime) -> Account | None:
    """Take this day's mail for the account, noted before it goes; None when it may not go any more."""
    account = session.get_one(Account, account_id, with_for_update=True)
    told = account.mailed_at is not None and account.mailed_at > now - APART
    if told or not account.mail_work or account.disabled_at is not None:
        return None
    account.mailed_at = now
    return account


def give_mail_work_back(session: Session, *, account_id: UUID, before: datetime | None) -> None:
    """The mail did not go: it may be tried again."""
    session.get_one(Account, account_id).mailed_at = before
