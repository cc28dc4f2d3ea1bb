"""Where a stop card or keep card stands, read from its marks, its answers and the clock. Reads alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from consult.loop.respond.records import StopAnswer, StopCard, StopWord
from consult.loop.understand.records import Audience
from consult.people.records import Community, Office

ANSWER_WITHIN = timedelta(hours=72)
"""So long an office has; then its silence is public."""

Viewer = Literal["everyone", "committee", "representatives"] | Office


class Stands(StrEnum):
    """What holds of a card now."""

    WRITTEN = "written"
    """It waits for its second reading: representatives alone see it."""
    OWED = "owed"
    SILENT = "silent"
    """The 72 hours are over, and there is no answer that representatives let stand."""
    ANSWERED = "answered"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """A published answer and the words of representatives on it, refusals first. `after`: whole days
    since the clock began; `late`: the 72 hours were over."""

    answer: StopAnswer
    words: tuple[StopWord, ...]
    after: int
    late: bool

    @property
    def refused(self) -> bool:
        return any(not word.is_one for word in self.words)


@dataclass(frozen=True)
class Seen:
    """A card and all that stands beside it. `since`: the day on which the office first had to begin its
    answer, `days` days ago: no answer that was refused moves it. `clock`: from when the present 72 hours
    run; `until`: when they are over. `draft`: what the office has not published."""

    card: StopCard
    stands: Stands
    said: tuple[Said, ...]
    draft: StopAnswer | None
    since: date | None
    days: int
    clock: date | None
    until: datetime | None

    @property
    def owed(self) -> bool:
        return self.stands in (Stands.OWED, Stands.SILENT)

    @property
    def refused(self) -> int:
        """How many of its answers representatives called none."""
        return sum(said.refused for said in self.said)

    @property
    def again(self) -> bool:
        """Its clock does not say alone since when the office is asked."""
        sent = self.card.sent_at
        return sent is not None and (self.refused > 0 or sent.date() != self.clock)

    @property
    def alone(self) -> bool:
        """It was sent by who wrote it: checked by one person."""
        return self.card.sent_at is not None and self.card.looked_by_id == self.card.named_by_id


def cards_everywhere(session: Session, *where: ColumnElement[bool]) -> list[StopCard]:
    """The cards for which `where` holds, by number."""
    found = (
        select(StopCard).where(*where).options(joinedload(StopCard.office), joinedload(StopCard.community))
    )
    return list(session.scalars(found.order_by(StopCard.named_at, StopCard.number)))


def cards_for(session: Session, *, viewer: Viewer, community: Community | None = None) -> list[StopCard]:
    """The cards of `community`, or of all, that `viewer` may know of. Of one that is held only its mark
    may be shown, but to representatives."""
    here = [StopCard.community_id == community.id] if community else []
    return cards_everywhere(session, *here, *_meant_for(viewer))


def card_numbered(session: Session, *, community: Community, number: int) -> StopCard | None:
    found = cards_everywhere(session, StopCard.community_id == community.id, StopCard.number == number)
    return found[0] if found else None


def seen(session: Session, cards: Iterable[StopCard], *, now: datetime) -> list[Seen]:
    """Each card with what stands beside it: those still owed first, the oldest on top; then the newest."""
    cards = list(cards)
    answers = _answers(session, cards)
    words = _words(session, [each.id for said in answers.values() for each in said])
    found = [_seen(card, answers.get(card.id, []), words, now) for card in cards]
    return sorted(found, key=_in_turn)


def owed_cards(session: Session, *, office: Office, now: datetime) -> list[Seen]:
    """The cards that `office` has to answer, the oldest on top."""
    return [each for each in seen(session, cards_for(session, viewer=office), now=now) if each.owed]


def first_asked(cards: Iterable[Seen]) -> date | None:
    """Since when the one of `cards` that was asked first waits."""
    return min((each.since for each in cards if each.since), default=None)


def _meant_for(viewer: Viewer) -> list[ColumnElement[bool]]:
    if viewer == "representatives":
        return []
    sent = StopCard.sent_at.is_not(None)
    if isinstance(viewer, Office):
        return [sent, StopCard.office_id == viewer.id]
    if viewer == "committee":
        return [sent, StopCard.audience.in_([Audience.EVERYONE, Audience.COMMITTEE_AND_OFFICES])]
    return [sent, StopCard.audience == Audience.EVERYONE]


def _seen(
    card: StopCard, answers: list[StopAnswer], words: dict[UUID, list[StopWord]], now: datetime
) -> Seen:
    said = tuple(_said(each, words.get(each.id, [])) for each in answers if each.published_at)
    draft = answers[-1] if answers and answers[-1].published_at is None else None
    stands = _stands(card, said, now)
    clock = _began(card.due_at)
    since = _began(said[0].answer.due_at) if said else clock
    days = (now.date() - since).days if since else 0
    return Seen(card, stands, said, draft, since, days, clock, card.due_at)


def _began(due: datetime | None) -> date | None:
    return (due - ANSWER_WITHIN).date() if due else None


def _stands(card: StopCard, said: tuple[Said, ...], now: datetime) -> Stands:
    if card.held_at is not None:
        return Stands.HELD
    if card.withdrawn_at is not None:
        return Stands.WITHDRAWN
    if card.sent_at is None or card.due_at is None:
        return Stands.WRITTEN
    if said and not said[-1].refused:
        return Stands.ANSWERED
    return Stands.SILENT if card.due_at <= now else Stands.OWED


def _said(answer: StopAnswer, words: list[StopWord]) -> Said:
    published, due = answer.published_at, answer.due_at
    assert published is not None
    assert due is not None
    refusals_first = tuple(sorted(words, key=lambda word: word.is_one))
    after = (published.date() - (due - ANSWER_WITHIN).date()).days
    return Said(answer, refusals_first, after, published > due)


def _in_turn(each: Seen) -> tuple[bool, float]:
    at = each.until if each.owed and each.until else each.card.named_at
    return not each.owed, at.timestamp() if each.owed else -at.timestamp()


def _answers(session: Session, cards: list[StopCard]) -> dict[UUID, list[StopAnswer]]:
    rows = select(StopAnswer).where(StopAnswer.card_id.in_([card.id for card in cards]))
    found: dict[UUID, list[StopAnswer]] = {}
    for answer in session.scalars(rows.order_by(StopAnswer.number)):
        found.setdefault(answer.card_id, []).append(answer)
    return found


def _words(session: Session, answers: list[UUID]) -> dict[UUID, list[StopWord]]:
    rows = select(StopWord).where(StopWord.answer_id.in_(answers))
    found: dict[UUID, list[StopWord]] = {}
    for word in session.scalars(rows.order_by(StopWord.at, StopWord.id)):
        found.setdefault(word.answer_id, []).append(word)
    return found
