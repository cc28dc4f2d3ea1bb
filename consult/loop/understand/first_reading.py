"""The first reader sees the words as they came, covers what could identify someone, passes them on.

A card is in the hands of one first reader at a time, and that is on record. Everybody after
them sees only the masked text. Whoever leaves a card lying can be relieved by a neighbour.
"""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.loop.collect.answers import voices_as_they_came
from consult.loop.collect.records import AnswerPart, Consultation, PartKind
from consult.loop.understand.cards import is_flagged, standing_cards
from consult.loop.understand.coding import take_off_flag
from consult.loop.understand.forgetting_help import forget_help_with
from consult.loop.understand.quotes import take_down_covered
from consult.loop.understand.readers import must_be_open, must_be_reader, must_stand
from consult.loop.understand.records import Card
from consult.loop.understand.voices import joined, let_hear, note_written
from consult.people.records import Account, Seat

LONGEST = 20_000


def in_hand(session: Session, *, consultation: Consultation, by: Account, seat: Seat) -> Card | None:
    """The card that `by` is reading now, while it is open to the holder of `seat`."""
    return session.scalar(
        standing_cards(consultation, seat)
        .where(Card.masked_at.is_(None), Card.first_reader_id == by.id)
        .limit(1)
    )


def take(session: Session, *, consultation: Consultation, by: Account, now: datetime) -> Card | None:
    """Take the next card that nobody reads, or keep the one in hand; None when there is none."""
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    mine = in_hand(session, consultation=consultation, by=by, seat=seat)
    if mine:
        return mine
    card = session.scalar(
        standing_cards(consultation, seat)
        .where(Card.masked_at.is_(None), Card.first_reader_id.is_(None))
        .limit(1)
        .with_for_update(of=Card, skip_locked=True)
    )
    if card:
        _hand_to(session, card, by, now)
    return card


def _hand_to(session: Session, card: Card, by: Account, now: datetime) -> None:
    card.first_reader_id = by.id
    history.note(session, by=by.actor, action="card.opened", about=card, now=now)
    session.flush()


def in_other_hands(
    session: Session, *, consultation: Consultation, by: Account, seat: Seat | None = None
) -> list[Card]:
    """Cards that another reader took and did not pass on yet; `seat`: those open to its holder."""
    return list(
        session.scalars(
            standing_cards(consultation, seat).where(
                Card.masked_at.is_(None), Card.first_reader_id.is_not(None), Card.first_reader_id != by.id
            )
        )
    )


def take_over(session: Session, *, card: Card, by: Account, now: datetime) -> Card:
    """Relieve another reader of a card that was left lying. On record, as every opening is."""
    _must_be_theirs(session, card, by, now)
    if card.masked_at is not None:
        raise Refused(mark("Card %(number)s is read already."), number=card.number)
    _hand_to(session, card, by, now)
    return card


def pass_on(
    session: Session,
    *,
    card: Card,
    text: str,
    by: Account,
    now: datetime,
    seen: int | None = None,
    heard: str = "",
    voice: bool = False,
) -> AnswerPart:
    """Store `text`, the whole answer with its masks, as what everybody after the first reader sees.

    `heard` is what a voice says, written down and masked; `voice`: everybody who reads may hear it
    too. `seen` is the number of texts that the reader had before them: when another text joined the
    answer meanwhile, the card is not passed on without it.
    """
    _must_be_theirs(session, card, by, now)
    if card.masked_at is not None:
        raise Refused(mark("Card %(number)s is read already."), field="text", number=card.number)
    if card.first_reader_id not in (None, by.id):
        raise Refused(
            mark("Card %(number)s is in another reader's hands now. Read the next one."),
            field="text",
            number=card.number,
        )
    if seen is not None and seen != texts_on(session, card):
        raise Refused(
            mark("More words came to card %(number)s while you read. They stand below too now."),
            field="text",
            number=card.number,
        )
    voices = voices_as_they_came(session, card.answer)
    voice = voice and bool(voices)
    if voices and not voice and not joined(text, heard):
        raise Refused(
            mark("Write what the voice says, or let it be heard. If nothing can stay, write [name]."),
            field="heard",
        )
    if heard.strip():
        note_written(session, card=card, heard=heard, by=by, now=now)
    part = _add_masked(session, card=card, text=joined(text, heard), by=by, now=now, may_be_empty=voice)
    if voice:
        let_hear(session, card=card, by=by, now=now)
    card.first_reader_id, card.masked_at = by.id, now
    history.note(session, by=by.actor, action="card.passed_on", about=card, now=now)
    session.flush()
    return part


def texts_on(session: Session, card: Card) -> int:
    """How many texts and voices, as they came, the card holds."""
    came = or_(
        AnswerPart.kind == PartKind.ORIGINAL,
        and_(AnswerPart.kind == PartKind.RECORDING, AnswerPart.by_id.is_(None)),
    )
    texts = select(func.count()).where(AnswerPart.answer_id == card.answer_id, came)
    return session.scalar(texts) or 0


def pass_on_and_take(
    session: Session,
    *,
    card: Card,
    text: str,
    by: Account,
    now: datetime,
    seen: int | None = None,
    heard: str = "",
    voice: bool = False,
) -> Card | None:
    """Pass `card` on and take the next one at once; None when every card is read or in other hands."""
    pass_on(session, card=card, text=text, by=by, now=now, seen=seen, heard=heard, voice=voice)
    return take(session, consultation=_consultation(session, card), by=by, now=now)


def cover_more(session: Session, *, card: Card, text: str, by: Account, now: datetime) -> AnswerPart:
    """Mask a read card more, after someone saw that it could identify a person. It only starts from
    the masked text, so the words as they came stay closed. A voice on it is heard no more, and no quote
    keeps what was covered."""
    _must_be_theirs(session, card, by, now)
    if not is_flagged(session, card.answer_id):
        raise Refused(
            mark("Nobody said that card %(number)s could identify someone."), field="text", number=card.number
        )
    part = _add_masked(session, card=card, text=text, by=by, now=now)
    take_down_covered(session, card=card, by=by, now=now)
    forget_help_with(session, card=card)
    history.note(session, by=by.actor, action="card.masked_more", about=card, now=now)
    take_off_flag(session, card=card, by=by, now=now)
    return part


def _add_masked(
    session: Session, *, card: Card, text: str, by: Account, now: datetime, may_be_empty: bool = False
) -> AnswerPart:
    text = text.strip()
    if not text and not may_be_empty:
        raise Refused(
            mark("Leave the words that identify nobody. If nothing can stay, write [name]."), field="text"
        )
    if len(text) > LONGEST:
        raise Refused(
            mark("These words are too long. Letters at most: %(most)s."), field="text", most=LONGEST
        )
    last = session.scalar(select(func.max(AnswerPart.position)).where(AnswerPart.answer_id == card.answer_id))
    part = AnswerPart(
        answer_id=card.answer_id,
        position=(last or 0) + 1,
        kind=PartKind.MASKED,
        text=text,
        by_id=by.id,
        on=now.date(),
    )
    session.add(part)
    translation.forget(session, card.answer)
    session.flush()
    return part


def _must_be_theirs(session: Session, card: Card, by: Account, now: datetime) -> None:
    """They read here, and the words are in the open flow still: held, so that nobody takes them out of
    it while something is made of them."""
    must_be_open(card, must_be_reader(session, by=by, consultation=_consultation(session, card), now=now))
    session.refresh(card.answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    must_stand(card)


def _consultation(session: Session, card: Card) -> Consultation:
    return session.get_one(Consultation, card.consultation_id)
