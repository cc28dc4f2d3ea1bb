"""A voice on a card: heard by its first reader, and by everybody who reads when that reader lets it.

A voice cannot be masked. Where it could identify someone, only what it says goes on, written down.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.loop.collect.answers import reading_text, voices_as_they_came, voices_passed_on
from consult.loop.collect.records import AnswerPart, PartKind, Recording
from consult.loop.understand.readers import must_stand
from consult.loop.understand.records import Card
from consult.people.records import Account


def voices_for(session: Session, *, card: Card, by: Account) -> list[Recording]:
    """What `by` may hear of `card`: as it came while it is in their hands, later what was passed on."""
    if card.answer.protected_on is not None:
        return []
    if card.masked_at is not None:
        return voices_passed_on(session, card.answer)
    return voices_as_they_came(session, card.answer) if card.first_reader_id == by.id else []


def let_hear(session: Session, *, card: Card, by: Account, now: datetime) -> None:
    """Pass the voices as they came on to everybody who reads, with the newest masked text."""
    _append(session, card, voices_as_they_came(session, card.answer), by, now)


def note_written(session: Session, *, card: Card, heard: str, by: Account, now: datetime) -> None:
    """Keep who wrote down what the voice says."""
    session.add(_part(session, card, PartKind.TRANSCRIPT, by, now, text=heard.strip()))
    session.flush()
    history.note(session, by=by.actor, action="card.written_down", about=card, now=now)


def write_down(session: Session, *, card: Card, heard: str, by: Account, now: datetime) -> None:
    """Write down later what a voice says, below the words that are there. The voice stays."""
    session.refresh(card.answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    must_stand(card, field="heard")
    voices = voices_for(session, card=card, by=by)
    before = reading_text(session, card.answer)
    if before is None or not voices:
        raise Refused(mark("Card %(number)s has no voice to write down."), field="heard", number=card.number)
    if not heard.strip():
        raise Refused(mark("Write what you hear."), field="heard")
    note_written(session, card=card, heard=heard, by=by, now=now)
    text = joined(before, heard)
    session.add(_part(session, card, PartKind.MASKED, by, now, text=text))
    translation.forget(session, card.answer)
    session.flush()
    _append(session, card, voices, by, now)


def joined(text: str, heard: str) -> str:
    """Typed words, and below them what the voice says."""
    return "\n".join(each.strip() for each in (text, heard) if each.strip())


def _append(session: Session, card: Card, voices: list[Recording], by: Account, now: datetime) -> None:
    for voice in voices:
        session.add(_part(session, card, PartKind.RECORDING, by, now, voice=voice))
        session.flush()


def _part(
    session: Session,
    card: Card,
    kind: PartKind,
    by: Account,
    now: datetime,
    *,
    text: str = "",
    voice: Recording | None = None,
) -> AnswerPart:
    last = session.scalar(
        select(AnswerPart.position)
        .where(AnswerPart.answer_id == card.answer_id)
        .order_by(AnswerPart.position.desc())
        .limit(1)
    )
    return AnswerPart(
        answer_id=card.answer_id,
        position=(last or 0) + 1,
        kind=kind,
        text=text,
        recording_id=voice.id if voice else None,
        by_id=by.id,
        on=now.date(),
    )
