"""Permission inside an office: its own list of levels, asked one after the other with a slip of paper.

Waiting is public. Silence is never a yes, and nothing goes round it, no mended typing mistake and no
wording in another language: what is read is what every level on the list has said yes to, word for word.
A wording that comes after the asking is read by nobody before the levels have said yes to it too.
"""

from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.common import history, outbox, translation
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
from consult.loop.respond.records import Clearance, ClearanceLevel, ResponseVersion, Said
from consult.loop.respond.shown import hash_of
from consult.people import names
from consult.people.records import Account, Office

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
    name = names.checked(" ".join(name.split()))
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
    """Ask the next level for permission, from today on. The slip is printed from it.

    When all have said yes to the answer, for the wordings that came later.
    """
    if (waiting := slip_of(session, version)) is not None:
        return waiting
    level, later = _next(session, version)
    if level is None:
        raise Refused(mark("This needs no permission."))
    if not later and (version.handed_over_at is None or version.sent_back_at is not None):
        raise Refused(mark("This answer is still being written. Hand it over for the second look first."))
    if later and _was_refused(session, version):
        raise Refused(mark("The slip came back without a yes. Change that wording first."))
    return _slip(session, version, level, later=later, since=now.date(), by=by, now=now)


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
    if said is Said.YES:
        _go_on(session, slip.version, since=said_on, by=by, now=now)
    elif not slip.later:
        slip.version.sent_back_at, slip.version.sent_back_note = now, note


def slip_of(session: Session, version: ResponseVersion) -> Clearance | None:
    """The slip that is out for `version` now."""
    return session.scalar(
        select(Clearance).where(Clearance.version_id == version.id, Clearance.said.is_(None))
    )


def missing_level(
    session: Session, version: ResponseVersion, *, waiting: bool = False
) -> ClearanceLevel | None:
    """The first level of the office's list that has not said yes to this answer as it is read, with
    `waiting` to the wordings that came later too; None: all have."""
    agreed = set(
        session.scalars(
            select(Clearance.level_id).where(
                Clearance.version_id == version.id,
                Clearance.said == Said.YES,
                Clearance.hash == hash_of(session, version, waiting=waiting),
            )
        )
    )
    levels = levels_of(session, version.response.office)
    return next((each for each in levels if each.id not in agreed), None)


def came_later(session: Session, version: ResponseVersion) -> bool:
    """Whether a wording written now comes after the asking, and so waits for a yes of its own."""
    if not levels_of(session, version.response.office):
        return False
    shown = exists().where(Clearance.version_id == version.id, Clearance.hash == hash_of(session, version))
    return _let_go(version) or bool(session.scalar(select(shown)))


def check_cleared(session: Session, version: ResponseVersion) -> None:
    """Refuse to publish before every level has said yes to these words."""
    if (level := missing_level(session, version)) is not None:
        raise Refused(mark("Permission is missing at this level: %(level)s."), level=level.name)


def _let_go(version: ResponseVersion) -> bool:
    """Published, or with the representatives before it is: its permission was looked at."""
    return version.published_at is not None or version.asked_at is not None


def _next(session: Session, version: ResponseVersion) -> tuple[ClearanceLevel | None, bool]:
    """Who is to be asked next, and whether for wordings that came later."""
    if not _let_go(version) and (level := missing_level(session, version)) is not None:
        return level, False
    if translation.that_wait(session, version):
        return missing_level(session, version, waiting=True), True
    return None, False


def _was_refused(session: Session, version: ResponseVersion) -> bool:
    """These very wordings were shown already, and a level did not say yes to them."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Clearance.version_id == version.id,
                    Clearance.hash == hash_of(session, version, waiting=True),
                    Clearance.said != Said.YES,
                )
            )
        )
    )


def _go_on(session: Session, version: ResponseVersion, *, since: date, by: Account, now: datetime) -> None:
    """After a yes the next level is asked; after the last one, wordings that waited are read and sent."""
    level, later = _next(session, version)
    if level is not None:
        _slip(session, version, level, later=later, since=since, by=by, now=now)
    elif later:
        translation.let_be_read(session, version, now=now)
        history.note(session, by=by.actor, action="answer.wordings_cleared", about=version, now=now)
        if version.published_at is not None:
            key = f"{version.id}:{new_id()}"
            outbox.ask_for(session, "fan_out", key=key, now=now, version_id=str(version.id))


def _slip(
    session: Session,
    version: ResponseVersion,
    level: ClearanceLevel,
    *,
    later: bool,
    since: date,
    by: Account,
    now: datetime,
) -> Clearance:
    last = session.scalar(select(func.max(Clearance.number)).where(Clearance.level_id == level.id))
    slip = Clearance(
        version=version,
        level=level,
        number=(last or 0) + 1,
        hash=hash_of(session, version, waiting=later),
        later=later,
        since=since,
        by_id=by.id,
        at=now,
    )
    session.add(slip)
    session.flush()
    history.note(session, by=by.actor, action="clearance.asked", about=slip, now=now, number=slip.number)
    return slip
