"""A whole text was delivered: the people it was for are reached, in person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Telling
from consult.post.records import Message


def note_delivered(session: Session, *, message_id: UUID, now: datetime) -> None:
    """Note whom the delivered message reached. A knock reaches nobody yet."""
    message = session.get(Message, message_id)
    told = select(Telling.obligation_id, Telling.version_id, Telling.findings_id).where(
        Telling.message_id == message_id, Telling.whole.is_(True)
    )
    if message is not None:
        note_reached(
            session,
            session.execute(told).all(),
            how=How.ASKED if message.asked else How.TEXT,
            on=now.date(),
            message_id=message_id,
        )
