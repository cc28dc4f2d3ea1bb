"""A person who leaves is forgotten here: what they were told, what they said of it, on which theme.

That somebody spoke and left stays in the count, tied to nothing.
"""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.loop.close.handover_records import HandedOver
from consult.loop.close.obligations import ended_by_themes
from consult.loop.close.records import Obligation, Reached, Telling, Verdict
from consult.people.records import Participant


def forget(session: Session, *, participant: Participant, now: datetime) -> None:
    """Cut every tie between `participant` and the themes they spoke to. Called by departure."""
    session.flush()
    of_handover = HandedOver.obligation_id == Obligation.id
    mine = select(Obligation.id).where(Obligation.participant_id == participant.id)
    ended = list(session.scalars(mine.where(ended_by_themes(), ~exists().where(of_handover))))
    for kind in (Telling, Reached):
        session.execute(delete(kind).where(kind.obligation_id.in_(mine)))
    session.execute(delete(Obligation).where(Obligation.id.in_(ended)))
    session.execute(delete(Verdict).where(Verdict.participant_id == participant.id))
    for obligation in session.scalars(select(Obligation).where(Obligation.participant_id == participant.id)):
        obligation.theme_id = None
        obligation.key = f"left:{obligation.id}"
    session.flush()
    history.note(session, by=participant.actor, action="answers.forgotten", about=participant, now=now)
