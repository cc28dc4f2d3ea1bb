"""What representatives said of answers: faithful to what was said, or not and why. Reads alone.

Asked are the communities whose themes an answer is about. One that said nothing was silent, and that
is shown too. What was said stays beside the version, and beside its mended wordings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.respond.answers_to import answers_about
from consult.loop.respond.records import (
    Faithful,
    Faithfulness,
    Response,
    ResponseVersion,
    response_theme,
)
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.records import Account, Community, Role, Seat
from consult.people.seats import living

WITHIN = timedelta(days=7)
"""So long representatives have; then it goes out without their word."""


@dataclass(frozen=True)
class Checked:
    """What `community` said of a version, refusals first; nothing: it was silent."""

    community: Community
    words: tuple[Faithfulness, ...]


def asked_until(version: ResponseVersion) -> datetime | None:
    """Until when `version` is with the representatives; None: it is not, or it went out."""
    if version.asked_at is None or version.published_at is not None:
        return None
    return version.asked_at + WITHIN


def check_not_asked(version: ResponseVersion) -> None:
    """Refuse to touch what representatives read: they would say yes to other words."""
    if (until := asked_until(version)) is not None:
        raise Refused(
            mark("It is with the representatives until %(day)s. Until then it stays as it is."),
            day=until.date(),
        )


def waited_for(session: Session, version: ResponseVersion, *, now: datetime) -> list[Community]:
    """The communities with representatives now of whom none has said a word on `version`."""
    here = (
        select(Consultation.community_id)
        .join(Findings, Findings.consultation_id == Consultation.id)
        .join(FindingsTheme, FindingsTheme.findings_id == Findings.id)
        .join(response_theme, response_theme.c.findings_theme_id == FindingsTheme.id)
        .where(response_theme.c.response_id == version.response_id)
    )
    seated = (
        exists()
        .where(Seat.community_id == Community.id, Seat.role == Role.REPRESENTATIVE, living(now))
        .where(Account.id == Seat.account_id, Account.disabled_at.is_(None))
    )
    spoke = exists().where(Faithfulness.version_id == version.id, Faithfulness.community_id == Community.id)
    return list(session.scalars(select(Community).where(Community.id.in_(here), seated, ~spoke)))


def asked_of(session: Session, *, seat: Seat, now: datetime) -> list[ResponseVersion]:
    """The answers on which the holder of `seat` can still say a word, the first to go out on top: for
    seven days, also when another representative let it go."""
    assert seat.community is not None
    mine = _open(seat.community, now).where(~_said(Faithfulness.seat_id == seat.id))
    return sorted(session.scalars(mine), key=_in_turn)


def unsaid(session: Session, community: Community, *, now: datetime) -> list[ResponseVersion]:
    """The answers that wait for a word of `community`, the first to go out on top."""
    silent = ~_said(Faithfulness.community_id == community.id)
    waiting = _open(community, now).where(ResponseVersion.published_at.is_(None), silent)
    return sorted(session.scalars(waiting), key=_in_turn)


def said_of(
    session: Session, versions: Iterable[ResponseVersion], *, here: Community | None = None
) -> dict[UUID, list[Checked]]:
    """By version: what each community said of it, or of the version whose wording it mends. With `here`
    that community alone. Versions on which nobody was asked are not in it."""
    meant = {each.id: _whose_word(session, each) for each in versions}
    asked = {each.id: each for each in meant.values() if each is not None}
    words = words_on(session, asked)
    found = {}
    for version_id, about in meant.items():
        if about is None:
            continue
        communities = {each.findings.consultation.community: None for each in about.response.themes}
        found[version_id] = [
            Checked(
                each,
                _refusals_first(word for word in words.get(about.id, []) if word.community_id == each.id),
            )
            for each in communities
            if here is None or each.id == here.id
        ]
    return found


def words_on(
    session: Session, versions: Iterable[UUID], *, here: Community | None = None
) -> dict[UUID, list[Faithfulness]]:
    """What was said of each of `versions` itself, the oldest first; with `here` by that community alone."""
    said = select(Faithfulness).where(Faithfulness.version_id.in_(list(versions)))
    if here is not None:
        said = said.where(Faithfulness.community_id == here.id)
    found: dict[UUID, list[Faithfulness]] = {}
    for word in session.scalars(said.order_by(Faithfulness.at, Faithfulness.id)):
        found.setdefault(word.version_id, []).append(word)
    return found


def with_representatives(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[ResponseVersion]]:
    """By theme, across releases: the written answers that are with representatives, for everyone to see."""
    rows = session.execute(
        select(FindingsTheme.theme_id, ResponseVersion)
        .join(response_theme, response_theme.c.findings_theme_id == FindingsTheme.id)
        .join(ResponseVersion, ResponseVersion.response_id == response_theme.c.response_id)
        .where(
            FindingsTheme.theme_id.in_(list(theme_ids)),
            ResponseVersion.asked_at.is_not(None),
            ResponseVersion.published_at.is_(None),
        )
        .options(joinedload(ResponseVersion.response).joinedload(Response.office))
        .order_by(ResponseVersion.asked_at, ResponseVersion.id)
    )
    found: dict[UUID, list[ResponseVersion]] = {}
    for theme_id, version in rows:
        found.setdefault(theme_id, []).append(version)
    return found


def _open(community: Community, now: datetime) -> Select[ResponseVersion]:
    return (
        select(ResponseVersion)
        .where(
            ResponseVersion.asked_at > now - WITHIN,
            ResponseVersion.response_id.in_(answers_about(community)),
        )
        .options(joinedload(ResponseVersion.response).joinedload(Response.office))
    )


def _in_turn(version: ResponseVersion) -> tuple[datetime, list[int], str]:
    assert version.asked_at is not None
    return version.asked_at, sorted(each.number for each in version.response.themes), str(version.id)


def _said(by: ColumnElement[bool]) -> Exists:
    return exists().where(Faithfulness.version_id == ResponseVersion.id, by)


def _whose_word(session: Session, version: ResponseVersion) -> ResponseVersion | None:
    """The version on which representatives were asked: itself, or the one whose wording it mends."""
    if not version.only_wording:
        return version if version.asked_at is not None else None
    decided = select(func.max(ResponseVersion.number)).where(
        ResponseVersion.response_id == version.response_id,
        ResponseVersion.number < version.number,
        ResponseVersion.only_wording.is_(False),
    )
    return session.scalar(
        select(ResponseVersion).where(
            ResponseVersion.response_id == version.response_id,
            ResponseVersion.number == decided.scalar_subquery(),
            ResponseVersion.asked_at.is_not(None),
        )
    )


def _refusals_first(words: Iterable[Faithfulness]) -> tuple[Faithfulness, ...]:
    return tuple(sorted(words, key=lambda word: word.says is not Faithful.NO))
