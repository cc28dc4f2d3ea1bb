"""Why somebody says what they say of an answer, in their own words, through a helper."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.close.came_along import asked_of
from consult.loop.close.letters import Chain
from consult.loop.collect.answers import submission_for
from consult.loop.collect.more_words import say_more
from consult.loop.collect.records import Door
from consult.loop.understand.records import Theme
from consult.people.records import HelperLink, Participant


def say_why(
    session: Session,
    *,
    participant: Participant,
    link: HelperLink,
    theme: Theme,
    why: str,
    chain: Chain,
    now: datetime,
) -> None:
    """They are this person's words like all others: their readers read them, and no office does."""
    if not why.strip():
        return
    offered = asked_of(session, participant=participant, chain=chain, now=now)
    asked = next((each for each in offered if each.round.consultation_id == theme.consultation_id), None)
    if asked is None or not asked.wordings:
        raise Refused(mark("These words cannot be kept here. Leave them out."), field="why")
    submission = submission_for(
        session,
        participant=participant,
        round=asked.round,
        door=Door.HELPER,
        language=participant.language,
        now=now,
    )
    if submission.door is Door.HELPER and submission.helper_link is None:
        submission.helper_link = link
    answered = [each for each in asked.wordings if each.id in asked.answered]
    say_more(
        session,
        participant=participant,
        asked=asked,
        wording=[*answered, *asked.wordings][0],
        text=why,
        now=now,
    )
