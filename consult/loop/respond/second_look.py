"""Nothing goes out on one person's word at once: a second look, then it is published.

The second look is another seat holder's of the same office, or, where there is none, the
drafter's own after a day; then the answer is marked *checked by one person*.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.respond.clearance import check_cleared, slip_of
from consult.loop.respond.passing import hand_on
from consult.loop.respond.promises import follow
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.responses import check_day
from consult.loop.review.reviews import standing
from consult.loop.understand.findings import is_held
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
    """Publish after the second look. It can never be changed; everybody to whom it is owed is told."""
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
    _check_with_the_office(session, version, now)
    check_cleared(session, version)
    version.published_at = now
    version.checked_by_id = by.id
    version.checked_by_one = version.drafted_by_id == by.id
    history.note(
        session, by=by.actor, action="answer.published", about=version, now=now, number=version.number
    )
    if not version.only_wording:
        follow(session, version=version, by=by, now=now)
        hand_on(session, version=version, by=by, now=now)
        outbox.ask_for(session, "fan_out", key=str(version.id), now=now, version_id=str(version.id))


def _check_open(version: ResponseVersion) -> None:
    if version.published_at is not None:
        raise Refused(mark("This answer is published and stays as it is. Write a new version instead."))


def _check_handed_over(version: ResponseVersion) -> None:
    if version.handed_over_at is None or version.sent_back_at is not None:
        raise Refused(mark("This answer is still being written. Hand it over for the second look first."))


def _check_with_the_office(session: Session, version: ResponseVersion, now: datetime) -> None:
    for theme in version.response.themes:
        where = standing(session, theme.findings, now)
        if where.waiting:
            raise Refused(mark("The committee is still reading. You can write now and publish afterwards."))
        if is_held(session, theme.theme) is not None:
            raise Refused(
                mark("Number %(number)s is held for safety. It can be answered when the hold ends."),
                number=theme.number,
            )
