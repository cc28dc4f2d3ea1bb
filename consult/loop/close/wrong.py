"""My words are on the wrong number: kept as said, and the words said once more are read anew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import HistoryEntry
from consult.loop.close.records import Obligation, Says
from consult.loop.close.verdicts import say
from consult.loop.collect.answers import (
    answers_of,
    check_taken,
    check_text,
    original_text,
    receive_answer,
    submission_for,
)
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.reading import open_to
from consult.loop.collect.records import Answer, Consultation, Door, PromptWording, Submission
from consult.loop.respond.decisions import decisions
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import stands
from consult.loop.understand.records import Card, Coding, Theme
from consult.people.records import Participant, Seat

WRONGLY_PUT = "words.wrongly_put"


def say_wrong(
    session: Session, *, participant: Participant, theme: Theme, text: str = "", now: datetime
) -> None:
    """An answer that was given is *not what we said*; before that, the mark alone is kept.

    `text`: the words said once more, kept beside the earlier ones and read anew.
    """
    owed = session.scalar(
        select(Obligation).where(Obligation.participant_id == participant.id, Obligation.theme_id == theme.id)
    )
    if owed is None or participant.left_on is not None:
        raise Refused(mark("Your words are not on number %(number)s."), number=theme.number)
    if text.strip():
        check_text(text)
        check_taken(participant.community)
    if theme.id in decisions(session, [theme.id]):
        say(session, participant=participant, theme=theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    history.note(session, by=participant.actor, action=WRONGLY_PUT, about=theme, now=now)
    before = answers_of(session, participant=participant)
    in_round = [each for each in before if each.theirs.round_id == owed.round_id]
    said = {original_text(session, each) for each in in_round}
    if not text.strip() or text.strip() in said:
        return
    if in_round:
        last = in_round[-1]
        receive_answer(session, submission=last.theirs, wording=last.wording, text=text, now=now)
    elif wordings := _asked_there(session, owed):
        _keep_beside(session, owed, wordings[-1], text, now)


def _asked_there(session: Session, owed: Obligation) -> list[PromptWording]:
    """The prompts of the round in this person's language: their words lie in the house before."""
    held, language = owed.round.consultation, owed.participant.language
    return prompts_of(session, held, language if language in held.languages else held.language)


def _keep_beside(
    session: Session, owed: Obligation, wording: PromptWording, text: str, now: datetime
) -> None:
    submission = submission_for(
        session,
        participant=owed.participant,
        round=owed.round,
        door=Door.WEB,
        language=owed.participant.language,
        now=now,
    )
    receive_answer(session, submission=submission, wording=wording, text=text, now=now)


@dataclass(frozen=True)
class WronglyPut:
    """A card lies on a theme, by number, and who spoke it says that it does not belong there."""

    theme: int
    card: int
    since: date


def wrongly_put(session: Session, consultation: Consultation, seat: Seat | None = None) -> list[WronglyPut]:
    """The cards whose speakers said that they lie on the wrong theme, and that lie there still;
    with `seat`, those that are open to its holder.

    Settled when the card lies elsewhere or was sorted again on a later day: what participants do
    is kept by its day alone, so a card sorted again on the same day to the same theme stays here.
    """
    said = _said_wrong(session, consultation)
    if not said:
        return []
    codes = effective_codes()
    lies = session.execute(
        select(codes.c.theme_id, Theme.number, Card.number, Submission.participant_id, Coding.at)
        .distinct()
        .join(Card, Card.answer_id == codes.c.answer_id)
        .join(Theme, Theme.id == codes.c.theme_id)
        .join(Coding, Coding.id == Card.coding_id)
        .join(Answer, Answer.id == Card.answer_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Theme.id.in_({theme for theme, _ in said}), stands(), open_to(seat))
        .order_by(Theme.number, Card.number)
    )
    return [
        WronglyPut(number, card, since)
        for theme, number, card, person, sorted_at in lies
        if (since := said.get((theme, person))) is not None and sorted_at.date() <= since
    ]


def _said_wrong(session: Session, consultation: Consultation) -> dict[tuple[UUID, UUID | None], date]:
    """By theme and speaker: the last day on which the words were said to be on the wrong number."""
    rows = session.execute(
        select(HistoryEntry.about_id, HistoryEntry.actor_id, func.max(HistoryEntry.at))
        .join(Theme, Theme.id == HistoryEntry.about_id)
        .where(HistoryEntry.action == WRONGLY_PUT, Theme.consultation_id == consultation.id)
        .group_by(HistoryEntry.about_id, HistoryEntry.actor_id)
    )
    return {(theme, person): at.date() for theme, person, at in rows}
