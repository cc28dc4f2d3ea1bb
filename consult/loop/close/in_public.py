"""What everyone may know of released findings, theme by theme: said, reviewed, answered, reopened.

The public page and the open data both take it from here, so that neither ever shows more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.close.unheard import told_to_all
from consult.loop.close.verdicts import reopened_themes
from consult.loop.respond.answers_to import Published, answers_to
from consult.loop.respond.decisions import NO_ANSWER
from consult.loop.respond.faithful_words import Checked, said_of, with_representatives
from consult.loop.respond.looking_again import again_since
from consult.loop.respond.passing import runs_on
from consult.loop.respond.permission_days import Waiting, waiting_for
from consult.loop.respond.plans import went_into
from consult.loop.respond.questions import replies_to
from consult.loop.respond.records import QuestionReply, ResponseVersion, WentInto
from consult.loop.review.assessments import assessed
from consult.loop.review.records import Assessment, Review
from consult.loop.review.reviews import Standing, positions_by_theme, standing
from consult.loop.review.standing import was_missed
from consult.loop.understand.audiences import HeldMark, held_from, themes_for
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Audience, Findings, FindingsTheme


@dataclass(frozen=True)
class Beside:
    """What came of published answers. `again`: versions to be looked at again, since the day on which
    people were to hear more. `runs_on`: versions that were handed over and not taken on.

    `replies`: what representatives replied to a version's question. `went`: by answer, into which
    documents it went. `checked`: by version, whether the representatives here say that it is faithful.
    """

    runs_on: set[UUID]
    replies: dict[UUID, list[QuestionReply]]
    went: dict[UUID, list[WentInto]]
    again: dict[UUID, date]
    checked: dict[UUID, list[Checked]]


@dataclass(frozen=True)
class Story:
    """One theme from top to bottom: what was said, what the committee says, what was answered."""

    theme: FindingsTheme
    positions: list[Review]
    not_reviewed: bool
    answers: list[Published]
    reopened: date | None
    assessed: list[Assessment]
    """What members of the committee saw of what offices did about it."""
    owed_since: date
    """The first release in which everybody could read it: a later one begins no new clock."""
    waiting: list[Waiting]
    """Written answers that wait for permission inside their offices."""
    being_checked: list[ResponseVersion]
    """Written answers that representatives read for seven days before they go out."""
    beside: Beside
    told: bool
    """Its answer has come to everyone who is here and is owed it."""

    @property
    def answered(self) -> bool:
        """Somebody said more than that others are asked, or than a question back."""
        return any(each.newest.kind not in NO_ANSWER for each in self.answers)


@dataclass(frozen=True)
class InPublic:
    """Released findings as everyone may read them now. `held`: what is left of themes held back."""

    findings: Findings
    review: Standing
    stories: list[Story]
    held: list[HeldMark]


def in_public(session: Session, findings: Findings, *, now: datetime) -> InPublic:
    """Everything public about `findings`. What a later release no longer tells everyone is not."""
    themes = _for_everyone(session, findings)
    review = standing(session, findings, now)
    said = positions_by_theme(session, themes)
    answers = answers_to(session, themes)
    saw = assessed(session, themes)
    again = reopened_themes(session, [theme.theme_id for theme in themes])
    beside = _beside(
        session, findings, [each for of_theme in answers.values() for each in of_theme], today=now.date()
    )
    waiting = waiting_for(session, [theme.theme_id for theme in themes])
    since = _owed_since(session, themes)
    told = told_to_all(session, [theme.theme_id for theme in themes], today=now.date())
    being_checked = with_representatives(session, [theme.theme_id for theme in themes])
    stories = [
        Story(
            theme=theme,
            positions=said.get(theme.id, []),
            not_reviewed=was_missed(review, theme),
            answers=answers.get(theme.theme_id, []),
            reopened=again.get(theme.theme_id),
            assessed=saw.get(theme.theme_id, []),
            owed_since=since.get(theme.theme_id, findings.released_at.date()),
            waiting=waiting.get(theme.theme_id, []),
            being_checked=being_checked.get(theme.theme_id, []),
            beside=beside,
            told=theme.theme_id in told,
        )
        for theme in themes
    ]
    return InPublic(findings, review, stories, held_from(session, findings, viewer="everyone"))


def _beside(session: Session, findings: Findings, answers: list[Published], *, today: date) -> Beside:
    versions = [version for each in answers for version in (each.newest, *each.before)]
    return Beside(
        runs_on(session, [each.newest for each in answers]),
        replies_to(
            session,
            [version.id for version in versions if version.question],
            here=[findings.consultation.community],
        ),
        went_into(session, {each.newest.response_id for each in answers}),
        again_since(session, [each.newest for each in answers], today=today),
        said_of(session, versions, here=findings.consultation.community),
    )


def _owed_since(session: Session, themes: list[FindingsTheme]) -> dict[UUID, date]:
    rows = session.execute(
        select(FindingsTheme.theme_id, func.min(Findings.released_at))
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .where(
            FindingsTheme.theme_id.in_([theme.theme_id for theme in themes]),
            FindingsTheme.audience == Audience.EVERYONE,
        )
        .group_by(FindingsTheme.theme_id)
    )
    return {theme_id: released.date() for theme_id, released in rows}


def _for_everyone(session: Session, findings: Findings) -> list[FindingsTheme]:
    themes = themes_for(session, findings, viewer="everyone")
    newest = latest(session, findings.consultation)
    if newest is None or newest.id == findings.id:
        return themes
    still = {theme.theme_id for theme in themes_for(session, newest, viewer="everyone")}
    return [theme for theme in themes if theme.theme_id in still]
