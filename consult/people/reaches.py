"""How a person is reached: one phone may be many people's, one person may have many phones."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.people.records import ContactPoint, HearBack, Participant, Reach

MOST_ON_A_PHONE = 9


def give_reach(
    session: Session,
    *,
    participant: Participant,
    point: ContactPoint,
    hear_back: HearBack = HearBack.KNOCK,
    now: datetime,
) -> Reach:
    """Let `participant` be reached on `point`; who is reached there already keeps it as it is.

    The first person of a phone is 1, later ones get the smallest number never used on it, up
    to 9. Raises Refused when all nine were given: a number is never handed to somebody else.
    """
    session.flush()
    # Two who join on one phone at the same moment must not get the same number.
    session.execute(select(ContactPoint.id).where(ContactPoint.id == point.id).with_for_update())
    all_of_phone = list(session.scalars(select(Reach).where(Reach.contact_point_id == point.id)))
    for reach in all_of_phone:
        if reach.participant_id == participant.id and reach.until is None:
            return reach
    used = {reach.suffix for reach in all_of_phone}
    free = [number for number in range(1, MOST_ON_A_PHONE + 1) if number not in used]
    if not free:
        raise Refused(mark("Nine people have used this phone already. Please use another phone."))
    reach = Reach(
        participant=participant,
        contact_point=point,
        suffix=free[0],
        hear_back=hear_back,
        since=now.date(),
    )
    session.add(reach)
    session.flush()
    history.note(session, by=participant.actor, action="reach.given", about=reach, now=now)
    return reach


def choose(session: Session, *, reach: Reach, hear_back: HearBack, now: datetime) -> None:
    """The person chooses how to hear back on this phone: whole answers, a knock, or nothing."""
    if reach.until is not None:
        raise Refused(mark("This person is no longer reached on this phone."))
    if reach.hear_back is hear_back:
        return
    reach.hear_back = hear_back
    history.note(
        session,
        by=reach.participant.actor,
        action="reach.chosen",
        about=reach,
        now=now,
        hear_back=str(hear_back),
    )


def end(session: Session, *, reach: Reach, now: datetime) -> None:
    """This person is no longer reached on this phone. Their number on it is never given again."""
    if reach.until is None:
        reach.until = now.date()
        history.note(session, by=reach.participant.actor, action="reach.ended", about=reach, now=now)


def living_reaches(session: Session, *, participant: Participant) -> list[Reach]:
    """The ways in which `participant` is reached now, oldest first."""
    return list(
        session.scalars(
            select(Reach)
            .where(Reach.participant_id == participant.id, Reach.until.is_(None))
            .order_by(Reach.since, Reach.suffix, Reach.id)
        )
    )


def on_phone(session: Session, *, point: ContactPoint) -> list[Reach]:
    """The people reached on `point` now, by their number on it."""
    return list(
        session.scalars(
            select(Reach)
            .where(Reach.contact_point_id == point.id, Reach.until.is_(None))
            .order_by(Reach.suffix)
        )
    )
