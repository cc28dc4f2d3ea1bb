"""Who spoke in the house that handed over: their words stayed there, and they are counted here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select, union
from sqlalchemy.orm import Session

from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.kinds import Kind
from consult.loop.close.records import Obligation
from consult.loop.collect import more_words
from consult.loop.collect.more_words import Asked
from consult.loop.collect.records import Round, Submission
from consult.loop.understand.records import Theme
from consult.loop.understand.where_words_lie import Lie, lie_of
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


def spoken_rounds(participant_id: UUID) -> Select[UUID]:
    """The rounds in which this person spoke: here, or in the house before, so that an answer is owed."""
    here = select(Submission.round_id).where(Submission.participant_id == participant_id)
    there = select(Obligation.round_id).where(Obligation.participant_id == participant_id)
    return select(union(here, there).subquery().c.round_id)


def asked_of(
    session: Session, *, participant: Participant, chain: Callable[[str], Sequence[str]], now: datetime
) -> list[Asked]:
    """What this person may say more to, wherever they spoke before: see more_words."""
    spoken = spoken_rounds(participant.id)
    return more_words.asked_of(session, participant=participant, chain=chain, now=now, spoken=spoken)


def came_here(session: Session, participant_id: UUID, round_id: UUID) -> bool:
    """Whether this person spoke in this round in the house before."""
    return session.scalar(_came(participant_id, round_id).limit(1)) is not None


def lie_also_there(session: Session, *, participant_id: UUID, asked: Round) -> Lie | None:
    """Where this person's words of the round lie, those of the house before among them. None: there are
    none that stand."""
    here = lie_of(session, participant_id=participant_id, asked=asked)
    came = session.scalars(_came(participant_id, asked.id)).all()
    if not came:
        return here
    there = session.scalars(select(Theme.number).where(Theme.id.in_([each.theme_id for each in came])))
    themes = tuple(sorted({*there, *(here.themes if here else ())}))
    if themes or here is not None:
        return Lie(themes, False, False, False) if themes else here
    known = {each.kind for each in came}
    alone, aside = Kind.ALONE in known, known == {Kind.SET_ASIDE}
    return Lie((), alone=alone, set_aside=aside, unread=not alone and not aside)


def _came(participant_id: UUID, round_id: UUID) -> Select[Obligation]:
    return (
        select(Obligation)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Handover, HandedOver.handover_id == Handover.id)
        .where(
            Obligation.participant_id == participant_id,
            Obligation.round_id == round_id,
            Handover.way == Way.IN,
        )
    )
