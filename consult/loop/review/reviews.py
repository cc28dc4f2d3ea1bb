"""A committee member agrees, remarks or dissents on a theme as it was released.

Appended: a member's last position stands, the earlier ones stay on record. Once the review is over,
what was said stays in view and a new word is a dated note beside it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.review.records import Position, Review
from consult.loop.review.safe_reading import reason_for
from consult.loop.review.standing import Standing as Standing  # noqa: PLC0414 - asked for here too
from consult.loop.review.standing import standing as standing  # noqa: PLC0414
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.records import Account, Role, Seat

LONGEST_SIGNED = 120


def say(
    session: Session,
    *,
    findings_theme: FindingsTheme,
    seat: Seat,
    position: Position,
    reason: str,
    language: str,
    signed: str | None,
    now: datetime,
    typed_by: Account | None = None,
    in_words: Callable[[str], str] = str,
) -> Review:
    """Say `position` by the member's `seat`. `signed` is the name or role they choose to stand with;
    None says *a member*. `typed_by`: who types it in from the member's paper.
    `in_words`: of `safe_reading`. A word after the review
    is kept and shown with its day, beside the ones before."""
    may_speak(session, findings_theme, seat, now)
    reason = reason_for(position, reason, in_words)
    signed = signature(signed)
    session.scalar(select(Seat.id).where(Seat.id == seat.id).with_for_update())
    last = session.scalar(
        select(func.max(Review.sequence)).where(
            Review.findings_theme_id == findings_theme.id, Review.seat_id == seat.id
        )
    )
    review = Review(
        findings_theme=findings_theme,
        seat=seat,
        sequence=(last or 0) + 1,
        position=position,
        reason=reason,
        language=language,
        signed=signed,
        at=now,
        afterwards=not standing(session, findings_theme.findings, now).waiting,
        typed_by=typed_by,
    )
    session.add(review)
    history.note(
        session,
        by=(typed_by or seat.account).actor,
        action=f"theme.{position.value}",
        about=findings_theme,
        now=now,
        number=findings_theme.number,
        seat=str(seat.id) if typed_by else None,
    )
    session.flush()
    return review


def signature(signed: str | None) -> str | None:
    """The name or role as it is shown; None says *a member*."""
    signed = " ".join((signed or "").split()) or None
    if signed and len(signed) > LONGEST_SIGNED:
        raise Refused(
            mark("This name is too long. Letters at most: %(most)s."), field="signed", most=LONGEST_SIGNED
        )
    return signed


def may_speak(session: Session, theme: FindingsTheme, seat: Seat, now: datetime) -> None:
    """NotAllowed, unless `seat` is held in this community's committee and the theme is open to it."""
    ended = seat.ended_at is not None or (seat.until is not None and seat.until <= now)
    community = theme.findings.consultation.community_id
    if seat.role is not Role.COMMITTEE_MEMBER or seat.committee is None or ended:
        raise NotAllowed
    if seat.committee.community_id != community or seat.account.disabled_at is not None:
        raise NotAllowed
    if theme.id not in {seen.id for seen in themes_for(session, theme.findings, viewer="committee")}:
        raise NotAllowed


def stands() -> ColumnElement[bool]:
    """The condition on `Review` that its member said nothing after it about the same theme while the
    committee was reading."""
    later = aliased(Review)
    return ~exists().where(
        later.findings_theme_id == Review.findings_theme_id,
        later.seat_id == Review.seat_id,
        later.sequence > Review.sequence,
        later.afterwards.is_(False),
    )


def positions(session: Session, findings_theme: FindingsTheme) -> list[Review]:
    """The standing position of each member on the theme, dissent first."""
    return positions_by_theme(session, [findings_theme]).get(findings_theme.id, [])


def positions_by_theme(session: Session, themes: Iterable[FindingsTheme]) -> dict[UUID, list[Review]]:
    """The same for many themes in one query; a theme on which nobody said anything is missing.

    A remark or dissent on an earlier release of a theme stays beside it until its member has spoken
    of the newer one: releasing again takes nothing out of view.
    """
    themes = list(themes)
    said: dict[UUID, list[Review]] = {}
    for review in session.scalars(
        select(Review)
        .join(Review.findings_theme)
        .where(FindingsTheme.theme_id.in_([theme.theme_id for theme in themes]), stands())
        .options(
            joinedload(Review.seat), joinedload(Review.findings_theme).joinedload(FindingsTheme.findings)
        )
    ):
        said.setdefault(review.findings_theme.theme_id, []).append(review)
    found = {theme.id: beside(theme, said.get(theme.theme_id, [])) for theme in themes}
    return {theme_id: dissent_first(reviews) for theme_id, reviews in found.items() if reviews}


def beside(theme: FindingsTheme, said: list[Review]) -> list[Review]:
    """Of all that was said of any release of it, what stands beside this one."""
    reviews = [
        each
        for each in said
        if _release(each) <= theme.findings.number and each.findings_theme.audience is theme.audience
    ]
    last: dict[UUID, int] = {}
    for each in reviews:
        last[each.seat_id] = max(_release(each), last.get(each.seat_id, 0))
    return [
        each
        for each in reviews
        if each.findings_theme_id == theme.id
        or (_release(each) == last[each.seat_id] and each.position is not Position.AGREE)
    ]


def _release(review: Review) -> int:
    return review.findings_theme.findings.number


def said_by(session: Session, *, findings: Findings, seat: Seat) -> dict[UUID, Review]:
    """What this member said last, by released theme."""
    rows = session.scalars(
        select(Review)
        .join(Review.findings_theme)
        .where(FindingsTheme.findings_id == findings.id, Review.seat_id == seat.id, stands())
        .order_by(Review.sequence)
    )
    return {review.findings_theme_id: review for review in rows}


def earlier(session: Session, *, findings_theme: FindingsTheme, seat: Seat) -> list[Review]:
    """All that this member said on the theme, oldest first: the last one stands."""
    return list(
        session.scalars(
            select(Review)
            .where(Review.findings_theme_id == findings_theme.id, Review.seat_id == seat.id)
            .order_by(Review.sequence)
        )
    )


def dissent_first(reviews: list[Review]) -> list[Review]:
    """In the order in which positions are shown: dissent, remark, agree."""
    order = {Position.DISSENT: 0, Position.REMARK: 1, Position.AGREE: 2}
    return sorted(reviews, key=lambda review: (order[review.position], review.at, review.seat.number))
