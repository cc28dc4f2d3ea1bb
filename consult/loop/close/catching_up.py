"""One person is told what stands already and did not go to them: they text again, or chose anew."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.close.asking import lines_for
from consult.loop.close.fanout import open_obligations, open_themes, tell_themes
from consult.loop.close.letters import Chain, tell
from consult.loop.collect import round_news
from consult.loop.respond.decisions import of_every_office
from consult.people.records import Participant


def catch_up(session: Session, *, participant: Participant, chain: Chain, now: datetime) -> None:
    """Tell them the answers to their themes, what became of their words on no theme, and of their round."""
    owed = open_obligations(session, participant)
    for decision, themes in of_every_office(session, {each.theme_id for each in owed if each.theme_id}):
        tell_themes(
            session,
            decision=decision,
            themes=open_themes(session, themes),
            people={participant.id},
            chain=chain,
            now=now,
        )
    for line in lines_for(session, owed):
        tell(
            session,
            news=line.news,
            obligations=line.owed,
            phrases=lambda _together, line=line: line.phrases,  # type: ignore[misc]  # mypy reads no default here
            chain=chain,
            now=now,
        )
    round_news.tell_missed(session, participant=participant, chain=chain, now=now)
