"""My words are on the wrong number: kept as said, and the words said once more are read anew."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.close.records import Obligation, Says
from consult.loop.close.verdicts import say
from consult.loop.collect.answers import answers_of, check_text, receive_answer
from consult.loop.respond.decisions import decisions
from consult.loop.understand.records import Theme
from consult.people.records import Participant


def say_wrong(
    session: Session, *, participant: Participant, theme: Theme, text: str = "", now: datetime
) -> None:
    """An answer that was given is *not what we said*; before that, the mark alone is kept.

    `text`: the words said once more, kept beside the earlier ones and read anew.
    """
    owed = session.scalar(
        select(Obligation).where(Obligation.participant_id == participant.id, Obligation.theme_id == theme.id)
    )
    if owed is None or participant.left_on is not None:
        raise Refused(mark("Your words are not on number %(number)s."), number=theme.number)
    if text.strip():
        check_text(text)
    if theme.id in decisions(session, [theme.id]):
        say(session, participant=participant, theme=theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    history.note(session, by=participant.actor, action="words.wrongly_put", about=owed, now=now)
    before = answers_of(session, participant=participant)
    in_round = [each for each in before if each.submission.round_id == owed.round_id]
    if text.strip() and in_round:
        last = in_round[-1]
        receive_answer(session, submission=last.submission, wording=last.wording, text=text, now=now)
