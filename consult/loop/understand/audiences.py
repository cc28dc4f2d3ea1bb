"""Who may see which released theme: the row *released* of the stages, said once.

Everyone: themes for everyone. The committee: all but *one office* and *spoken only*. An office:
those addressed to it, also later; a theme for one office stays with the office it was released to.
A held theme is shown to none of them; only its mark is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from consult.loop.understand.records import Audience, Findings, FindingsTheme, Hold, Theme
from consult.people.records import Office

Viewer = Literal["everyone", "committee"] | Office


@dataclass(frozen=True)
class HeldMark:
    """What a held theme leaves behind: its number and *held for safety since*."""

    number: int
    since: date


def themes_for(session: Session, findings: Findings, *, viewer: Viewer) -> list[FindingsTheme]:
    """The released themes that `viewer` may see now, by number."""
    return list(
        session.scalars(
            select(FindingsTheme)
            .where(
                FindingsTheme.findings_id == findings.id,
                meant_for(viewer),
                FindingsTheme.theme_id.not_in(select(Hold.theme_id).where(Hold.lifted_at.is_(None))),
            )
            .options(selectinload(FindingsTheme.offices), selectinload(FindingsTheme.theme))
            .order_by(FindingsTheme.number)
        )
    )


def held_from(session: Session, findings: Findings, *, viewer: Viewer) -> list[HeldMark]:
    """The marks of the themes that `viewer` would see, were they not held back."""
    rows = session.execute(
        select(FindingsTheme.number, Hold.since)
        .join(Hold, Hold.theme_id == FindingsTheme.theme_id)
        .where(FindingsTheme.findings_id == findings.id, meant_for(viewer), Hold.lifted_at.is_(None))
        .order_by(FindingsTheme.number)
    )
    return [HeldMark(number, since.date()) for number, since in rows]


def meant_for(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `FindingsTheme` that it was released to `viewer`; held ones too."""
    if viewer == "everyone":
        return FindingsTheme.audience == Audience.EVERYONE
    if viewer == "committee":
        return FindingsTheme.audience.in_([Audience.EVERYONE, Audience.COMMITTEE_AND_OFFICES])
    assert isinstance(viewer, Office)
    at_release = FindingsTheme.offices.any(Office.id == viewer.id)
    asked_since = FindingsTheme.theme.has(Theme.offices.any(Office.id == viewer.id))
    return or_(
        and_(FindingsTheme.audience == Audience.ONE_OFFICE, at_release),
        and_(
            FindingsTheme.audience.in_([Audience.EVERYONE, Audience.COMMITTEE_AND_OFFICES]),
            or_(at_release, asked_since),
        ),
    )
