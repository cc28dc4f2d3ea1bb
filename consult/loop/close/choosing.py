"""A person chooses how to hear back from now on; what stands already is told in that way too."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.close.catching_up import catch_up
from consult.loop.close.letters import Chain
from consult.people import passing_on, reaches
from consult.people.records import HearBack, Reach


def hear_back(
    session: Session,
    *,
    reach: Reach,
    choice: HearBack,
    hand_on: bool | None = None,
    chain: Chain,
    now: datetime,
) -> None:
    """Keep the choice for one phone; whoever wants more than before gets what they missed. `hand_on`: may
    this number go on to those who answer after us? None: not asked."""
    if hand_on is not None:
        passing_on.say(session, reach=reach, given=hand_on, now=now)
    more = choice is not reach.hear_back and choice is not HearBack.NOTHING
    reaches.choose(session, reach=reach, hear_back=choice, now=now)
    session.flush()
    if more:
        catch_up(session, participant=reach.participant, chain=chain, now=now)
