"""What is written and waits for permission, for everyone to see: since the first day on which it was asked.

Asking again, because something was to change, begins no new clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.loop.respond.records import Clearance, Response, ResponseVersion, Said, response_theme
from consult.loop.understand.records import FindingsTheme

Asking = tuple[UUID, bool, UUID]
"""Version, whether for later wordings, level."""


@dataclass(frozen=True)
class Waiting:
    """An answer at a level of its office. `since`: that level was first asked; `first`: any level was.

    `later`: the answer has its permission; wordings in other languages that came later wait for theirs.
    """

    slip: Clearance
    since: date
    first: date

    @property
    def office(self) -> str:
        return self.slip.version.response.office.name

    @property
    def later(self) -> bool:
        return self.slip.later

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
    asked = _first_days(session, [slip for _, slip in rows])
    found: dict[UUID, list[Waiting]] = {}
    for theme_id, slip in rows:
        found.setdefault(theme_id, []).append(_waiting(slip, asked))
    return found


def since(session: Session, slip: Clearance) -> date:
    """The day on which the level of `slip` was first asked for this answer."""
    return _waiting(slip, _first_days(session, [slip])).since


def _waiting(slip: Clearance, asked: Mapping[Asking, date]) -> Waiting:
    same = {
        level: day
        for (version, later, level), day in asked.items()
        if (version, later) == (slip.version_id, slip.later)
    }
    return Waiting(slip, same[slip.level_id], min(same.values()))


def _first_days(session: Session, slips: Iterable[Clearance]) -> dict[Asking, date]:
    """The first day on which each level was asked for the answer, or for its later wordings."""
    same = (Clearance.version_id, Clearance.later, Clearance.level_id)
    rows = session.execute(
        select(*same, func.min(Clearance.since))
        .where(
            Clearance.version_id.in_({slip.version_id for slip in slips}),
            # A wording that came when an earlier one had its yes begins with its own day.
            or_(Clearance.later.is_(False), Clearance.said.is_(None), Clearance.said != Said.YES),
        )
        .group_by(*same)
    )
    return {(version, later, level): day for version, later, level, day in rows}
