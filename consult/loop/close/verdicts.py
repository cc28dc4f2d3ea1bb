"""Is this an answer to what you said? People's own word, appended; the last one counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
from consult.loop.close.fanout import open_obligations
from consult.loop.close.records import Obligation, Question, Reached, Says, TakenBy, Telling, Verdict
from consult.loop.respond.decisions import of_every_office
from consult.loop.respond.owed import Addressed, Waits, addressed_to
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Theme
from consult.people.records import Community, Office, Participant

KEYS = {1: Says.YES, 2: Says.PARTLY, 3: Says.NO, 4: Says.CANNOT_SAY, 5: Says.NOT_WHAT_WE_SAID}
"""The last digit of a verdict: 33 is *no* for theme 3."""

ACTIONS = {Question.ANSWERED: "verdict.said", Question.HAPPENED: "happened.said"}


def say(
    session: Session,
    *,
    participant: Participant,
    theme: Theme,
    says: Says,
    taken_by: TakenBy | None = None,
    as_id: UUID | None = None,
    now: datetime,
) -> Verdict:
    """A person whose words lie on `theme` says whether its answer is one. Asks for nothing else.

    Where several offices answered, the newest answer is meant that was told to this person.
    `taken_by`: who wrote it down for them. `as_id`: as in `append`.
    """
    owed = select(Obligation.id).where(
        Obligation.participant_id == participant.id, Obligation.theme_id == theme.id
    )
    stand = [decision for decision, _ in of_every_office(session, [theme.id])]
    if participant.left_on is not None or session.scalar(owed) is None:
        raise Refused(mark("Your words are not on number %(number)s."), number=theme.number)
    if not stand:
        raise Refused(mark("Number %(number)s has no answer yet."), number=theme.number)
    told = _told_to(session, participant)
    heard = [each for each in stand if any((theme.id, version) in told for version in each.versions)]
    version = (heard or stand)[-1].newest
    return append(
        session,
        participant=participant,
        theme=theme,
        version=version,
        question=Question.ANSWERED,
        says=says,
        taken_by=taken_by,
        as_id=as_id,
        now=now,
    )


def append(
    session: Session,
    *,
    participant: Participant,
    theme: Theme,
    version: ResponseVersion,
    question: Question,
    says: Says,
    taken_by: TakenBy | None = None,
    as_id: UUID | None = None,
    now: datetime,
) -> Verdict:
    """Keep a person's word behind what that person said before to the same question about `theme`.

    `as_id`: under which it is found again by whoever may send it twice.
    """
    before = session.scalar(
        select(func.max(Verdict.sequence)).where(
            Verdict.participant_id == participant.id,
            Verdict.theme_id == theme.id,
            Verdict.question == question,
        )
    )
    verdict = Verdict(
        id=as_id or new_id(),
        participant=participant,
        theme=theme,
        version=version,
        question=question,
        sequence=(before or 0) + 1,
        says=says,
        on=now.date(),
        taken_by=taken_by,
    )
    session.add(verdict)
    session.flush()
    history.note(session, by=participant.actor, action=ACTIONS[question], about=verdict, now=now)
    return verdict


def last_verdicts() -> Subquery:
    """What people say of answers now, a row a person and theme: `participant_id`, `theme_id`, `version_id`,
    `says`, `on`, `taken_by`."""
    last = (
        select(Verdict.participant_id, Verdict.theme_id, func.max(Verdict.sequence).label("sequence"))
        .where(Verdict.question == Question.ANSWERED)
        .group_by(Verdict.participant_id, Verdict.theme_id)
        .subquery()
    )
    return (
        select(
            Verdict.participant_id,
            Verdict.theme_id,
            Verdict.version_id,
            Verdict.says,
            Verdict.on.label("on"),
            Verdict.taken_by,
        )
        .join(
            last,
            and_(
                last.c.participant_id == Verdict.participant_id,
                last.c.theme_id == Verdict.theme_id,
                last.c.sequence == Verdict.sequence,
            ),
        )
        .where(Verdict.question == Question.ANSWERED)
        .subquery()
    )


def reopened_themes(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Reopened themes, each with the first day on which somebody said so of an answer that stands."""
    found: dict[UUID, date] = {}
    for (theme, _), day in reopened_answers(session, theme_ids).items():
        found[theme] = min(day, found.get(theme, day))
    return found


def reopened_answers(session: Session, theme_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], date]:
    """By theme and `Response`: since when it is *not what we said* of an answer that stands.

    Each office's answer is open until that office decides anew: what another says does not close it.
    """
    standing = {
        (theme, decision.newest.response_id): decision.versions
        for decision, themes in of_every_office(session, theme_ids)
        for theme in themes
    }
    of_answer = (Verdict.participant_id, Verdict.theme_id, ResponseVersion.response_id)
    last = (
        select(*of_answer, func.max(Verdict.sequence).label("sequence"))
        .join(ResponseVersion, ResponseVersion.id == Verdict.version_id)
        .where(Verdict.question == Question.ANSWERED, Verdict.theme_id.in_({theme for theme, _ in standing}))
        .group_by(*of_answer)
        .subquery()
    )
    rows = session.execute(
        select(Verdict.theme_id, last.c.response_id, Verdict.version_id, Verdict.on)
        .join(
            last,
            and_(
                last.c.participant_id == Verdict.participant_id,
                last.c.theme_id == Verdict.theme_id,
                last.c.sequence == Verdict.sequence,
            ),
        )
        .where(Verdict.question == Question.ANSWERED, Verdict.says == Says.NOT_WHAT_WE_SAID)
        .order_by(Verdict.on.desc())
    )
    return {
        (theme, response): on
        for theme, response, version, on in rows
        if version in standing.get((theme, response), ())
    }


def reopened_of(session: Session, found: Iterable[Addressed]) -> dict[UUID, date]:
    """By theme: since when the own answer of the office to which `found` is addressed is open again."""
    own = {each.theme.theme_id: each.response for each in found}
    again = reopened_answers(session, own)
    return {
        theme: again[theme, response.id]
        for theme, response in own.items()
        if response is not None and (theme, response.id) in again
    }


def owed_by(
    session: Session, *, office: Office, now: datetime, community: Community | None = None
) -> list[Addressed]:
    """What an office owes, to `community` or to all, the oldest first: no answer published yet, or one that
    was reopened."""
    found = addressed_to(session, office=office, now=now, community=community)
    again = reopened_of(session, found)
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
    owed = {each.theme_id: each.theme for each in open_obligations(session, participant) if each.theme_id}
    told = _told_to(session, participant)
    questions: dict[int, Theme] = {}
    for decision, themes in of_every_office(session, owed):
        for theme_id in themes:
            theme = owed[theme_id]
            if theme and any((theme_id, version) in told for version in decision.versions):
                questions[theme.number] = theme
    return questions


def _told_to(session: Session, participant: Participant) -> set[tuple[UUID | None, UUID | None]]:
    """Theme and version, for every version that was sent to this person or reached them."""
    sent = select(Obligation.theme_id, Telling.version_id).join(
        Telling, Telling.obligation_id == Obligation.id
    )
    came = select(Obligation.theme_id, Reached.version_id).join(
        Reached, Reached.obligation_id == Obligation.id
    )
    mine = Obligation.participant_id == participant.id
    return {(theme, version) for theme, version in session.execute(sent.where(mine).union(came.where(mine)))}
