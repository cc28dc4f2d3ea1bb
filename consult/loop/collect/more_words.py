"""A person comes back with more words: beside what they said to a prompt, or in place of it.

In place of it only while the round takes words: then the earlier answer is taken back and wiped, so
that nobody reads it any more, and the new one gets a card of its own. What was released never changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.answers import (
    answers_of,
    check_text,
    original_text,
    receive_answer,
    submission_for,
    take_back,
)
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import Answer, Consultation, Door, PromptWording, Round, Submission
from consult.loop.collect.rounds import current_round, is_open, is_paused
from consult.people.records import Participant


@dataclass(frozen=True)
class Asked:
    """What one person may say more to. `open`: not closed yet, though it may be paused. `answered`: the
    wordings to whose prompt words of theirs stand."""

    round: Round
    open: bool
    wordings: Sequence[PromptWording]
    answered: frozenset[UUID]


def asked_of(
    session: Session,
    *,
    participant: Participant,
    chain: Callable[[str], Sequence[str]],
    now: datetime,
    spoken: Select[UUID] | None = None,
) -> list[Asked]:
    """For each consultation in which the person spoke, its present round and prompts, newest first.

    The prompts stand in the person's language where they are worded in it. `spoken`: the rounds in which
    they spoke, where their words may lie in another house. Where none are taken any more, there are none.
    """
    if participant.community.disabled_at is not None:
        return []
    if spoken is None:
        spoken = select(Submission.round_id).where(Submission.participant_id == participant.id)
    return [
        _asked(session, participant, _round_for(session, spoken, consultation), chain=chain, now=now)
        for consultation in _spoken_in(session, spoken)
    ]


def _spoken_in(session: Session, spoken: Select[UUID]) -> list[Consultation]:
    mine = select(Round.consultation_id).where(Round.id.in_(spoken))
    found = select(Consultation).where(Consultation.id.in_(mine))
    return list(session.scalars(found.order_by(Consultation.made_at.desc(), Consultation.id)))


def _asked(
    session: Session,
    participant: Participant,
    asked: Round,
    *,
    chain: Callable[[str], Sequence[str]],
    now: datetime,
) -> Asked:
    consultation, wanted = asked.consultation, chain(participant.language)
    language = next((each for each in wanted if each in consultation.languages), consultation.language)
    wordings = prompts_of(session, consultation, language)
    prompts = {each.wording.version.prompt_id for each in _mine(session, participant, asked)}
    answered = frozenset(each.id for each in wordings if each.version.prompt_id in prompts)
    return Asked(asked, is_open(asked, now) or is_paused(asked, now), wordings, answered)


def _round_for(session: Session, spoken: Select[UUID], consultation: Consultation) -> Round:
    """The present round where it was opened, else the last in which the person spoke."""
    present = current_round(session, consultation)
    if present is not None and present.opened_at is not None:
        return present
    mine = (
        select(Round)
        .where(Round.id.in_(spoken), Round.consultation_id == consultation.id)
        .order_by(Round.number.desc())
        .limit(1)
    )
    return session.scalars(mine).one()


def _mine(session: Session, participant: Participant, asked: Round) -> list[Answer]:
    return [
        each
        for each in answers_of(session, participant=participant)
        if each.theirs.round_id == asked.id and each.protected_on is None
    ]


def say_more(
    session: Session,
    *,
    participant: Participant,
    asked: Asked,
    wording: PromptWording,
    text: str,
    instead: bool = False,
    now: datetime,
) -> Answer:
    """Keep `text` as an answer to `wording`, one of `asked`; the same words twice are kept once.

    `instead`: what the person said to this prompt before is taken back. Refused after closing.
    """
    check_text(text)
    if instead and not asked.open:
        raise Refused(mark("This round is closed: you can add words, but not change what you said before."))
    said = [
        each
        for each in answers_of(session, participant=participant)
        if each.theirs.round_id == asked.round.id
        and each.wording.version.prompt_id == wording.version.prompt_id
    ]
    if instead and any(each.protected_on for each in said):
        raise Refused(mark("What you said before cannot be changed any more. You can add words."))
    before = [each for each in said if each.protected_on is None]
    same = [each for each in before if original_text(session, each) == text.strip()]
    for answer in before if instead else ():
        if answer not in same:
            take_back(session, answer=answer, now=now)
    if instead and before:
        history.note(session, by=participant.actor, action="answer.corrected", about=asked.round, now=now)
    if same:
        return same[-1]
    return receive_answer(
        session,
        submission=submission_for(
            session,
            participant=participant,
            round=asked.round,
            door=Door.WEB,
            language=participant.language,
            now=now,
        ),
        wording=wording,
        text=text,
        now=now,
    )
