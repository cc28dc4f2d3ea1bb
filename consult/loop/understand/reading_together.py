"""Answers that may be read together, and answers that say nearly the same: opened a few at a time.

Words of a group are shown only to who may read every answer in it, since they may come from any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.understand.cards import ReadCard, read_cards, standing_cards, unsorted
from consult.loop.understand.pointing import show, unaided
from consult.loop.understand.readers import must_be_reader
from consult.loop.understand.records import (
    Card,
    HelpGroup,
    HelpRun,
    Pointing,
    SuggestionShown,
    help_group_answer,
)
from consult.people.records import Account, Seat

A_PAGE = 12


@dataclass(frozen=True)
class Heap:
    """Cards to read together. `cards`: how many of them `seat` may read; of GROUP those that wait to be
    sorted. `words`, `on_a_day`: only where every one of them is open."""

    group: HelpGroup
    cards: int
    words: Sequence[str]
    on_a_day: int


def heaps(session: Session, *, run: HelpRun, pointing: Pointing, seat: Seat) -> list[Heap]:
    """What lies together by the look `run`, the most cards first."""
    whole = _counts(session, run, pointing, None)
    standing = _counts(session, run, pointing, seat)
    waiting = _counts(session, run, pointing, seat, unsorted()) if pointing is Pointing.GROUP else standing
    groups = session.scalars(
        select(HelpGroup).where(HelpGroup.run_id == run.id, HelpGroup.pointing == pointing)
    )
    found = []
    for group in groups:
        every = standing.get(group.id, 0) == whole.get(group.id, 0)
        if waiting.get(group.id, 0) > 1:
            words, on_a_day = (group.words, group.on_a_day) if every else ([], 0)
            found.append(Heap(group, waiting[group.id], words, on_a_day))
    return sorted(found, key=lambda heap: (-heap.cards, heap.group.number))


def _counts(
    session: Session, run: HelpRun, pointing: Pointing, seat: Seat | None, *only: ColumnElement[bool]
) -> dict[UUID, int]:
    """Cards by group: all that were put there, or with `seat` those that stand and are open to it."""
    of = select(HelpGroup.id).where(HelpGroup.run_id == run.id, HelpGroup.pointing == pointing)
    inside = select(help_group_answer).where(help_group_answer.c.group_id.in_(of)).subquery()
    counted = select(inside.c.group_id, func.count().label("cards"))
    if seat is not None:
        cards = standing_cards(run.consultation, seat).order_by(None).where(*only)
        there = cards.with_only_columns(Card.answer_id).subquery()
        counted = counted.join(there, there.c.answer_id == inside.c.answer_id)
    return {row.group_id: row.cards for row in session.execute(counted.group_by(inside.c.group_id))}


def heap_numbered(session: Session, *, run: HelpRun, number: int) -> HelpGroup | None:
    return session.scalar(select(HelpGroup).where(HelpGroup.run_id == run.id, HelpGroup.number == number))


def _inside(group: HelpGroup) -> ColumnElement[bool]:
    inside = select(help_group_answer.c.answer_id).where(help_group_answer.c.group_id == group.id)
    cards = Card.answer_id.in_(inside)
    return cards & unsorted() if group.pointing is Pointing.GROUP else cards


def open_heap(session: Session, *, group: HelpGroup, after: int, by: Account, now: datetime) -> None:
    """Let `by` read the next cards of `group` with a number above `after` side by side."""
    consultation = group.run.consultation
    seat = must_be_reader(session, by=by, consultation=consultation, now=now)
    if unaided(session, consultation=consultation, by=by):
        raise Refused(mark("Sort a few cards without help first."))
    found = read_cards(
        session, consultation=consultation, after=after, most=A_PAGE, seat=seat, only=_inside(group)
    )
    for each in found:
        show(session, each.card.answer_id, group.pointing, (), run=group.run, by=by, now=now)
    session.flush()


def opened(session: Session, *, group: HelpGroup, by: Account, seat: Seat) -> list[ReadCard]:
    """The cards of `group` that `by` opened last."""
    mine = (
        select(SuggestionShown)
        .join(help_group_answer, help_group_answer.c.answer_id == SuggestionShown.answer_id)
        .where(help_group_answer.c.group_id == group.id, SuggestionShown.by_id == by.id)
        .where(SuggestionShown.pointing == group.pointing)
    )
    last = session.scalar(mine.with_only_columns(func.max(SuggestionShown.at)))
    shown = mine.where(SuggestionShown.at == last).with_only_columns(SuggestionShown.answer_id)
    return read_cards(
        session, consultation=group.run.consultation, seat=seat, most=A_PAGE, only=Card.answer_id.in_(shown)
    )


def more_after(session: Session, *, group: HelpGroup, after: int, seat: Seat) -> bool:
    """Whether `group` has cards beyond number `after`."""
    wanted = standing_cards(group.run.consultation, seat).where(Card.number > after, _inside(group))
    return session.scalar(wanted.limit(1)) is not None
