"""Where people's words lie: on themes, alone, set aside, or not read yet. People, not messages.

One person counts once, however many answers they gave: on a theme if any of their answers is;
alone as soon as one is sorted under anything but *not an answer*; set aside only if all are; else
not read yet. Meetings are no people: at how many a theme was said stands apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, MeetingReport, Round, Submission
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import in_the_flow, stands
from consult.loop.understand.records import Control, Theme


@dataclass(frozen=True)
class Lie:
    """Where one person's words of a round lie. Exactly one of the four holds (`themes`: numbers)."""

    themes: tuple[int, ...]
    alone: bool
    set_aside: bool
    unread: bool


def people(asked: Round, only: Collection[UUID] | None = None) -> Subquery:
    """One row a person who spoke in the round: `participant_id` and, of their answers, how many
    there are (`answers`), are sorted (`read`), are set aside (`aside`), lie on a theme (`on_theme`).

    `only` some people: their answers alone are looked at, not everybody's.
    """
    whose = [Submission.round_id == asked.id]
    if only is not None:
        whose.append(Submission.participant_id.in_(only))
    theirs = select(Answer.id).join(Answer.submission).where(*whose)
    codes = effective_codes(theirs if only is not None else None)
    aside = case((codes.c.control == Control.NOT_AN_ANSWER, codes.c.answer_id))
    on_theme = case((codes.c.theme_id.is_not(None), codes.c.answer_id))
    return (
        select(
            Submission.participant_id,
            func.count(Answer.id.distinct()).label("answers"),
            func.count(codes.c.answer_id.distinct()).label("read"),
            func.count(aside.distinct()).label("aside"),
            func.count(on_theme.distinct()).label("on_theme"),
        )
        .join(Answer, Answer.submission_id == Submission.id)
        .outerjoin(codes, codes.c.answer_id == Answer.id)
        .where(*whose, stands())
        .group_by(Submission.participant_id)
        .subquery()
    )


@dataclass(frozen=True)
class Sums:
    """People who spoke in a round, and where their words lie: the four parts make up `spoke`."""

    spoke: int
    on_theme: int
    alone: int
    set_aside: int

    @property
    def unread(self) -> int:
        return self.spoke - self.on_theme - self.alone - self.set_aside


def sums(session: Session, asked: Round) -> Sums:
    rows = people(asked)
    on_theme = rows.c.on_theme > 0
    alone = and_(rows.c.on_theme == 0, rows.c.read > rows.c.aside)
    aside = and_(rows.c.on_theme == 0, rows.c.aside == rows.c.answers)
    counted = select(
        func.count(),
        func.coalesce(func.sum(case((on_theme, 1), else_=0)), 0),
        func.coalesce(func.sum(case((alone, 1), else_=0)), 0),
        func.coalesce(func.sum(case((aside, 1), else_=0)), 0),
    ).select_from(rows)
    return Sums(*map(int, session.execute(counted).one()))


def contributors(session: Session, asked: Round) -> dict[UUID, list[UUID]]:
    """For each theme, the people whose words of this round lie on it."""
    codes = effective_codes()
    found: dict[UUID, list[UUID]] = {}
    for theme_id, person_id in session.execute(
        select(codes.c.theme_id, Submission.participant_id)
        .join(Answer, Answer.id == codes.c.answer_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.round_id == asked.id, codes.c.theme_id.is_not(None), stands())
        .distinct()
    ):
        found.setdefault(theme_id, []).append(person_id)
    return found


def at_meetings(session: Session, asked: Round) -> dict[UUID, list[int]]:
    """For each theme, about how many people were at each meeting of this round that said it: a number a
    meeting. They are never added up, nor added to `contributors`."""
    codes = effective_codes()
    found: dict[UUID, list[int]] = {}
    for theme_id, people, _ in session.execute(
        select(codes.c.theme_id, MeetingReport.people, MeetingReport.id)
        .join(Answer, Answer.id == codes.c.answer_id)
        .join(MeetingReport, MeetingReport.id == Answer.meeting_id)
        .where(MeetingReport.round_id == asked.id, codes.c.theme_id.is_not(None), in_the_flow())
        .distinct()
    ):
        found.setdefault(theme_id, []).append(people)
    return found


def lie_of(session: Session, *, participant_id: UUID, asked: Round) -> Lie | None:
    """Where this person's words of the round lie; None if they have none that stand."""
    row = session.execute(select(people(asked, only=[participant_id]))).one_or_none()
    if row is None:
        return None
    if row.on_theme:
        return Lie(_themes_of(session, participant_id, asked), alone=False, set_aside=False, unread=False)
    alone, aside = row.read > row.aside, row.aside == row.answers
    return Lie((), alone=alone, set_aside=aside, unread=not alone and not aside)


def _themes_of(session: Session, participant_id: UUID, asked: Round) -> tuple[int, ...]:
    codes = effective_codes()
    return tuple(
        session.scalars(
            select(Theme.number)
            .join(codes, codes.c.theme_id == Theme.id)
            .join(Answer, Answer.id == codes.c.answer_id)
            .join(Submission, Submission.id == Answer.submission_id)
            .where(Submission.round_id == asked.id, Submission.participant_id == participant_id, stands())
            .distinct()
            .order_by(Theme.number)
        )
    )
