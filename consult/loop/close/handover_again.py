"""A newer pack of the same community: leaving here holds, and the narrower of two rooms does."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.history import HistoryEntry
from consult.loop.close.handover_rows import Row, Rows
from consult.loop.understand.records import Audience, Hold, Theme
from consult.people.records import Participant

NARROW_FIRST = (
    Audience.SPOKEN_ONLY,
    Audience.ONE_OFFICE,
    Audience.COMMITTEE_AND_OFFICES,
    Audience.EVERYONE,
)


def without_who_left(session: Session, rows: Rows) -> Rows:
    """The rows without all that hangs on a person who has left here: nothing of it comes back."""
    left = set(session.scalars(select(Participant.id).where(Participant.left_on.is_not(None))))
    owed = {row["id"] for row in rows["obligation"] if row["participant_id"] in left}

    def stays(name: str, row: Row) -> bool:
        if name == "participant":
            return row["id"] not in left
        return row.get("participant_id") not in left and row.get("obligation_id") not in owed

    return {name: [row for row in some if stays(name, row)] for name, some in rows.items()}


def follow(session: Session, rows: Rows, *, by: UUID, now: datetime) -> None:
    """What changed there since: a theme that fewer may know of, one that is held still, a language. `by`:
    the account of whoever did all this over there."""
    held = {row["theme_id"] for row in rows["hold"] if row["lifted_at"] is None}
    here = set(session.scalars(select(Hold.theme_id).where(Hold.lifted_at.is_(None))))
    for row in rows["theme"]:
        theme, audience = session.get_one(Theme, row["id"]), Audience(row["audience"])
        if NARROW_FIRST.index(audience) < NARROW_FIRST.index(theme.audience):
            to = {each["office_id"] for each in rows["theme_office"] if each["theme_id"] == theme.id}
            theme.audience = audience
            theme.offices = [office for office in theme.offices if office.id in to]
    # A new mark: that people could read it in between, and since when they cannot again, stays true.
    session.add_all(Hold(theme_id=theme, by_id=by, since=now) for theme in sorted(held - here))
    chosen = select(HistoryEntry.about_id).where(HistoryEntry.action == "participant.language")
    chose_here = set(session.scalars(chosen))
    for row in rows["participant"]:
        if row["id"] not in chose_here:
            session.get_one(Participant, row["id"]).language = row["language"]
    session.flush()
