"""Do these speak for you? Asked in each round, after the answers, of everybody who likes to say."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.loop.collect.records import Round, Speaks, SpeaksForYou
from consult.loop.collect.rounds import is_open
from consult.people.records import Participant


def say_speaks(
    session: Session,
    *,
    participant: Participant,
    round: Round,  # noqa: A002 - the house's word
    says: Speaks,
    now: datetime,
) -> None:
    """Keep the person's newest word in this round. After its end the words stand as they were."""
    if not is_open(round, now):
        return
    found = session.scalar(
        select(SpeaksForYou).where(
            SpeaksForYou.participant_id == participant.id, SpeaksForYou.round_id == round.id
        )
    )
    word = found or SpeaksForYou(participant=participant, round=round)
    word.says, word.on = says, now.date()
    session.add(word)
    session.flush()
    history.note(session, by=participant.actor, action="speaks.said", about=round, now=now)


def forget_speaks(session: Session, *, participant: Participant) -> None:
    """The person left, and what they said about those who speak goes with them."""
    session.execute(delete(SpeaksForYou).where(SpeaksForYou.participant_id == participant.id))
