"""Everything that offices published about released themes, for whoever may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from consult.loop.collect.records import Consultation
from consult.loop.respond.records import Response, ResponseVersion, response_theme
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.records import Community


@dataclass(frozen=True)
class Published:
    """One office's answer: the version that is read now, and the ones before it, newest first."""

    newest: ResponseVersion
    before: tuple[ResponseVersion, ...]


def answers_about(community: Community) -> Select[UUID]:
    """The ids of the answers, drafts among them, that are about a theme of `community`."""
    return (
        select(response_theme.c.response_id)
        .join(FindingsTheme, FindingsTheme.id == response_theme.c.findings_theme_id)
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .join(Consultation, Consultation.id == Findings.consultation_id)
        .where(Consultation.community_id == community.id)
    )


def answers_to(session: Session, themes: Iterable[FindingsTheme]) -> dict[UUID, list[Published]]:
    """The published answers to each of `themes`, by the theme's identity across releases."""
    rows = session.execute(
        select(FindingsTheme.theme_id, ResponseVersion)
        .join(response_theme, response_theme.c.findings_theme_id == FindingsTheme.id)
        .join(ResponseVersion, ResponseVersion.response_id == response_theme.c.response_id)
        .where(
            FindingsTheme.theme_id.in_([theme.theme_id for theme in themes]),
            ResponseVersion.published_at.is_not(None),
        )
        .options(joinedload(ResponseVersion.response).joinedload(Response.office))
        .order_by(ResponseVersion.published_at.desc(), ResponseVersion.number.desc())
    )
    versions: dict[UUID, dict[UUID, list[ResponseVersion]]] = {}
    for theme_id, version in rows:
        of_theme = versions.setdefault(theme_id, {})
        of_theme.setdefault(version.response_id, []).append(version)
    return {
        theme_id: [Published(each[0], tuple(each[1:])) for each in of_theme.values()]
        for theme_id, of_theme in versions.items()
    }
