"""Nothing goes out on one person's word at once: a second look, then representatives are asked.

The second look is another seat holder's of the same office, or, where there is none, the
drafter's own after a day; then the answer is marked *checked by one person*.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.respond import faithful
from consult.loop.respond.clearance import check_cleared, slip_of
from consult.loop.respond.faithful_words import check_not_asked
from consult.loop.respond.going_out import go_out, held_up
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.responses import check_day
from consult.people.permissions import Action, seat_for
from consult.people.records import Account

ALONE_AFTER = timedelta(hours=24)


def hand_over(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> None:
    """The draft goes to the second look."""
    _check_open(version)
    if version.handed_over_at is not None and version.sent_back_at is None:
        return
    version.handed_over_at = now
    version.sent_back_at = None
    history.note(session, by=by.actor, action="answer.handed_over", about=version, now=now)


def send_back(session: Session, *, version: ResponseVersion, note: str, by: Account, now: datetime) -> None:
    """Back to the drafter, with what should change."""
    _check_open(version)
    _check_handed_over(version)
    if slip_of(session, version) is not None:
        raise Refused(mark("It waits for permission. Type in first what came back."))
    if not note.strip():
        raise Refused(mark("Say what should change."), field="note")
    version.sent_back_at = now
    version.sent_back_note = note.strip()
    history.note(session, by=by.actor, action="answer.sent_back", about=version, now=now)


def looks_from(version: ResponseVersion, *, by: Account) -> datetime | None:
    """From when `by` may publish what was handed over; None while it is not with the second look."""
    if version.handed_over_at is None or version.sent_back_at is not None:
        return None
    alone = version.drafted_by_id == by.id
    return version.handed_over_at + ALONE_AFTER if alone else version.handed_over_at


def publish(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> None:
    """Let it go after the second look: it can never be changed. Representatives are asked whether it is
    faithful; it goes out with their word, or without it by its date. A mended wording goes out at once."""
    _check_open(version)
    _check_handed_over(version)
    office = version.response.office
    if seat_for(session, account=by, action=Action.PUBLISH, now=now, office=office) is None:
        raise NotAllowed
    free_from = looks_from(version, by=by)
    if free_from is None or now < free_from:
        raise Refused(
            mark("You wrote this. Somebody else of your office can publish it now, or you after 24 hours.")
        )
    if not version.only_wording:
        check_day(version.by_when, now)
    if (refused := held_up(session, version, now)) is not None:
        raise refused
    check_cleared(session, version)
    version.checked_by_id = by.id
    version.checked_by_one = version.drafted_by_id == by.id
    if version.only_wording:
        go_out(session, version=version, by=by.actor, now=now)
    else:
        faithful.ask(session, version=version, by=by, now=now)


def _check_open(version: ResponseVersion) -> None:
    if version.published_at is not None:
        raise Refused(mark("This answer is published and stays as it is. Write a new version instead."))
    check_not_asked(version)


def _check_handed_over(version: ResponseVersion) -> None:
    if version.handed_over_at is None or version.sent_back_at is not None:
        raise Refused(mark("This answer is still being written. Hand it over for the second look first."))
