"""At which card each code came up first, in the order in which cards were sorted; for all and by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import stands
from consult.loop.understand.records import Card, Coding, GroupShown, Shown
from consult.loop.understand.small_cells import FEWEST, shown
from consult.loop.understand.who_is_missing import SMALL
from consult.people.lists import groups_of, known_size
from consult.people.records import Belonging, Group


@dataclass(frozen=True)
class CameUp:
    """`firsts`: for each code of the codebook, at which of the sorted `cards` it came up first, from 1."""

    firsts: tuple[int, ...]
    cards: int


def came_up(session: Session, *, consultation: Consultation, group: Group | None = None) -> CameUp:
    """As cards lie now; ordered by when each was first sorted. `group`: only words of its people."""
    order = (
        select(
            Coding.answer_id,
            func.row_number().over(order_by=(func.min(Coding.at), Card.number)).label("at"),
        )
        .join(Card, Card.answer_id == Coding.answer_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .outerjoin(Submission, Submission.id == Answer.submission_id)
        .where(Card.consultation_id == consultation.id, stands())
        .where(Coding.primary, Coding.retracted_at.is_(None))
        .group_by(Coding.answer_id, Card.number)
    )
    if group is not None:
        order = order.where(Submission.participant_id.in_(_members(group)))
    placed = order.subquery()
    codes = effective_codes()
    firsts = session.scalars(
        select(func.min(placed.c.at))
        .join(codes, codes.c.answer_id == placed.c.answer_id)
        .where(codes.c.control.is_(None))
        .group_by(codes.c.code_id)
    ).all()
    cards = session.scalar(select(func.count()).select_from(placed)) or 0
    return CameUp(tuple(sorted(firsts)), cards)


def groups_that_may_show(session: Session, *, consultation: Consultation, small_cell: int) -> Sequence[Group]:
    """Groups of which enough people spoke, and enough others did; none in a community under a hundred,
    and none that wants no name."""
    spoke = (
        select(Submission.participant_id)
        .join(Answer, Answer.submission_id == Submission.id)
        .join(Round, Round.id == Submission.round_id)
        .where(Round.consultation_id == consultation.id, stands())
        .distinct()
        .subquery()
    )
    people = session.scalar(select(func.count()).select_from(spoke)) or 0
    if max(known_size(session, consultation.community) or 0, people) < SMALL:
        return []
    counted = {
        row.group_id: row.people
        for row in session.execute(
            select(Belonging.group_id, func.count().label("people"))
            .join(spoke, spoke.c.participant_id == Belonging.participant_id)
            .group_by(Belonging.group_id)
        )
    }
    nameless = _nameless(session, consultation)
    k = max(small_cell, FEWEST)
    return [
        group
        for group in groups_of(session, consultation.community)
        if group.id not in nameless and shown(counted.get(group.id, 0), people, k) is not None
    ]


def _nameless(session: Session, consultation: Consultation) -> set[UUID | None]:
    """Groups whose newest word is that they are not shown by name."""
    rows = session.scalars(
        select(GroupShown).where(GroupShown.consultation_id == consultation.id).order_by(GroupShown.at)
    )
    newest = {each.group_id: each.shown for each in rows}
    return {group_id for group_id, how in newest.items() if how is not Shown.NAMED}


def _members(group: Group) -> Select[UUID]:
    return select(Belonging.participant_id).where(Belonging.group_id == group.id)
