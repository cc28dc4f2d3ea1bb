"""At which card each code came up first, in the order in which cards were sorted; for all and by group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.understand.readers import stands
from consult.loop.understand.records import Card, Code, Coding, coding_code
from consult.people.records import Belonging, Group

AT_ONCE = 5_000
"""Rows that are held in memory of all that are gone through."""


@dataclass(frozen=True)
class CameUp:
    """`firsts`: for each code of the codebook, at which of the sorted `cards` it came up first, from 1."""

    firsts: tuple[int, ...]
    cards: int


Key = UUID | None
"""A group; None: everybody."""


def came_up(
    session: Session, *, consultation: Consultation, groups: Sequence[Group] = ()
) -> dict[Key, CameUp]:
    """As cards lie now, ordered by when each was first sorted: of everybody under None, and of the people of
    each of `groups` alone under its id. All the sorting is gone through, once."""
    codes = select(Code.id, func.coalesce(Code.alias_of_id, Code.id)).where(
        Code.consultation_id == consultation.id, Code.control.is_(None)
    )
    whole = {row[0]: row[1] for row in session.execute(codes)}
    rows = session.execute(_in_order(consultation), execution_options={"yield_per": AT_ONCE})
    return _counted(rows, whole, _groups(session, consultation, groups), [group.id for group in groups])


def _in_order(consultation: Consultation) -> Select[int, UUID, UUID]:
    """A row for each code of each sorted card: the number of the card, the code, and who spoke."""
    placed = (
        select(Card.number, Card.coding_id, Submission.participant_id, func.min(Coding.at).label("at"))
        .select_from(Coding)
        .join(Card, Card.answer_id == Coding.answer_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .outerjoin(Submission, Submission.id == Answer.submission_id)
        .where(Card.consultation_id == consultation.id, stands())
        .where(Coding.primary, Coding.retracted_at.is_(None))
        .group_by(Card.number, Card.coding_id, Submission.participant_id)
        .subquery()
    )
    return (
        select(placed.c.number, coding_code.c.code_id, placed.c.participant_id)
        .join(coding_code, coding_code.c.coding_id == placed.c.coding_id)
        .order_by(placed.c.at, placed.c.number)
    )


def _groups(session: Session, consultation: Consultation, groups: Sequence[Group]) -> dict[UUID, list[UUID]]:
    """Of everybody who spoke: to which of `groups` they belong."""
    spoke = select(Submission.participant_id).join(Round).where(Round.consultation_id == consultation.id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if groups:
        for person, group in session.execute(
            select(Belonging.participant_id, Belonging.group_id).where(
                Belonging.group_id.in_([each.id for each in groups]), Belonging.participant_id.in_(spoke)
            )
        ):
            found[person].append(group)
    return found


def _counted(
    rows: Iterable[Row[int, UUID, UUID]],
    whole: Mapping[UUID, UUID],
    groups: Mapping[UUID, list[UUID]],
    every: Sequence[UUID],
) -> dict[Key, CameUp]:
    """`whole`: the codes of the codebook, merged ones as their other. Pure."""
    keys: list[Key] = [None, *every]
    cards, firsts, last = dict.fromkeys(keys, 0), {key: dict[UUID, int]() for key in keys}, 0
    for number, code, person in rows:
        mine: list[Key] = [None, *groups.get(person, ())]
        if number != last:
            last = number
            for key in mine:
                cards[key] += 1
        if code in whole:
            for key in mine:
                firsts[key].setdefault(whole[code], cards[key])
    return {key: CameUp(tuple(sorted(firsts[key].values())), cards[key]) for key in keys}
