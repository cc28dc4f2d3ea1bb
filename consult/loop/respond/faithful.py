"""Is an answer faithful to what was said? Representatives have seven days to say so before it goes out.

The first word of each community whose theme it answers lets it go; another representative can still say
theirs until the day. A *not, because* holds nothing up: it is published with the answer. Where they are
silent, or nobody sits, it goes out by its date.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.history import Actor
from consult.loop.respond.faithful_words import WITHIN, asked_of, waited_for
from consult.loop.respond.going_out import go_out, held_up
from consult.loop.respond.records import Faithful, Faithfulness, ResponseVersion
from consult.loop.review.safe_reading import safe_reading
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Seat

MOST_NOTE = 1000


def ask(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> None:
    """After the second look: ask the representatives of every community whose theme `version` answers."""
    version.asked_at = now
    session.flush()
    history.note(session, by=by.actor, action="answer.looked_over", about=version, now=now)
    _send(session, version, by=by.actor, now=now)


def say(
    session: Session,
    *,
    version: ResponseVersion,
    says: Faithful,
    note: str,
    language: str,
    seat: Seat,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> Faithfulness:
    """Say once, for the community of `seat`, whether the answer is faithful; a *not* says why, and numbers
    and addresses in it are covered. The word of the last community waited for sends the answer out."""
    community, note = seat.community, note.strip()
    if (
        community is None
        or seat_for(session, account=seat.account, action=Action.NAME_THEMES, now=now, community=community)
        is None
    ):
        raise NotAllowed
    _take(session, version)
    if version.id not in {each.id for each in asked_of(session, seat=seat, now=now)}:
        raise Refused(mark("You said this already, or its seven days are over."))
    if says is Faithful.NO and not note:
        raise Refused(mark("Say what is not faithful. It is published with the answer."), field="note")
    if len(note) > MOST_NOTE:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field="note", most=MOST_NOTE)
    word = Faithfulness(
        version=version,
        community=community,
        seat=seat,
        says=says,
        note=safe_reading(note, in_words) if says is Faithful.NO else "",
        language=language,
        at=now,
    )
    session.add(word)
    session.flush()
    history.note(session, by=seat.account.actor, action=f"answer.faithful.{says}", about=version, now=now)
    _send(session, version, by=seat.account.actor, now=now)
    return word


def send_due(session: Session, *, now: datetime) -> None:
    """By the clock: what waits for nobody's word any more goes out; one that is held waits on."""
    asked = (
        select(ResponseVersion)
        .where(ResponseVersion.asked_at.is_not(None), ResponseVersion.published_at.is_(None))
        .order_by(ResponseVersion.asked_at, ResponseVersion.id)
    )
    for version in session.scalars(asked).all():
        _send(session, version, by=history.CLOCK, now=now)


def _send(session: Session, version: ResponseVersion, *, by: Actor, now: datetime) -> None:
    _take(session, version)
    if version.published_at is not None or version.asked_at is None:
        return
    if now < version.asked_at + WITHIN and waited_for(session, version, now=now):
        return
    if held_up(session, version, now) is None:
        go_out(session, version=version, by=by, now=now)


def _take(session: Session, version: ResponseVersion) -> None:
    """Hold the version, and see what others did with it until now: it goes out once."""
    session.scalar(select(ResponseVersion.id).where(ResponseVersion.id == version.id).with_for_update())
    session.refresh(version, ["published_at"])
