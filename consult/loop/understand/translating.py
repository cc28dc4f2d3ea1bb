"""People's words in another language, by hand, for readers who lack theirs. Nobody sorts by it.

Answers come one by one, in an order that chance makes, with nothing beside them but what was asked.
A translator from outside the readers sees only words that their speaker lets readers from elsewhere
read. Another one looks at what was written: it is *checked* once two agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Session, aliased

from consult.common import history, translation
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.portions import in_portions
from consult.common.record import Record
from consult.common.translation import Translation
from consult.loop.collect.answers import reading_text
from consult.loop.collect.reading import may_read, named_to_read
from consult.loop.collect.records import Answer, AnswerPart, Consultation, PartKind, Readers, Submission
from consult.loop.understand.cards import card_numbered, flagged, standing_cards
from consult.loop.understand.readers import must_stand, their_language
from consult.loop.understand.records import Card
from consult.people.permissions import WHO, Action, seats_for
from consult.people.records import Account, Role, Seat

FIELD = "words"
"""Of an answer: what everybody reads of it."""
LONGEST = 20_000

Pick = Callable[[int], int]
"""A place below the number given, by chance."""


@dataclass(frozen=True)
class Task:
    """One card to say in another language; `there`: what somebody wrote already, to look at; `seen`:
    which of its maskings `text` is."""

    card: Card
    text: str
    there: Translation | None
    seen: int


def waiting(session: Session, *, consultation: Consultation, by: Account, now: datetime) -> dict[str, int]:
    """How many answers wait for `by` to be said in the consultation's language, by their own."""
    seat = _seat(session, consultation, by, now)
    if seat is None:
        return {}
    cards = _to_do(session, consultation, seat, consultation.language).order_by(None)
    own = cards.with_only_columns(their_language(), func.count()).group_by(their_language())
    return {row[0]: row[1] for row in session.execute(own).all()}


def next_task(
    session: Session, *, consultation: Consultation, language: str, by: Account, pick: Pick, now: datetime
) -> Task | None:
    """An answer in `language` that waits, else one that somebody else wrote and nobody checked."""
    seat = _must_translate(session, consultation, by, now)
    into = consultation.language
    to_do = _to_do(session, consultation, seat, into)
    to_look_at = _open(session, consultation, seat, into).where(_written(into, besides=by))
    for cards in (to_do, to_look_at):
        found = cards.where(their_language() == language)
        many = session.scalar(found.order_by(None).with_only_columns(func.count())) or 0
        card = session.scalar(found.offset(pick(many)).limit(1)) if many else None
        if card is not None:
            return _task(session, card, into)
    return None


def task_of(session: Session, *, consultation: Consultation, number: int, by: Account, now: datetime) -> Task:
    """The same card once more, where what was written of it is refused."""
    return _task(session, _held(session, consultation, number, by, now), consultation.language)


def _task(session: Session, card: Card, into: str) -> Task:
    there = translation.latest(session, card.answer, FIELD, into)
    return Task(card, reading_text(session, card.answer) or "", there, _masked(session, card))


def _masked(session: Session, card: Card) -> int:
    """The place of its newest masked text among the parts of the answer."""
    masked = (AnswerPart.answer_id == card.answer_id, AnswerPart.kind == PartKind.MASKED)
    return session.scalar(select(func.max(AnswerPart.position)).where(*masked)) or 0


def say(
    session: Session,
    *,
    consultation: Consultation,
    number: int,
    text: str,
    seen: int | None,
    by: Account,
    now: datetime,
) -> None:
    """Keep `text` as what card `number` says in the consultation's language. The same words as somebody
    else's: they are checked; others: they take their place. `seen`: of the task; refused where more of
    the words was covered since, which `text` may still say."""
    card, into = _held(session, consultation, number, by, now), consultation.language
    if seen != _masked(session, card):
        raise Refused(
            mark("More of these words was covered while you wrote. Say only what still stands above."),
            field="text",
        )
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Refused(mark("Write what it says. Letters at most: %(most)s."), field="text", most=LONGEST)
    same = translation.keep(session, card.answer, FIELD, language=into, text=text, by_id=by.id, now=now)
    action = "card.translation_checked" if same else "card.translated"
    history.note(session, by=by.actor, action=action, about=card, now=now)
    session.flush()


@dataclass(frozen=True)
class Said:
    """What an answer says in another language, by whose seat, and whether another one checked it."""

    text: str
    language: str
    by: Seat | None
    checked: bool


def said_of(session: Session, *, card: Card, consultation: Consultation) -> Said | None:
    """For those who read the card: what stands below its own words."""
    return said_in(session, consultation, card.answer, FIELD, consultation.language)


def said_in(
    session: Session, consultation: Consultation, about: Record, field: str, language: str
) -> Said | None:
    """`field` of `about` as somebody said it in `language`; None: nobody did."""
    found = translation.latest(session, about, field, language)
    if found is None:
        return None
    by = _translator(session, consultation, found)
    return Said(found.text, found.language, by, found.checked_by_id is not None)


def said_in_some(session: Session, *, consultation: Consultation, answers: Sequence[UUID]) -> dict[UUID, str]:
    """What those of `answers` say in the consultation's language of which somebody wrote it."""
    found: dict[UUID, str] = {}
    for some in in_portions(answers):
        rows = session.execute(
            select(Translation.about_id, Translation.text)
            .where(Translation.about_id.in_(some), Translation.field == FIELD)
            .where(Translation.language == consultation.language, Translation.waits.is_(False))
            .order_by(Translation.version)
        )
        found |= {row.about_id: row.text for row in rows}
    return found


def _translator(session: Session, consultation: Consultation, wording: Translation) -> Seat | None:
    """The seat of the community by which somebody translated; also one that ended since."""
    return session.scalar(
        select(Seat)
        .where(
            Seat.account_id == wording.by_id,
            Seat.community_id == consultation.community_id,
            Seat.role.in_(WHO[Action.TRANSLATE]),
        )
        .order_by(Seat.number)
        .limit(1)
    )


def _seat(session: Session, consultation: Consultation, by: Account, now: datetime) -> Seat | None:
    """The seat by which `by` may see words to translate: that of who reads here before a translator's.
    Where somebody is named to read, nobody else sees them."""
    found = seats_for(session, account=by, action=Action.TRANSLATE, now=now, community=consultation.community)
    reading = [seat for seat in found if may_read(session, seat=seat, consultation=consultation)]
    if reading or named_to_read(session, consultation=consultation):
        return reading[0] if reading else None
    if consultation.group is not None or consultation.place is not None:
        return None
    return next((seat for seat in found if seat.role is Role.TRANSLATOR), None)


def _must_translate(session: Session, consultation: Consultation, by: Account, now: datetime) -> Seat:
    seat = _seat(session, consultation, by, now)
    if seat is None:
        raise NotAllowed
    return seat


def _open(session: Session, consultation: Consultation, seat: Seat, into: str) -> Select[Card]:
    """Read cards in other languages that are open to `seat` and could identify nobody."""
    words = aliased(AnswerPart)
    masked = exists().where(
        words.answer_id == Answer.id, words.kind == PartKind.MASKED, words.text != "", words.text.is_not(None)
    )
    shy = [card.answer_id for card in flagged(session, consultation)]
    return standing_cards(consultation).where(
        Card.masked_at.is_not(None),
        their_language() != into,
        Submission.readers == Readers.ELSEWHERE if seat.role is Role.TRANSLATOR else true(),
        Card.answer_id.not_in(shy) if shy else true(),
        masked,
    )


def _to_do(session: Session, consultation: Consultation, seat: Seat, into: str) -> Select[Card]:
    return _open(session, consultation, seat, into).where(~_written(into))


def _written(into: str, besides: Account | None = None) -> ColumnElement[bool]:
    """The condition on `Answer` that it is said in `into`; `besides`: by another one than that, and not
    checked yet."""
    there = and_(Translation.about_id == Answer.id, Translation.field == FIELD, Translation.language == into)
    if besides is None:
        return exists().where(there)
    newer = aliased(Translation)
    last = ~exists().where(
        newer.about_id == Answer.id,
        newer.field == FIELD,
        newer.language == into,
        newer.version > Translation.version,
    )
    return exists().where(there, last, Translation.checked_by_id.is_(None), Translation.by_id != besides.id)


def _held(session: Session, consultation: Consultation, number: int, by: Account, now: datetime) -> Card:
    """The card, while nobody takes its words back."""
    seat = _must_translate(session, consultation, by, now)
    card = card_numbered(session, consultation=consultation, number=number)
    if (
        card is None
        or session.scalar(_open(session, consultation, seat, consultation.language).where(Card.id == card.id))
        is None
    ):
        raise NotAllowed
    session.refresh(card.answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    must_stand(card)
    return card
