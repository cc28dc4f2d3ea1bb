"""Is this an answer to what you said? People's own word, appended; the last one counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.close.fanout import open_obligations
from consult.loop.close.records import Obligation, Question, Reached, Says, Telling, Verdict
from consult.loop.respond.decisions import decisions
from consult.loop.respond.owed import Addressed, Waits, addressed_to
from consult.loop.understand.records import Theme
from consult.people.records import Office, Participant

KEYS = {1: Says.YES, 2: Says.PARTLY, 3: Says.NO, 4: Says.CANNOT_SAY, 5: Says.NOT_WHAT_WE_SAID}
"""The last digit of a verdict: 33 is *no* for theme 3."""


def say(
    session: Session,
    *,
    participant: Participant,
    theme: Theme,
    says: Says,
    question: Question = Question.ANSWERED,
    now: datetime,
) -> Verdict:
    """A person whose words lie on `theme` says whether its answer is one. Asks for nothing else."""
    owed = select(Obligation.id).where(
        Obligation.participant_id == participant.id, Obligation.theme_id == theme.id
    )
    decision = decisions(session, [theme.id]).get(theme.id)
    if participant.left_on is not None or session.scalar(owed) is None:
        raise Refused(mark("Your words are not on number %(number)s."), number=theme.number)
    if decision is None:
        raise Refused(mark("Number %(number)s has no answer yet."), number=theme.number)
    before = session.scalar(
        select(func.max(Verdict.sequence)).where(
            Verdict.participant_id == participant.id,
            Verdict.theme_id == theme.id,
            Verdict.question == question,
        )
    )
    verdict = Verdict(
        participant=participant,
        theme=theme,
        version=decision.newest,
        question=question,
        sequence=(before or 0) + 1,
        says=says,
        on=now.date(),
    )
    session.add(verdict)
    session.flush()
    history.note(session, by=participant.actor, action="verdict.said", about=verdict, now=now)
    return verdict


def last_verdicts(question: Question = Question.ANSWERED) -> Subquery:
    """One row a person and theme: `participant_id`, `theme_id`, `version_id`, `says`, `on`."""
    last = (
        select(Verdict.participant_id, Verdict.theme_id, func.max(Verdict.sequence).label("sequence"))
        .where(Verdict.question == question)
        .group_by(Verdict.participant_id, Verdict.theme_id)
        .subquery()
    )
    return (
        select(
            Verdict.participant_id, Verdict.theme_id, Verdict.version_id, Verdict.says, Verdict.on.label("on")
        )
        .join(
            last,
            and_(
                last.c.participant_id == Verdict.participant_id,
                last.c.theme_id == Verdict.theme_id,
                last.c.sequence == Verdict.sequence,
            ),
        )
        .where(Verdict.question == question)
        .subquery()
    )


def reopened(session: Session, theme: Theme) -> date | None:
    """Since when the theme's answer is *not what we said*; None: it stands, or a newer one does."""
    return reopened_themes(session, [theme.id]).get(theme.id)


def reopened_themes(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Reopened themes, each with the first day on which somebody said so of the answer that stands."""
    standing = decisions(session, theme_ids)
    said = last_verdicts()
    rows = session.execute(
        select(said.c.theme_id, said.c.version_id, said.c.on)
        .where(said.c.theme_id.in_(list(standing)), said.c.says == Says.NOT_WHAT_WE_SAID)
        .order_by(said.c.on.desc())
    )
    return {theme: on for theme, version, on in rows if version in standing[theme].versions}


def owed_by(session: Session, *, office: Office, now: datetime) -> list[Addressed]:
    """What an office owes, the oldest first: no answer published yet, or one that was reopened."""
    found = addressed_to(session, office=office, now=now)
    again = reopened_themes(session, [each.theme.theme_id for each in found])
    owed = [_reopened_on(each, again.get(each.theme.theme_id)) for each in found]
    return sorted((each for each in owed if each.owed), key=lambda each: (each.since, each.theme.number))


def _reopened_on(answer: Addressed, day: date | None) -> Addressed:
    """Nobody began a second answer: it waits since the day on which the first was refused."""
    if day is None or answer.published is None:
        return answer
    if answer.waits is not Waits.PUBLISHED:
        return replace(answer, published=None)
    return replace(answer, published=None, waits=Waits.REOPENED, waits_since=day)


def open_questions(session: Session, *, participant: Participant) -> dict[int, Theme]:
    """By number: the themes whose standing answer was sent to this person or reached them.

    Where two consultations use the same number, the later answer is meant.
    """
    owed = {each.theme_id: each for each in open_obligations(session, participant) if each.theme_id}
    standing = decisions(session, owed)
    told = set(
        session.execute(
            select(Obligation.theme_id, Telling.version_id)
            .join(Telling, Telling.obligation_id == Obligation.id)
            .where(Obligation.participant_id == participant.id)
            .union(
                select(Obligation.theme_id, Reached.version_id)
                .join(Reached, Reached.obligation_id == Obligation.id)
                .where(Obligation.participant_id == participant.id)
            )
        ).all()
    )
    themes = [
        (decision.newest.published_at, owed[theme_id].theme)
        for theme_id, decision in standing.items()
        if any((theme_id, version) in told for version in decision.versions)
    ]
    themes.sort(key=lambda each: (each[0] is not None, each[0]))
    return {theme.number: theme for _, theme in themes if theme is not None}
