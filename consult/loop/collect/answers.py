"""Words come in: kept exactly, never edited, wiped when their speaker takes them back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history, outbox, translation
from consult.common.errors import Refused, mark
from consult.loop.collect.recordings import wipe
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Door,
    PartKind,
    PromptWording,
    Readers,
    Recording,
    Round,
    Submission,
)
from consult.loop.collect.rounds import is_open
from consult.people.records import Account, Community, Participant

MOST = 4000
"""Letters of one text. What is longer is kept on the page and its writer told, never cut."""

QUOTE_WHERE = ("meeting", "poster", "web")


def submission_for(
    session: Session,
    *,
    participant: Participant,
    round: Round,  # noqa: A002 - the house's word
    door: Door,
    language: str,
    now: datetime,
    key: str | None = None,
    readers: Readers = Readers.HERE,
    quote_where: Collection[str] = (),
) -> Submission:
    """What `participant` gives in `round`, found or made: one a person and round.

    `key` comes from the sender's page. Somebody who took their words back and speaks again
    begins anew in the same submission.
    """
    if round.opened_at is None:
        raise Refused(mark("This consultation has not opened yet."))
    check_taken(round.consultation.community)
    found = session.scalar(
        select(Submission).where(Submission.participant_id == participant.id, Submission.round_id == round.id)
    )
    if found is not None:
        found.withdrawn_on = None
        return found
    submission = Submission(
        participant=participant,
        round=round,
        door=door,
        language=language,
        readers=readers,
        quote_where=[each for each in QUOTE_WHERE if each in quote_where],
        key=key,
        received_on=now.date(),
    )
    session.add(submission)
    session.flush()
    return submission


def receive_answer(
    session: Session,
    *,
    submission: Submission,
    wording: PromptWording,
    text: str,
    now: datetime,
    number_it: bool = True,
    recordings: Sequence[Recording] = (),
) -> Answer:
    """Keep `text`, or `recordings`, or both, as an answer to `wording`, whose version freezes with it.

    `number_it`: ask that it gets its card; an import asks once for all of its rows.
    """
    if text.strip() or not recordings:
        check_text(text)
    answer = Answer(submission=submission, wording=wording, later_words=not is_open(submission.round, now))
    session.add(answer)
    if text.strip():
        session.add(
            AnswerPart(answer=answer, position=1, kind=PartKind.ORIGINAL, text=text.strip(), on=now.date())
        )
    for position, recording in enumerate(recordings, start=2):
        session.add(_voice(answer, position, recording, now))
    if wording.version.frozen_at is None:
        wording.version.frozen_at = now
    history.note(session, by=submission.participant.actor, action="answer.given", about=answer, now=now)
    if number_it:
        ask_for_card(session, round=submission.round, key=str(answer.id), now=now)
    return answer


def _voice(answer: Answer, position: int, recording: Recording, now: datetime) -> AnswerPart:
    return AnswerPart(
        answer=answer,
        position=position,
        kind=PartKind.RECORDING,
        text="",
        recording=recording,
        on=now.date(),
    )


def ask_for_card(session: Session, *, round: Round, key: str, now: datetime) -> None:  # noqa: A002
    """Ask that every answer of the consultation without a card gets its number."""
    outbox.ask_for(session, "number_card", key=key, now=now, consultation_id=str(round.consultation_id))


def check_taken(community: Community) -> None:
    """Refused where the community is closed or was handed on: nobody here would answer."""
    if community.disabled_at is not None:
        raise Refused(mark("No new words are taken here any more. The first page says who answers now."))


def check_text(text: str) -> None:
    if not text.strip():
        raise Refused(mark("There are no words here."), field="text")
    if len(text.strip()) > MOST:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."), field="text", most=MOST
        )


def add_part(session: Session, *, answer: Answer, text: str, now: datetime) -> Answer:
    """Append `text` to an answer that came in several texts; return the answer that holds it.

    When its first reader has already passed the earlier words on, or they were taken back, the
    new words become an answer of their own, so that nobody misses or unmasks them.
    """
    session.refresh(answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    parts = parts_of(session, answer)
    too_late = (
        answer.withdrawn_on or answer.protected_on or any(part.kind is PartKind.MASKED for part in parts)
    )
    if too_late or sum(len(part.text) for part in parts) + len(text) > MOST:
        return receive_answer(session, submission=answer.theirs, wording=answer.wording, text=text, now=now)
    check_text(text)
    session.add(
        AnswerPart(
            answer=answer,
            position=parts[-1].position + 1,
            kind=PartKind.ORIGINAL,
            text=text.strip(),
            on=now.date(),
        )
    )
    session.flush()
    return answer


def parts_of(session: Session, answer: Answer) -> list[AnswerPart]:
    return list(
        session.scalars(
            select(AnswerPart).where(AnswerPart.answer_id == answer.id).order_by(AnswerPart.position)
        )
    )


def original_text(session: Session, answer: Answer) -> str:
    """What the person sent, its texts one under the other; empty when taken back. For first readers."""
    texts = [part.text for part in parts_of(session, answer) if part.kind is PartKind.ORIGINAL]
    return "\n".join(text for text in texts if text)


def voices_as_they_came(session: Session, answer: Answer) -> list[Recording]:
    """The recordings that the person sent. For first readers, as `original_text`.

    One that a reader passed on is a part of its own, and bears the reader's id.
    """
    return [each.recording for each in parts_of(session, answer) if each.recording and each.by_id is None]


def voices_passed_on(session: Session, answer: Answer) -> list[Recording]:
    """The recordings that everybody who reads may hear: none, where only the words were passed on."""
    if answer.protected_on is not None:
        return []
    return [part.recording for part in _after_mask(parts_of(session, answer)) if part.recording]


def written_down_by(session: Session, answer: Answer) -> list[str]:
    """The names of those who wrote down what its voice says; the words stand in `reading_text`."""
    wrote = [part.by_id for part in parts_of(session, answer) if part.kind is PartKind.TRANSCRIPT]
    return list(session.scalars(select(Account.name).where(Account.id.in_(wrote)).order_by(Account.name)))


def _after_mask(parts: list[AnswerPart]) -> list[AnswerPart]:
    """Voices passed on with the newest masked text; it replaces what was passed on before."""
    masks = [part.position for part in parts if part.kind is PartKind.MASKED]
    return [
        part
        for part in parts
        if masks and part.position > masks[-1] and part.kind is PartKind.RECORDING and part.by_id
    ]


def reading_text(session: Session, answer: Answer) -> str | None:
    """What its first reader passed on; None until then."""
    masked = [part.text for part in parts_of(session, answer) if part.kind is PartKind.MASKED]
    return masked[-1] if masked else None


def spoke(session: Session, round: Round) -> int:  # noqa: A002
    """How many people have words in the round that they did not take back, in the open flow."""
    counted = (
        select(func.count(Submission.participant_id.distinct()))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Submission.round_id == round.id, Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None))
    )
    return session.scalar(counted) or 0


def answers_of(session: Session, *, participant: Participant) -> list[Answer]:
    """The person's answers that they did not take back, by round and prompt."""
    return list(
        session.scalars(
            select(Answer)
            .join(Submission)
            .where(Submission.participant_id == participant.id, Answer.withdrawn_on.is_(None))
            .order_by(Answer.id)
        )
    )


def take_back(session: Session, *, answer: Answer, now: datetime) -> None:
    """One answer goes from every list and count; its texts and voices are wiped. Words that are with
    the protection officer stay there, until their speaker leaves altogether."""
    session.refresh(answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    if answer.protected_on is not None:
        raise Refused(mark("What you said before cannot be changed any more. You can add words."))
    _wipe_out(session, answer, now)


def _wipe_out(session: Session, answer: Answer, now: datetime) -> None:
    answer.withdrawn_on = now.date()
    translation.forget(session, answer)
    for part in parts_of(session, answer):
        part.text = ""
        if part.recording is not None:
            wipe(session, recording=part.recording, now=now)


def withdraw(session: Session, *, participant: Participant, now: datetime) -> int:
    """The person takes all their words back: every text and voice is wiped. Return how many answers."""
    mine = answers_of(session, participant=participant)
    for answer in mine:
        _wipe_out(session, answer, now)
    for submission in session.scalars(select(Submission).where(Submission.participant_id == participant.id)):
        submission.withdrawn_on = now.date()
        submission.quote_where = []
    session.flush()
    history.note(
        session,
        by=participant.actor,
        action="words.taken_back",
        about=participant,
        now=now,
        answers=len(mine),
    )
    return len(mine)
