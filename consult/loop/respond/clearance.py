"""Permission inside an office: its own list of levels, asked one after the other with a slip of paper.

Waiting is public. Silence is never a yes, and nothing goes round it: an answer is published when every
level on the list has said yes to exactly these words.
"""

import hashlib
import json
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.respond.records import Clearance, ClearanceLevel, ResponseVersion, Said
from consult.people.records import Account, Office

MOST_NAME = 120
MOST_NOTE = 2000


def levels_of(session: Session, office: Office) -> list[ClearanceLevel]:
    """The levels whose yes an answer of `office` needs, in the order in which they are asked."""
    return list(
        session.scalars(
            select(ClearanceLevel)
            .where(ClearanceLevel.office_id == office.id, ClearanceLevel.ended_at.is_(None))
            .order_by(ClearanceLevel.place)
        )
    )


def add_level(session: Session, *, office: Office, name: str, by: Account, now: datetime) -> ClearanceLevel:
    """Put a level at the end of the office's list. Its name is a role: everybody reads it."""
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME:
        raise Refused(mark("Please write a name of at most 120 letters."), field="name")
    last = select(func.max(ClearanceLevel.place)).where(ClearanceLevel.office_id == office.id)
    place = (session.scalar(last) or 0) + 1
    level = ClearanceLevel(office_id=office.id, place=place, name=name, by_id=by.id, at=now)
    session.add(level)
    session.flush()
    history.note(session, by=by.actor, action="clearance.level_added", about=level, now=now)
    return level


def end_level(session: Session, *, level: ClearanceLevel, by: Account, now: datetime) -> None:
    """Take a level off the list; not while something waits there."""
    if session.scalar(select(exists().where(Clearance.level_id == level.id, Clearance.said.is_(None)))):
        raise Refused(mark("An answer waits there. Type in what came back first."))
    if level.ended_at is None:
        level.ended_at = now
        history.note(session, by=by.actor, action="clearance.level_ended", about=level, now=now)


def ask(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> Clearance:
    """Ask the next level for permission, from today on. The slip is printed from it."""
    if version.published_at is not None or version.asked_at is not None or version.only_wording:
        raise Refused(mark("This needs no permission."))
    if version.handed_over_at is None or version.sent_back_at is not None:
        raise Refused(mark("This answer is still being written. Hand it over for the second look first."))
    if (waiting := slip_of(session, version)) is not None:
        return waiting
    level = missing_level(session, version)
    if level is None:
        raise Refused(mark("This needs no permission."))
    return _slip(session, version, level, since=now.date(), by=by, now=now)


def note_return(
    session: Session,
    *,
    slip: Clearance,
    said: Said,
    said_on: date | None,
    note: str,
    by: Account,
    now: datetime,
) -> None:
    """The slip came back. A yes asks the next level from that day on; anything else goes to the writer."""
    note = note.strip()
    if slip.said is not None:
        raise Refused(mark("This slip was typed in already."))
    if said_on is None:
        raise Refused(mark("Give the day on which it came back."), field="said_on")
    if not slip.since <= said_on <= now.date():
        raise Refused(mark("Give a day between the asking and today."), field="said_on")
    if said is not Said.YES and not note:
        raise Refused(mark("Say what should change."), field="note")
    if len(note) > MOST_NOTE:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field="note", most=MOST_NOTE)
    slip.said, slip.said_on, slip.note = said, said_on, note
    slip.typed_by_id, slip.typed_at = by.id, now
    session.flush()
    history.note(session, by=by.actor, action=f"clearance.{said}", about=slip, now=now)
    if said is not Said.YES:
        slip.version.sent_back_at, slip.version.sent_back_note = now, note
    elif (level := missing_level(session, slip.version)) is not None:
        _slip(session, slip.version, level, since=said_on, by=by, now=now)


def slip_of(session: Session, version: ResponseVersion) -> Clearance | None:
    """The slip that is out for `version` now."""
    return session.scalar(
        select(Clearance).where(Clearance.version_id == version.id, Clearance.said.is_(None))
    )


def missing_level(session: Session, version: ResponseVersion) -> ClearanceLevel | None:
    """The first level of the office's list that has not said yes to these words; None: all have."""
    if version.only_wording:
        return None
    agreed = set(
        session.scalars(
            select(Clearance.level_id).where(
                Clearance.version_id == version.id,
                Clearance.said == Said.YES,
                Clearance.hash == hash_of(version),
            )
        )
    )
    levels = levels_of(session, version.response.office)
    return next((each for each in levels if each.id not in agreed), None)


def check_cleared(session: Session, version: ResponseVersion) -> None:
    """Refuse to publish before every level has said yes to these words."""
    if (level := missing_level(session, version)) is not None:
        raise Refused(mark("Permission is missing at this level: %(level)s."), level=level.name)


def hash_of(version: ResponseVersion) -> str:
    """Of everything that a level is shown: a changed word needs every yes anew."""
    said = [version.kind, version.words, version.why, version.who, version.by_when.isoformat()]
    beside = [version.to_whom, str(version.handed_on), version.reference, version.question]
    return hashlib.sha256(json.dumps([*said, *beside], ensure_ascii=False).encode()).hexdigest()


def _slip(
    session: Session,
    version: ResponseVersion,
    level: ClearanceLevel,
    *,
    since: date,
    by: Account,
    now: datetime,
) -> Clearance:
    last = session.scalar(select(func.max(Clearance.number)).where(Clearance.level_id == level.id))
    slip = Clearance(
        version=version,
        level=level,
        number=(last or 0) + 1,
        hash=hash_of(version),
        since=since,
        by_id=by.id,
        at=now,
    )
    session.add(slip)
    session.flush()
    history.note(session, by=by.actor, action="clearance.asked", about=slip, now=now, number=slip.number)
    return slip
