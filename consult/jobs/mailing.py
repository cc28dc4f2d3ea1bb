"""Mails to accounts: put into words, handed to the server with no transaction open.

A mail holds no word of anybody: a link for a password, or only that work waits and nothing of what.
"""

from datetime import datetime
from uuid import UUID

from consult.common.errors import mark
from consult.jobs.parts import Parts
from consult.loop.needs import needs_of
from consult.mail.smtp import Mail
from consult.people import mailing
from consult.people.links import token_hash
from consult.people.records import Account

# TRANSLATORS: The subject of a mail to somebody who has no account yet.
INVITED = mark("You are invited to Consult")
COME = mark(
    "%(name)s, you are invited to Consult. Open this link and set a password:\n\n%(link)s\n\n"
    "It opens once and ends after some days. If you expect no invitation, leave this mail unanswered."
)
# TRANSLATORS: The subject of a mail to somebody who asked for a new password.
FORGOTTEN = mark("A new password for Consult")
AGAIN = mark(
    "%(name)s, this link lets you set a new password for Consult:\n\n%(link)s\n\n"
    "It opens once and ends after a day. If you did not ask for it, tell your administrator."
)
WAITING = mark("Work waits for you")
WAITS = mark(
    "%(name)s, work waits for you in Consult. Sign in as you always do to see it; nothing of it stands in "
    "this mail, and no link. You get this mail at most once a day. In your settings you can switch it off."
)


def mail_link(parts: Parts, now: datetime, *, account_id: str) -> None:
    """Make the link and mail it; each further try makes another, and the earlier one ends."""
    if parts.mail is None:
        return
    with parts.database.work() as session:
        account = session.get_one(Account, UUID(account_id))
        token = mailing.fresh_link(session, account=account, now=now)
        to, new = _reader(account), account.password_hash is None
    if token is None:
        return
    link = f"{parts.public_url}/welcome/{token}"
    subject, text = (INVITED, COME) if new else (FORGOTTEN, AGAIN)
    parts.mail.send(_worded(parts, to, subject, text, now, key=_key(token), link=link))


def mail_work(parts: Parts, now: datetime, *, account_id: str) -> None:
    """Say that work waits, if it still does; a mail that the server did not take may be tried again."""
    if parts.mail is None:
        return
    which = UUID(account_id)
    with parts.database.work() as session:
        before = session.get_one(Account, which).mailed_at
        if not needs_of(session, account=session.get_one(Account, which), now=now):
            return
        account = mailing.claim_mail_work(session, account_id=which, now=now)
        if account is None:
            return
        to = _reader(account)
    try:
        parts.mail.send(_worded(parts, to, WAITING, WAITS, now, key=f"{which.hex}.{now:%Y%m%d}"))
    except Exception:
        with parts.database.work() as session:
            mailing.give_mail_work_back(session, account_id=which, before=before)
        raise


BEFORE = {"mail_link": mail_link, "mail_work": mail_work}
"""What is done before an errand's transaction, with none open."""


def look_for_work(parts: Parts, now: datetime) -> None:
    """Ask for a mail to each account that may be told and for which work waits."""
    if parts.mail is None:
        return
    with parts.database.reading() as session:
        waiting = [
            account.id
            for account in mailing.to_be_told(session, now=now)
            if needs_of(session, account=account, now=now)
        ]
    for account_id in waiting:
        with parts.database.work() as session:
            mailing.ask_mail_work(session, account_id=account_id, now=now)


def _reader(account: Account) -> tuple[str, str, str]:
    return account.email, account.name, account.language


def _key(token: str) -> str:
    """A Message-ID must not hold a link's token."""
    return token_hash(token)[:32]


def _worded(
    parts: Parts,
    to: tuple[str, str, str],
    subject: str,
    text: str,
    now: datetime,
    *,
    key: str,
    link: str = "",
) -> Mail:
    email, name, language = to
    said = parts.languages.say(text, language, name=name, link=link)
    return Mail(key, email, parts.languages.say(subject, language), f"{said}\n", language, now)
