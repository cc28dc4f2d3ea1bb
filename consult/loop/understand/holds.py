"""A representative holds a theme back for safety, at once and alone. The mark says only that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import Findings, FindingsTheme, Hold, Theme, ThemeStep
from consult.people.permissions import Action
from consult.people.records import Account


def hold(session: Session, *, theme: Theme, by: Account, now: datetime) -> Hold:
    """Hide `theme` from everybody but the representatives until it is lifted. Holding twice is once."""
    must_be_representative(session, by=by, action=Action.HOLD, consultation=theme.consultation, now=now)
    standing = is_held(session, theme)
    if standing:
        return standing
    held = Hold(theme_id=theme.id, theme=theme, by_id=by.id, since=now)
    session.add_all([held, ThemeStep(theme_id=theme.id, step="held", by_id=by.id, at=now)])
    history.note(session, by=by.actor, action="theme.held", about=theme, now=now, number=theme.number)
    session.flush()
    return held


def lift(session: Session, *, theme: Theme, by: Account, now: datetime) -> None:
    """Show `theme` again to those who may know of it."""
    must_be_representative(session, by=by, action=Action.HOLD, consultation=theme.consultation, now=now)
    standing = is_held(session, theme)
    if standing is None:
        raise Refused(mark("Theme %(number)s is not held back."), number=theme.number)
    standing.lifted_at = now
    session.add(ThemeStep(theme_id=theme.id, step="lifted", by_id=by.id, at=now))
    history.note(session, by=by.actor, action="theme.lifted", about=theme, now=now, number=theme.number)
    session.flush()
    _tell_what_waited(session, standing, now)


def _tell_what_waited(session: Session, lifted: Hold, now: datetime) -> None:
    """Whoever was told nothing while the theme was held is owed its answer as before: ask once more."""
    releases = (
        select(FindingsTheme.findings_id)
        .join(Findings)
        .where(FindingsTheme.theme_id == lifted.theme_id)
        .order_by(Findings.number.desc())
    )
    if findings_id := session.scalar(releases.limit(1)):
        outbox.ask_for(
            session, "owe", key=f"{findings_id}:{lifted.id}", now=now, findings_id=str(findings_id)
        )


def held_among(session: Session, consultation: Consultation) -> dict[UUID, Hold]:
    """The standing holds of all themes of `consultation`, by theme."""
    rows = session.scalars(
        select(Hold)
        .join(Hold.theme)
        .where(Theme.consultation_id == consultation.id, Hold.lifted_at.is_(None))
    )
    return {held.theme_id: held for held in rows}


def is_held(session: Session, theme: Theme) -> Hold | None:
    return session.scalar(select(Hold).where(Hold.theme_id == theme.id, Hold.lifted_at.is_(None)).limit(1))
