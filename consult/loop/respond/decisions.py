"""Which answer stands for a theme: the newest decision, in all the versions that only reword it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.loop.respond.records import Kind, Response, ResponseVersion, response_theme
from consult.loop.understand.records import FindingsTheme

NO_ANSWER = (Kind.NEEDS_OTHERS, Kind.NEED_TO_KNOW_MORE)
"""What offices say that leaves the answer owed: handing over, and asking back, also when somebody took
it on or replied."""


@dataclass(frozen=True)
class Decision:
    """`newest` is read; `first` began the decision; who was told any of `versions` was told it."""

    newest: ResponseVersion
    first: ResponseVersion
    versions: frozenset[UUID]


def decision_of(session: Session, response: Response) -> Decision | None:
    """The decision of one office's answer that stands now; None while nothing is published."""
    published = session.scalars(
        select(ResponseVersion)
        .where(ResponseVersion.response_id == response.id, ResponseVersion.published_at.is_not(None))
        .order_by(ResponseVersion.number)
    )
    return _standing(list(published))


def decisions(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """The decision that stands for each theme about which one is published: the newest, whichever
    office's. It may be that others are needed; what answers a theme is in `that_answer`."""
    found = _of_each_office(session, theme_ids)
    return {theme_id: decided[0] for theme_id, decided in found.items()}


def that_answer(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """The newest decision for each theme that answers it. Handing over and asking back answer nothing: a
    theme about which nothing else is published is not here."""
    found = {}
    for theme_id, decided in _of_each_office(session, theme_ids).items():
        answers = [each for each in decided if each.newest.kind not in NO_ANSWER]
        if answers:
            found[theme_id] = answers[0]
    return found


def of_every_office(session: Session, theme_ids: Iterable[UUID]) -> list[tuple[Decision, set[UUID]]]:
    """The decision of each office that answered any of these themes, the oldest first, and which of
    the themes it answers: several offices may answer one theme."""
    of_answer: dict[UUID, tuple[set[UUID], dict[UUID, ResponseVersion]]] = {}
    for theme_id, versions in published_on(session, theme_ids).items():
        for version in versions:
            themes, known = of_answer.setdefault(version.response_id, (set(), {}))
            themes.add(theme_id)
            known[version.id] = version
    found = [
        (decision, themes)
        for themes, known in of_answer.values()
        if (decision := _standing(sorted(known.values(), key=lambda v: v.number)))
    ]
    return sorted(found, key=lambda each: _since(each[0]))


def published_on(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[ResponseVersion]]:
    """By theme, across releases: every published version of every answer, the oldest first."""
    rows = session.execute(
        select(FindingsTheme.theme_id, ResponseVersion)
        .join(response_theme, response_theme.c.findings_theme_id == FindingsTheme.id)
        .join(ResponseVersion, ResponseVersion.response_id == response_theme.c.response_id)
        .where(FindingsTheme.theme_id.in_(list(theme_ids)), ResponseVersion.published_at.is_not(None))
        .options(joinedload(ResponseVersion.response))
        .order_by(ResponseVersion.published_at, ResponseVersion.number, ResponseVersion.id)
    )
    of_theme: dict[UUID, list[ResponseVersion]] = {}
    for theme_id, version in rows:
        of_theme.setdefault(theme_id, []).append(version)
    return of_theme


def _of_each_office(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[Decision]]:
    """By theme: the decision of each answer to it, the newest first."""
    found: dict[UUID, list[Decision]] = {}
    for theme_id, versions in published_on(session, theme_ids).items():
        of_answer: dict[UUID, list[ResponseVersion]] = {}
        for version in versions:
            of_answer.setdefault(version.response_id, []).append(version)
        decided = (_standing(sorted(same, key=lambda v: v.number)) for same in of_answer.values())
        found[theme_id] = sorted((each for each in decided if each), key=_since, reverse=True)
    return found


def _since(decision: Decision) -> tuple[datetime, UUID]:
    """When it was decided: a typing mistake that is mended later decides nothing anew. What came out in one
    moment, as the clock lets answers go, has an order too, and always the same."""
    assert decision.first.published_at is not None
    return decision.first.published_at, decision.first.id


def _standing(published: Sequence[ResponseVersion]) -> Decision | None:
    if not published:
        return None
    begun = max((at for at, v in enumerate(published) if not v.only_wording), default=0)
    same = published[begun:]
    return Decision(same[-1], same[0], frozenset(v.id for v in same))
