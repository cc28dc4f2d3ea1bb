"""Who keeps a promise is told by mail, if mail is set up: before its day, on it, and when it is overdue.

Once each for every day that it has. The mail says nothing of what was promised.
"""

from datetime import date, datetime
from uuid import UUID

from consult.common import outbox
from consult.common.errors import mark
from consult.jobs.parts import Parts
from consult.loop.respond.promise_keepers import keepers
from consult.loop.respond.promise_states import Reminder, due, every_promise, reminder
from consult.loop.respond.records import Commitment
from consult.mail.smtp import Mail
from consult.people.records import Account

SUBJECT = mark("A promise and its day")
TEXTS = {
    Reminder.SOON: mark(
        "%(name)s, a promise that you keep comes due on %(day)s. Sign in as you always do to see it; nothing "
        "of it stands in this mail."
    ),
    Reminder.TODAY: mark(
        "%(name)s, a promise that you keep is due today, %(day)s. Sign in as you always do, and say what can "
        "be seen of it; nothing of it stands in this mail."
    ),
    Reminder.OVERDUE: mark(
        "%(name)s, a promise that you keep is overdue since %(day)s, and the public page says so. Sign in as "
        "you always do; nothing of it stands in this mail."
    ),
}


def remind(parts: Parts, now: datetime) -> None:
    """Ask for each mail that is due. The same reminder of the same day is asked for once."""
    if parts.mail is None:
        return
    with parts.database.reading() as session:
        asked = [
            (promise.id, due(promise), what, account.id)
            for promise in every_promise(session)
            if (what := reminder(promise, now.date()))
            for account in keepers(session, promise=promise, now=now)
        ]
    for promise_id, day, what, account_id in asked:
        with parts.database.work() as session:
            outbox.ask_for(
                session,
                "mail_promise",
                key=f"{promise_id}:{day.isoformat()}:{what}:{account_id}",
                now=now,
                account_id=str(account_id),
                promise_id=str(promise_id),
                day=day.isoformat(),
                what=str(what),
            )


def mail_promise(
    parts: Parts, now: datetime, *, account_id: str, promise_id: str, day: str, what: str
) -> None:
    """Send one reminder, if it still holds: a promise may be kept, moved or ended meanwhile."""
    if parts.mail is None:
        return
    with parts.database.reading() as session:
        promise = session.get_one(Commitment, UUID(promise_id))
        account = session.get_one(Account, UUID(account_id))
        holds = reminder(promise, now.date()) is not None and due(promise) == date.fromisoformat(day)
        if not holds or account.disabled_at is not None or not account.mail_work:
            return
        to, name, language = account.email, account.name, account.language
    shown = parts.languages.day(date.fromisoformat(day), language)
    text = parts.languages.say(TEXTS[Reminder(what)], language, name=name, day=shown)
    key = f"{UUID(promise_id).hex}.{UUID(account_id).hex}.{day}.{what}"
    parts.mail.send(Mail(key, to, parts.languages.say(SUBJECT, language), f"{text}\n", language, now))


BEFORE = {"mail_promise": mail_promise}
