"""Two days after its last text a conversation keeps the day alone."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.collect.records import Conversation
from consult.loop.conversation.resting import coarsen
from tests.cast import Cast


def test_the_hour_is_forgotten_once_and_only_after_two_days(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    talk = Conversation(contact_point=reach.contact_point, language="en", moved_at=now)
    session.add(talk)
    session.flush()
    assert coarsen(session, now=now + timedelta(hours=48)) == 0
    later = now + timedelta(hours=49)
    assert coarsen(session, now=later) == 1
    session.flush()
    session.refresh(talk)
    assert talk.moved_at == now.replace(hour=0)
    assert coarsen(session, now=later) == 0
