"""The second look at a wording in another language: from then on it is read, and whoever waited is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.respond.clearance import levels_of
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.wordings_by_others import check_translates
from consult.loop.respond.wordings_texts import Text
from consult.loop.respond.wordings_waiting import Waits
from consult.people.records import Account


def let_go(
    session: Session,
    *,
    consultation: Consultation,
    waits: Waits,
    read: datetime | None,
    by: Account,
    now: datetime,
) -> None:
    """The second look: it says the same. `read`: when the words that `by` had before them were written."""
    text = waits.text
    check_translates(session, consultation, text, by, now)
    free_from = waits.looks_from(by)
    if free_from is None or read != waits.since:
        raise Refused(mark("The words have changed since you opened them. Read them again."))
    if asks_levels(session, text):
        raise Refused(mark("This office asks its levels for permission first. It goes out with their yes."))
    if now < free_from:
        raise Refused(mark("You wrote this. Somebody else can look at it now, or you after 24 hours."))
    for each in waits.wording.values():
        each.waits, each.let_at, each.checked_by_id = False, now, by.id
    session.flush()
    about = text.about
    history.note(session, by=by.actor, action="wording.let_go", about=about, now=now, language=waits.language)
    if isinstance(about, ResponseVersion):
        newest = max(each.version for each in waits.wording.values())
        key = f"{about.id}:{waits.language}:{newest}"
        outbox.ask_for(session, "fan_out", key=key, now=now, version_id=str(about.id))


def asks_levels(session: Session, text: Text) -> bool:
    """Whether its office lets nothing out before a yes inside it. Cards have 72 hours and no levels."""
    if not isinstance(text.about, ResponseVersion):
        return False
    return bool(levels_of(session, text.about.response.office))
