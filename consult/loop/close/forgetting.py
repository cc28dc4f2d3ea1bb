"""A person who leaves is forgotten here: what they were told, what they said of it, on which theme.

That somebody spoke and left stays in the count, tied to nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.loop.close.handover_records import HandedOver
from consult.loop.close.obligations import ended_by_themes
from consult.loop.close.records import Obligation, Reached, Telling, Verdict
from consult.people.records import Participant


def forget(session: Session, *, participant: Participant, now: datetime) -> None:
    """Cut every tie between `participant` and the themes they spoke to. Called by departure."""
    session.flush()
    mine = select(Obligation.id).where(Obligation.participant_id == participant.id)
    ended = session.scalars(
        select(Obligation).where(Obligation.participant_id == participant.id, ended_by_themes())
    ).all()
    _stays_handed_over(session, ended)
    for kind in (Telling, Reached):
        session.execute(delete(kind).where(kind.obligation_id.in_(mine)))
    session.execute(delete(Obligation).where(Obligation.id.in_([each.id for each in ended])))
    session.execute(delete(Verdict).where(Verdict.participant_id == participant.id))
    for obligation in session.scalars(select(Obligation).where(Obligation.participant_id == participant.id)):
        obligation.theme_id = None
        obligation.key = f"left:{obligation.id}"
    session.flush()
    history.note(session, by=participant.actor, action="answers.forgotten", about=participant, now=now)


def _stays_handed_over(session: Session, ended: Sequence[Obligation]) -> None:
    """What had ended is counted no more. That its person went along with a pack hangs on what is owed in its
    place, so that the successor still hears that they left."""
    for obligation in ended:
        along = select(HandedOver.handover_id)
        instead = select(Obligation.id).where(
            Obligation.participant_id == obligation.participant_id,
            Obligation.round_id == obligation.round_id,
            Obligation.theme_id.is_not(None),
        )
        other = session.scalars(instead.order_by(Obligation.key)).first()
        packs = set(session.scalars(along.where(HandedOver.obligation_id == other)))
        for row in session.scalars(select(HandedOver).where(HandedOver.obligation_id == obligation.id)):
            if other is None or row.handover_id in packs:
                session.delete(row)
            else:
                row.obligation_id = other
    session.flush()
