"""Have we heard enough? Counted whenever somebody asks; where very many cards are sorted, by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.readers import stands
from consult.loop.understand.reading_order import CameUp, Key, came_up
from consult.loop.understand.records import Card, GroupShown, Heard, Shown
from consult.loop.understand.small_cells import FEWEST
from consult.loop.understand.who_is_missing import SMALL
from consult.people.lists import groups_of, known_size
from consult.people.records import Belonging, Group, Participant

FEW = 2_000
"""So many sorted cards are counted while somebody waits."""
EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class HeardSoFar:
    """`counted_at`: when the clock did; None: now."""

    everybody: CameUp
    by_group: Sequence[tuple[Group, CameUp]]
    counted_at: datetime | None


def heard_so_far(session: Session, *, consultation: Consultation, small_cell: int) -> HeardSoFar:
    """Of all, and of the groups that may show now; a group of which nothing is counted is not among them."""
    groups = groups_that_may_show(session, consultation=consultation, small_cell=small_cell)
    kept = session.scalar(select(Heard).where(Heard.consultation_id == consultation.id))
    if kept is None:
        came = came_up(session, consultation=consultation, groups=groups)
        return HeardSoFar(came[None], [(each, came[each.id]) for each in groups], None)
    theirs = kept.by_group
    some = [(each, _as_kept(*theirs[str(each.id)])) for each in groups if str(each.id) in theirs]
    return HeardSoFar(_as_kept(kept.cards, kept.firsts), some, kept.counted_at)


def _as_kept(cards: int, firsts: Sequence[int]) -> CameUp:
    return CameUp(tuple(firsts), cards)


def to_count(session: Session, *, now: datetime) -> Consultation | None:
    """Of the consultations in which more than a few cards are sorted, the one whose count is the oldest or
    that has none; None: all were counted within the hour."""
    more = (
        select(Card.id)
        .where(Card.consultation_id == Consultation.id, Card.coding_id.is_not(None))
        .correlate(Consultation)
        .offset(FEW)
        .limit(1)
        .scalar_subquery()
    )
    return session.scalar(
        select(Consultation)
        .outerjoin(Heard, Heard.consultation_id == Consultation.id)
        .where(or_(Heard.counted_at.is_(None), Heard.counted_at <= now - EVERY))
        .where(or_(Heard.id.is_not(None), more.is_not(None)))
        .order_by(Heard.counted_at.is_not(None), Heard.counted_at, Consultation.id)
        .limit(1)
    )


def count(session: Session, *, consultation: Consultation) -> dict[Key, CameUp]:
    """Of all, and of every group of which so many spoke that it may ever show."""
    groups = groups_that_may_show(session, consultation=consultation, small_cell=FEWEST)
    return came_up(session, consultation=consultation, groups=groups)


def keep(session: Session, *, consultation_id: UUID, came: dict[Key, CameUp], now: datetime) -> None:
    """In place of the count before it; where few cards are sorted nothing is kept."""
    session.execute(delete(Heard).where(Heard.consultation_id == consultation_id))
    everybody = came[None]
    if everybody.cards > FEW:
        kept = Heard(consultation_id=consultation_id, cards=everybody.cards, counted_at=now)
        kept.firsts = list(everybody.firsts)
        kept.by_group = {
            str(group): [each.cards, list(each.firsts)] for group, each in came.items() if group is not None
        }
        session.add(kept)


def groups_that_may_show(session: Session, *, consultation: Consultation, small_cell: int) -> list[Group]:
    """Groups of which enough people spoke, and enough others did; none in a community under a hundred,
    and none that wants no name. Nobody is counted beyond what is enough."""
    people = select(Participant.id).where(Participant.community_id == consultation.community_id)
    known = known_size(session, consultation.community) or 0
    if known < SMALL and not _at_least(session, SMALL, people, consultation):
        return []
    nameless, k = _nameless(session, consultation), max(small_cell, FEWEST)
    return [
        group
        for group in groups_of(session, consultation.community)
        if group.id not in nameless
        and _at_least(session, k, people.where(_belongs(group)), consultation)
        and _at_least(session, k, people.where(~_belongs(group)), consultation)
    ]


def _at_least(session: Session, most: int, people: Select[UUID], consultation: Consultation) -> bool:
    """Whether so many of `people` spoke."""
    # Asked for with each person, not joined: a database would join all answers before it takes the first.
    spoke = (
        select(Answer.id)
        .join(Submission, Submission.id == Answer.submission_id)
        .join(Round, Round.id == Submission.round_id)
        .where(Submission.participant_id == Participant.id, Round.consultation_id == consultation.id)
        .where(stands())
        .limit(1)
        .correlate(Participant)
        .scalar_subquery()
    )
    some = people.where(spoke.is_not(None)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) == most


def _belongs(group: Group) -> ColumnElement[bool]:
    return exists().where(Belonging.participant_id == Participant.id, Belonging.group_id == group.id)


def _nameless(session: Session, consultation: Consultation) -> set[UUID | None]:
    """Groups whose newest word is that they are not shown by name."""
    rows = session.scalars(
        select(GroupShown).where(GroupShown.consultation_id == consultation.id).order_by(GroupShown.at)
    )
    newest = {each.group_id: each.shown for each in rows}
    return {group_id for group_id, how in newest.items() if how is not Shown.NAMED}
