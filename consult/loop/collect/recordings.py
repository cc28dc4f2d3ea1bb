"""Voices, songs, recitals: kept sealed, heard by those who may, wiped with their speaker's words."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.record import Record
from consult.common.vault import Vault
from consult.loop.collect.records import Recording
from consult.loop.collect.records.recordings import MOST_BYTES
from consult.loop.collect.sounds import Sound, moving_pictures, sound_in

COLUMN = "sealed"
MOST_SECONDS = 24 * 3600
MOST_WAITING = 500
"""Recordings that nobody sent yet: a thousand megabytes at most."""
WAITS = timedelta(days=1)
"""How long a recording waits for its speaker to send the rest."""


def keep(
    session: Session,
    *,
    vault: Vault,
    data: bytes,
    mime: str,
    seconds: int | None,
    by: UUID | None,
    now: datetime,
) -> Recording:
    """Seal a sound of at most 2 MB. What it is, is read from its bytes; `mime` is only what its sender says.

    Names, places and comments inside the file are taken out where that leaves the sound whole.
    `seconds` counts where the file itself does not say. Refused (field `sound`) when it is empty, too
    large, a film, or of no kind that browsers and phones play.
    """
    found = good_sound(data)
    length = found.seconds if found.seconds is not None else seconds
    recording = Recording(
        mime=found.mime,
        size=len(found.data),
        seconds=length if length is not None and 0 <= length <= MOST_SECONDS else None,
        by_id=by,
        made_on=now.date(),
    )
    recording.sealed = vault.seal_bytes(found.data, row=recording.id, column=COLUMN)
    session.add(recording)
    session.flush()
    return recording


def good_sound(data: bytes) -> Sound:
    """`data` as it may be kept: a sound of at most 2 MB, cleaned. Refused as `keep`."""
    if not data:
        raise Refused(mark("There is no sound in this file."), field="sound")
    if len(data) > MOST_BYTES:
        raise Refused(
            mark("This recording is too large. Megabytes at most: %(most)s. Make it shorter."),
            field="sound",
            most=MOST_BYTES // 1024**2,
        )
    found = sound_in(data)
    if found is None:
        raise Refused(
            mark("This file is not a sound that we can play. Record it again, or send another file."),
            field="sound",
        )
    if moving_pictures(data):
        raise Refused(mark("This is a film. Send the sound alone, so that no face is kept."), field="sound")
    return found


def sound(session: Session, *, vault: Vault, recording: Recording) -> bytes:
    """The sound as it was kept. Refused when it was wiped."""
    sealed = session.scalar(select(Recording.sealed).where(Recording.id == recording.id))
    if sealed is None:
        raise Refused(mark("This recording is gone: it was taken back."))
    return vault.open_bytes(sealed, row=recording.id, column=COLUMN)


def wipe(session: Session, *, recording: Recording, now: datetime) -> None:
    """The sound is gone for good; that there was one stays. A second time changes nothing."""
    if recording.wiped_on is None:
        recording.sealed, recording.wiped_on = None, now.date()
        session.flush()


def waiting(session: Session, *, recording_id: UUID) -> Recording | None:
    """A recording that was left here and still belongs to nothing; None when it is gone or was sent."""
    return session.scalar(
        select(Recording).where(Recording.id == recording_id, Recording.wiped_on.is_(None), ~_belongs())
    )


def waiting_for(session: Session, *, recording_id: UUID) -> Recording:
    """As `waiting`; Refused when it is gone."""
    found = waiting(session, recording_id=recording_id)
    if found is None:
        raise Refused(mark("Your recording waited too long and was wiped. Record it again."), field="text")
    return found


def leave_here(
    session: Session,
    *,
    vault: Vault,
    data: bytes,
    mime: str,
    seconds: int | None,
    instead_of: UUID | None,
    now: datetime,
) -> Recording:
    """Keep a sound until its speaker sends the rest, instead of one that waited. As `keep`; Refused
    also while too many wait."""
    held = select(func.count(Recording.id)).where(Recording.wiped_on.is_(None), ~_belongs())
    if instead_of is None and (session.scalar(held) or 0) >= MOST_WAITING:
        raise Refused(
            mark("Too many recordings wait here now. Write your words, or try again tomorrow."), field="sound"
        )
    kept = keep(session, vault=vault, data=data, mime=mime, seconds=seconds, by=None, now=now)
    if instead_of is not None:
        drop(session, recording_id=instead_of, now=now)
    return kept


def drop(session: Session, *, recording_id: UUID, now: datetime) -> None:
    """Wipe a recording that waits; one that was sent stays with its answer."""
    found = waiting(session, recording_id=recording_id)
    if found is not None:
        wipe(session, recording=found, now=now)


def wipe_unsent(session: Session, *, now: datetime, most: int = 100) -> int:
    """Wipe what its speaker never sent. Called by the clock; returns how many."""
    left = session.scalars(
        select(Recording)
        .where(Recording.wiped_on.is_(None), Recording.made_on < (now - WAITS).date(), ~_belongs())
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for recording in left:
        wipe(session, recording=recording, now=now)
    return len(left)


def _belongs() -> ColumnElement[bool]:
    """The condition that something holds a recording: whatever points at it, in any room."""
    holders = [
        exists().where(column == Recording.id)
        for table in Record.metadata.tables.values()
        for column in table.columns
        if any(key.column is Recording.__table__.c.id for key in column.foreign_keys)
    ]
    return or_(*holders)
