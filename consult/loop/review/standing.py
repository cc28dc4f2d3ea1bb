"""How far the committee's review is. It ends by people or by its date; it never stops the loop."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.collect.rounds import today_in
from consult.loop.review.owes import members_of
from consult.loop.review.records import Review
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.records import Findings, FindingsTheme


class Stage(StrEnum):
    WAITING = "waiting"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not_reviewed"


@dataclass(frozen=True)
class Standing:
    """`stage` since or until `day`: *waiting until*, *reviewed on*, *not reviewed by, so it goes on*.

    `missing` are the numbers of the themes on which nobody said a word in time. While waiting,
    these are the themes that still wait; after the day they went on without the committee.
    """

    stage: Stage
    day: date
    missing: tuple[int, ...] = ()

    @property
    def waiting(self) -> bool:
        """The committee is still reading; offices write, but do not publish yet."""
        return self.stage is Stage.WAITING


def standing(session: Session, findings: Findings, now: datetime) -> Standing:
    """Where the review of `findings` stands.

    Reviewed as soon as every member has spoken to every theme; by its day when somebody has
    spoken to each theme; otherwise not reviewed by that day, and it goes on.
    """
    themes = themes_for(session, findings, viewer="committee")
    said = _said_in_time(session, findings)
    missing = tuple(theme.number for theme in themes if theme.number not in said)
    if today_in(findings.consultation.community, now) > findings.review_by:
        stage = Stage.NOT_REVIEWED if missing else Stage.REVIEWED
        return Standing(stage, findings.review_by, missing)
    members = len(members_of(session, findings, now))
    if themes and members and all(said.get(theme.number, (0,))[0] >= members for theme in themes):
        last = max(said[theme.number][1] for theme in themes)
        return Standing(Stage.REVIEWED, today_in(findings.consultation.community, last))
    return Standing(Stage.WAITING, findings.review_by, missing)


def was_missed(standing: Standing, theme: FindingsTheme) -> bool:
    """Whether this theme went on without a word of the committee."""
    return standing.stage is Stage.NOT_REVIEWED and theme.number in standing.missing


def _said_in_time(session: Session, findings: Findings) -> dict[int, tuple[int, datetime]]:
    """For each theme, by number: how many members spoke to it before its day ended, and the last time."""
    zone = ZoneInfo(findings.consultation.community.timezone)
    end = datetime.combine(findings.review_by + timedelta(days=1), datetime.min.time(), zone)
    rows = session.execute(
        select(FindingsTheme.number, func.count(Review.seat_id.distinct()), func.max(Review.at))
        .join(FindingsTheme, FindingsTheme.id == Review.findings_theme_id)
        .where(FindingsTheme.findings_id == findings.id, Review.at < end)
        .group_by(FindingsTheme.number)
    )
    return {number: (members, last) for number, members, last in rows}
