"""Someone speaks for the first time; they may say where they come from and where they stay."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.people.records import Community, Participant, Place


def newcomer(session: Session, *, community: Community, language: str, now: datetime) -> Participant:
    """A new person in `community`: a pseudonym, nothing else."""
    participant = Participant(community=community, community_id=community.id, language=language)
    session.add(participant)
    history.note(session, by=participant.actor, action="participant.came", about=participant, now=now)
    return participant


def tell_where(
    session: Session,
    *,
    participant: Participant,
    comes_from: Place | None = None,
    stays_in: Place | None = None,
) -> None:
    """Keep where `participant` comes from and stays. What is not told stays as it was."""
    for place in (comes_from, stays_in):
        if place is not None and place.community_id != participant.community_id:
            raise Refused(mark("This place is not in this community."), field="place")
    if comes_from is not None:
        participant.comes_from = comes_from
    if stays_in is not None:
        participant.stays_in = stays_in
    session.flush()


def speak_language(session: Session, *, participant: Participant, language: str, now: datetime) -> None:
    """From now on `participant` hears and reads in `language`, the code of one that is known here."""
    if participant.language != language:
        participant.language = language
        history.note(
            session, by=participant.actor, action="participant.language", about=participant, now=now,
            language=language,
        )  # fmt: skip
