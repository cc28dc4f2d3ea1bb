"""What an office owes: each released theme addressed to it, how long, and where its answer waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation
from consult.loop.respond import permission_days
from consult.loop.respond.clearance import slip_of
from consult.loop.respond.decisions import decision_of
from consult.loop.respond.faithful_words import WITHIN, asked_until
from consult.loop.respond.looking_again import again_since
from consult.loop.respond.passing import runs_on
from consult.loop.respond.questions import replied_on
from consult.loop.respond.records import Kind, Response, ResponseVersion
from consult.loop.respond.responses import of_office, versions_of
from consult.loop.review.reviews import standing
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.records import Community, Office


class Waits(StrEnum):
    """Where an answer waits; the later, the nearer to people."""

    COMMITTEE = "committee"
    NOBODY = "nobody"
    DRAFT = "draft"
    SENT_BACK = "sent_back"
    SECOND_LOOK = "second_look"
    PERMISSION = "permission"
    """Written, waiting for permission at a level of the office: everybody can see it."""
    REPRESENTATIVES = "representatives"
    """Looked over: representatives say until a day whether it is faithful, then it goes out."""
    REOPENED = "reopened"
    """Published, and people say that it is not about what they said: a second answer is owed."""
    REPLIED = "replied"
    """Published: more had to be known. Representatives replied, so a newer answer is owed."""
    HANDED_OVER = "handed_over"
    """Published: others are needed, who have neither taken it on nor answered. Still owed."""
    LOOK_AGAIN = "look_again"
    """Published, and the day on which people were to hear more has passed. Owed again."""
    PUBLISHED = "published"


@dataclass(frozen=True)
class Addressed:
    """A theme addressed to an office. `since`: released; `waits_since`: at the place where it waits.

    `until`: the committee's day, while it reads. `newest`: the last version, published or not.
    `level`: where it waits for permission, or to whom it was handed over. `runs_on`: handed over,
    and the clock runs on. `replied`: the day of the last reply of representatives to its question, until
    the office decides anew. `asked_until`: the day of the representatives, while they have it.
    """

    theme: FindingsTheme
    response: Response | None
    newest: ResponseVersion | None
    published: ResponseVersion | None
    waits: Waits
    waits_since: date
    until: date | None
    since: date
    level: str = ""
    runs_on: bool = False
    asked_until: date | None = None
    again: date | None = None
    """The day that has passed, on which people were to hear more."""
    replied: date | None = None

    @property
    def owed(self) -> bool:
        unsaid = self.again is not None or self.replied is not None
        return self.published is None or self.runs_on or unsaid


def addressed_to(
    session: Session, *, office: Office, now: datetime, community: Community | None = None
) -> list[Addressed]:
    """The themes of the latest findings, of `community` or of all, that are addressed to `office`: owed ones
    first, the oldest on top."""
    last = (
        select(Findings.consultation_id, func.max(Findings.number).label("number"))
        .group_by(Findings.consultation_id)
        .subquery()
    )
    latest = select(Findings).join(
        last, and_(last.c.consultation_id == Findings.consultation_id, last.c.number == Findings.number)
    )
    if community is not None:
        latest = latest.join(Consultation).where(Consultation.community_id == community.id)
    found = [
        addressed(session, office=office, theme=theme, now=now)
        for findings in session.scalars(latest)
        for theme in themes_for(session, findings, viewer=office)
    ]
    return sorted(found, key=lambda each: (not each.owed, each.since, each.theme.number))


def addressed(session: Session, *, office: Office, theme: FindingsTheme, now: datetime) -> Addressed:
    """Where the answer of `office` to one theme is."""
    response = of_office(session, office=office, theme=theme)
    versions = versions_of(session, response) if response else []
    newest = versions[-1] if versions else None
    published = next((each for each in reversed(versions) if each.published_at), None)
    review = standing(session, theme.findings, now)
    released = theme.findings.released_at.date()
    waits, since = _waits(newest, reading=review.waiting, released=released, reviewed=review.day)
    slip = slip_of(session, newest) if newest else None
    if slip is not None and not slip.later:
        waits, since = Waits.PERMISSION, permission_days.since(session, slip)
    until = review.day if review.waiting else None
    level = slip.level.name if slip and not slip.later else ""
    asked = asked_until(newest) if newest else None
    if asked is not None:
        waits, since = Waits.REPRESENTATIVES, (asked - WITHIN).date()
    handed = published is not None and bool(runs_on(session, [published]))
    if handed and waits is Waits.PUBLISHED and published is not None:
        waits, level = Waits.HANDED_OVER, published.to_whom
        since = published.handed_on or since
    day = asked.date() if asked else None
    again = again_since(session, [published] if published else [], today=now.date())
    over = again.get(published.id) if published else None
    if over is not None and newest is published:
        waits, since = Waits.LOOK_AGAIN, over
    replied = _replied(session, theme, published) if published else None
    if replied and waits is Waits.PUBLISHED:
        waits, since = Waits.REPLIED, replied
    return Addressed(
        theme, response, newest, published, waits, since, until, released, level, handed, day, over, replied
    )


def _replied(session: Session, theme: FindingsTheme, published: ResponseVersion) -> date | None:
    """When the community of `theme` last replied to what the standing decision asks."""
    if published.kind is not Kind.NEED_TO_KNOW_MORE:
        return None
    decision = decision_of(session, published.response)
    here = theme.findings.consultation.community
    return replied_on(session, decision.versions, here=here) if decision else None


def days_of_oldest(owed: Iterable[Addressed], *, now: datetime) -> int:
    """For how many days the oldest answer is owed; 0 when none is."""
    return max(((now.date() - each.since).days for each in owed), default=0)


def _waits(
    newest: ResponseVersion | None, *, reading: bool, released: date, reviewed: date
) -> tuple[Waits, date]:
    if newest is None:
        return (Waits.COMMITTEE, released) if reading else (Waits.NOBODY, reviewed)
    if newest.published_at is not None:
        return Waits.PUBLISHED, newest.published_at.date()
    if newest.sent_back_at is not None:
        return Waits.SENT_BACK, newest.sent_back_at.date()
    if newest.handed_over_at is not None:
        return Waits.SECOND_LOOK, newest.handed_over_at.date()
    return Waits.DRAFT, newest.drafted_at.date()
