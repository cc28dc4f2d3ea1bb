"""Who spoke in the house that handed over: their words stayed there, and they are counted here."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Round
from consult.people.records import Participant


def came_along(session: Session, rounds: Sequence[Round], *, besides: Select[tuple[UUID]]) -> tuple[int, int]:
    """How many people came with a hand-over, and how many of them have not left; not those `besides`."""
    people = (
        select(Participant.id, case((Participant.left_on.is_(None), 1), else_=0).label("stays"))
        .distinct()
        .join(Obligation, Obligation.participant_id == Participant.id)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Handover, HandedOver.handover_id == Handover.id)
        .where(
            Obligation.round_id.in_([each.id for each in rounds]),
            Handover.way == Way.IN,
            Participant.id.not_in(besides),
        )
        .subquery()
    )
    came, stay = session.execute(
        select(func.count(), func.coalesce(func.sum(people.c.stays), 0)).select_from(people)
    ).one()
    return came, stay
