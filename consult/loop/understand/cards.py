"""Answers become cards: numbered from 101, in an order that tells nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from consult.common.portions import in_portions
from consult.loop.collect.reading import open_to
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Consultation,
    MeetingReport,
    PartKind,
    Readers,
    Round,
    Submission,
)
from consult.loop.understand.readers import from_whom, gone, in_the_flow, stands
from consult.loop.understand.records import Card, Code, Coding, Control, coding_code
from consult.people.records import Role, Seat

FIRST = 101
ROOM = 100
VERY_MANY = 1_000_000_000


def number_cards(
    session: Session, *, consultation: Consultation, shuffle: Callable[[list[int]], None]
) -> list[Card]:
    """Give a card to every answer of `consultation` that has none; return the new cards.

    `shuffle` reorders a list in place. Numbers are drawn from all free ones of a range that
    doubles as it fills, so that also answers that come one by one do not tell their order.
    """
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    without = _without(session, consultation)
    if not without:
        return []
    taken = set(session.scalars(select(Card.number).where(Card.consultation_id == consultation.id)))
    free = free_numbers(taken, len(without))
    shuffle(free)
    cards = [
        Card(
            consultation_id=consultation.id,
            answer_id=answer.id,
            answer=answer,
            number=number,
            elsewhere=answer.readers is Readers.ELSEWHERE,
        )
        for answer, number in zip(without, free, strict=False)
    ]
    session.add_all(cards)
    session.flush()
    return cards


def _without(session: Session, consultation: Consultation) -> list[Answer]:
    """Answers of people, and points of meetings, that have no card."""
    no_card = ~exists().where(Card.answer_id == Answer.id)
    of_people = (
        select(Answer)
        .join(Answer.submission)
        .options(contains_eager(Answer.submission))
        .join(Submission.round)
        .where(Round.consultation_id == consultation.id, stands(), no_card)
    )
    at_meetings = (
        select(Answer)
        .join(Answer.meeting)
        .join(MeetingReport.round)
        .where(Round.consultation_id == consultation.id, in_the_flow(), no_card)
    )
    return [*session.scalars(of_people), *session.scalars(at_meetings)]


def free_numbers(taken: set[int], wanted: int) -> list[int]:
    """All free numbers of the smallest range (100, 200, 400, … numbers from 101) that has room."""
    room = ROOM
    while room < len(taken) + wanted:
        room *= 2
    return [number for number in range(FIRST, FIRST + room) if number not in taken]


def standing_cards(consultation: Consultation, seat: Seat | None = None) -> Select[Card]:
    """Cards whose words were not taken back, by number; what a page shows comes along, from the same
    joins: joined twice, PostgreSQL may begin at the wrong end and go through the square of all cards.

    `seat`, here and below: only those that are open to its holder; None: all of them.
    """
    return (
        from_whom(select(Card).join(Card.answer).join(Answer.wording))
        .where(Card.consultation_id == consultation.id, stands(), open_to(seat))
        .options(
            contains_eager(Card.answer).options(
                contains_eager(Answer.submission),
                contains_eager(Answer.meeting),
                contains_eager(Answer.wording),
            )
        )
        .order_by(Card.number)
    )


def unsorted() -> ColumnElement[bool]:
    """The condition on `Card` that no sorting of it stands."""
    return Card.coding_id.is_(None)


def card_numbered(
    session: Session, *, consultation: Consultation, number: int, seat: Seat | None = None
) -> Card | None:
    """The standing card of that number, read or not."""
    return session.scalar(standing_cards(consultation, seat).where(Card.number == number))


def next_to_sort(
    session: Session,
    *,
    consultation: Consultation,
    after: int = 0,
    seat: Seat | None = None,
    besides: ColumnElement[bool] | None = None,
) -> Card | None:
    """The next read card that nobody sorted, by number; after the last one it begins again.

    `besides`: a condition on `Card` under which it is passed over.
    """
    waiting = standing_cards(consultation, seat).where(Card.masked_at.is_not(None), unsorted()).limit(1)
    if besides is not None:
        waiting = waiting.where(~besides)
    return session.scalar(waiting.where(Card.number > after)) or session.scalar(waiting)


@dataclass(frozen=True)
class Progress:
    """How far the reading is: cards that stand, of them read, of them sorted."""

    cards: int
    read: int
    sorted: int

    @property
    def to_read(self) -> int:
        return self.cards - self.read

    @property
    def to_sort(self) -> int:
        return self.read - self.sorted


def progress(session: Session, consultation: Consultation, seat: Seat | None = None) -> Progress:
    """Counted without those that stand: they are very many. Of all cards those are taken off that do
    not, which are found by themselves; the consultation is not asked for among them, since a database
    would begin with all of its cards."""
    unread, waiting = Card.masked_at.is_(None), and_(Card.masked_at.is_not(None), unsorted())
    far = [Card.elsewhere] if seat is not None and seat.role is Role.READER else []
    here = Card.consultation_id == consultation.id
    # In the order of their numbers, so that a database takes the index of those that wait.
    numbers = (
        (select(Card.elsewhere) if far else select(Card.number))
        .where(here, waiting)
        .order_by(Card.number)
        .limit(VERY_MANY)
    )
    some = numbers.subquery()
    every = select(func.count()).select_from(Card).where(here, *far)
    to_sort_of_all = select(func.count()).select_from(some).where(*([some.c.elsewhere] if far else []))
    counts = (every, every.where(unread), to_sort_of_all)
    cards, to_read, to_sort = session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    for row in session.execute(
        select(
            Card.consultation_id,
            func.count().label("cards"),
            func.count(case((unread, 1))).label("to_read"),
            func.count(case((waiting, 1))).label("to_sort"),
        )
        .where(Card.answer_id.in_(gone()), *far)
        .group_by(Card.consultation_id)
    ):
        if row.consultation_id == consultation.id:
            cards, to_read, to_sort = cards - row.cards, to_read - row.to_read, to_sort - row.to_sort
    return Progress(cards, cards - to_read, cards - to_read - to_sort)


def masked_texts(session: Session, answer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The newest masked text of each answer that has one, in one query."""
    newest = (
        select(AnswerPart.answer_id, func.max(AnswerPart.position).label("position"))
        .where(AnswerPart.answer_id.in_(list(answer_ids)), AnswerPart.kind == PartKind.MASKED)
        .group_by(AnswerPart.answer_id)
        .subquery()
    )
    rows = session.execute(
        select(AnswerPart.answer_id, AnswerPart.text).join(
            newest,
            and_(newest.c.answer_id == AnswerPart.answer_id, newest.c.position == AnswerPart.position),
        )
    )
    return {row.answer_id: row.text for row in rows}


def with_voices(session: Session, answer_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these answers whose voice was passed on with their newest masked text, in one query."""
    mask = aliased(AnswerPart)
    later = exists().where(
        mask.answer_id == AnswerPart.answer_id,
        mask.kind == PartKind.MASKED,
        mask.position > AnswerPart.position,
    )
    passed_on = select(AnswerPart.answer_id).where(
        AnswerPart.answer_id.in_(list(answer_ids)),
        AnswerPart.kind == PartKind.RECORDING,
        AnswerPart.by_id.is_not(None),
        ~later,
    )
    return set(session.scalars(passed_on))


@dataclass(frozen=True)
class ReadCard:
    """A card as everybody after its first reader sees it; `voice`: there is one to hear."""

    card: Card
    text: str = field(repr=False)
    voice: bool


def read_cards(
    session: Session,
    *,
    consultation: Consultation,
    after: int = 0,
    most: int = 50,
    seat: Seat | None = None,
    only: ColumnElement[bool] | None = None,
) -> list[ReadCard]:
    """Up to `most` read cards with a number above `after`, with their masked texts. `only`: a condition
    on `Card` beyond that."""
    wanted = standing_cards(consultation, seat).where(Card.masked_at.is_not(None), Card.number > after)
    if only is not None:
        wanted = wanted.where(only)
    cards: Sequence[Card] = session.scalars(wanted.limit(most)).all()
    answers = [card.answer_id for card in cards]
    texts, voices = masked_texts(session, answers), with_voices(session, answers)
    return [
        ReadCard(card, texts[card.answer_id], card.answer_id in voices)
        for card in cards
        if card.answer_id in texts
    ]


def could_identify(answer_id: UUID | None = None) -> CompoundSelect[UUID]:
    """The ids of the answers whose present sorting, or a second reading since, says that they could
    identify someone; `answer_id`: only that one. Looked for from that code on, under which few lie.
    A sorting that was carried over since a code of it was split keeps its time, and takes none of it back."""
    later = aliased(Coding)
    said = (
        select(Coding.answer_id)
        .join(coding_code, coding_code.c.coding_id == Coding.id)
        .where(coding_code.c.code_id.in_(select(Code.id).where(Code.control == Control.COULD_IDENTIFY)))
    )
    if answer_id is not None:
        said = said.where(Coding.answer_id == answer_id)
    now = said.join(Card, Card.coding_id == Coding.id)
    since = said.where(
        ~Coding.primary,
        Coding.retracted_at.is_(None),
        ~exists().where(
            later.answer_id == Coding.answer_id,
            later.sequence > Coding.sequence,
            later.at >= Coding.at,
            later.primary,
            later.retracted_at.is_(None),
        ),
    )
    return now.union(since)


def is_flagged(session: Session, answer_id: UUID) -> bool:
    """Whether the card of this answer waits to be masked more."""
    return session.scalar(could_identify(answer_id)) is not None


def flagged(session: Session, consultation: Consultation, seat: Seat | None = None) -> list[Card]:
    """Cards that wait to be masked more, by number."""
    found = list[Card]()
    for some in in_portions(session.scalars(could_identify())):
        theirs = Card.answer_id.in_(some)
        numbers = session.scalars(select(Card.number).where(theirs)).all()
        wanted = standing_cards(consultation, seat).where(Card.number.in_(numbers), theirs)
        found += session.scalars(wanted)
    return sorted(found, key=lambda card: card.number)
