"""What is written and waits for permission, for everyone to see: since the first day on which it was asked.

Asking again, because something was to change, begins no new clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.loop.respond.records import Clearance, Response, ResponseVersion, response_theme
from consult.loop.understand.records import FindingsTheme


@dataclass(frozen=True)
class Waiting:
    """An answer at a level of its office. `since`: that level was first asked; `first`: any level was."""

    slip: Clearance
    since: date
    first: date

    @property
    def office(self) -> str:
        return self.slip.version.response.office.name

    @property
    def level(self) -> str:
        return self.slip.level.name


def waiting_for(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[Waiting]]:
    """By theme, across releases: the written answers that wait for permission."""
    rows = session.execute(
        select(FindingsTheme.theme_id, Clearance)
        .join(ResponseVersion, Clearance.version_id == ResponseVersion.id)
        .join(response_theme, response_theme.c.response_id == ResponseVersion.response_id)
        .join(FindingsTheme, FindingsTheme.id == response_theme.c.findings_theme_id)
        .where(Clearance.said.is_(None), FindingsTheme.theme_id.in_(list(theme_ids)))
        .options(
            joinedload(Clearance.level),
            joinedload(Clearance.version).joinedload(ResponseVersion.response).joinedload(Response.office),
        )
        .order_by(Clearance.since, Clearance.id)
    ).all()
    asked = _first_days(session, [slip.version_id for _, slip in rows])
    found: dict[UUID, list[Waiting]] = {}
    for theme_id, slip in rows:
        found.setdefault(theme_id, []).append(_waiting(slip, asked))
    return found


def since(session: Session, slip: Clearance) -> date:
    """The day on which the level of `slip` was first asked for this answer."""
    return _waiting(slip, _first_days(session, [slip.version_id])).since


def _waiting(slip: Clearance, asked: dict[tuple[UUID, UUID], date]) -> Waiting:
    of_version = {level: day for (version, level), day in asked.items() if version == slip.version_id}
    return Waiting(slip, of_version[slip.level_id], min(of_version.values()))


def _first_days(session: Session, versions: Iterable[UUID]) -> dict[tuple[UUID, UUID], date]:
    """By version and level: the first day on which it was asked."""
    rows = session.execute(
        select(Clearance.version_id, Clearance.level_id, func.min(Clearance.since))
        .where(Clearance.version_id.in_(list(versions)))
        .group_by(Clearance.version_id, Clearance.level_id)
    )
    return {(version, level): day for version, level, day in rows}
