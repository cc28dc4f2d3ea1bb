"""An answer goes out: from now on nobody can change it, and everybody to whom it is owed is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.loop.respond.passing import hand_on
from consult.loop.respond.promises import follow
from consult.loop.respond.records import ResponseVersion
from consult.loop.review.reviews import standing
from consult.loop.understand.findings import is_held
from consult.people.records import Account


def held_up(session: Session, version: ResponseVersion, now: datetime) -> Refused | None:
    """Why it cannot go out now: the committee reads, or a theme is held. None: it can."""
    for theme in version.response.themes:
        if standing(session, theme.findings, now).waiting:
            return Refused(mark("The committee is still reading. You can write now and publish afterwards."))
        if is_held(session, theme.theme) is not None:
            return Refused(
                mark("Number %(number)s is held for safety. It can be answered when the hold ends."),
                number=theme.number,
            )
    return None


def go_out(session: Session, *, version: ResponseVersion, by: Actor, now: datetime) -> None:
    """Publish what passed the second look. `by`: who let it go; what it promises is of who looked it over."""
    version.published_at = now
    history.note(session, by=by, action="answer.published", about=version, now=now, number=version.number)
    if not version.only_wording:
        checker = session.get_one(Account, version.checked_by_id)
        follow(session, version=version, by=checker, now=now)
        hand_on(session, version=version, by=checker, now=now)
        outbox.ask_for(session, "fan_out", key=str(version.id), now=now, version_id=str(version.id))
