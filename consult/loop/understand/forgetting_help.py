"""What the machine made of people's words goes with the words: numbers, likeness, words of groups."""

from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Submission
from consult.loop.understand.readers import stands
from consult.loop.understand.records import (
    AnswerVector,
    Card,
    HelpAnswer,
    HelpGroup,
    SuggestionShown,
    help_group_answer,
)
from consult.people.records import Participant


def forget_help(session: Session, *, participant: Participant) -> None:
    """The person leaves. That something was shown beside their words stays, not what."""
    theirs = select(Answer.id).join(Answer.submission).where(Submission.participant_id == participant.id)
    wipe_help(session, theirs)
    session.execute(update(SuggestionShown).where(SuggestionShown.answer_id.in_(theirs)).values(codes=[]))


def forget_help_with(session: Session, *, card: Card) -> None:
    """Its words were masked more: what was made of the words before is gone."""
    wipe_help(session, select(Card.answer_id).where(Card.id == card.id))


def wipe_help_taken_back(session: Session) -> None:
    """By the clock: of words that were taken back, or are with the protection officer, nothing is kept."""
    for kind in (AnswerVector.answer_id, HelpAnswer.answer_id, help_group_answer.c.answer_id):
        gone = select(kind).join(Answer, Answer.id == kind).outerjoin(Answer.submission).where(~stands())
        if answers := session.scalars(gone.distinct().limit(500)).all():
            wipe_help(session, select(Answer.id).where(Answer.id.in_(answers)))


def wipe_help(session: Session, answers: Select[UUID]) -> None:
    """Of `answers` (a query of ids) nothing is kept, and no word of a group in which they were: it may be
    theirs. The others of the group still stand together."""
    groups = select(help_group_answer.c.group_id).where(help_group_answer.c.answer_id.in_(answers))
    session.execute(update(HelpGroup).where(HelpGroup.id.in_(groups)).values(words=[]))
    session.execute(delete(help_group_answer).where(help_group_answer.c.answer_id.in_(answers)))
    for kind in (AnswerVector, HelpAnswer):
        session.execute(delete(kind).where(kind.answer_id.in_(answers)))
