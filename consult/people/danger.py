"""Where to go in danger, in each language of the people who read or hear it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.common.translation import Translation, Worded
from consult.people.records import Account, Community

FIELD = "danger_place"
MOST = 120
"""Letters: it stands inside a sentence, in a text too."""


def place_in(session: Session, *, community: Community, wanted: Sequence[str]) -> Worded:
    """The place in the first language of `wanted` in which it was said, else as it was first written."""
    return translation.worded(session, community, FIELD, source=community.language, wanted=wanted)


def is_said_in(session: Session, *, community: Community, language: str) -> bool:
    """Whether people who read `language` alone learn where to go; so too where no place is known."""
    if not community.danger_place or language == community.language:
        return True
    return translation.latest(session, community, FIELD, language) is not None


def say_place(
    session: Session, *, community: Community, language: str, text: str, by: Account, now: datetime
) -> None:
    """Say the place in another language. Without `text` what was said of it there is taken back."""
    text = text.strip()
    if not community.danger_place or language == community.language:
        return
    if len(text) > MOST:
        raise Refused(mark("Say the place in at most %(most)s letters."), field=FIELD, most=MOST)
    before = translation.latest(session, community, FIELD, language)
    if text == (before.text if before else ""):
        return
    if text:
        translation.write(session, community, FIELD, language=language, text=text, by_id=by.id, now=now)
    else:
        translation.take_back(session, community, FIELD, language=language)
    history.note(
        session, by=by.actor, action="community.danger_said", about=community, now=now, language=language
    )


def forget_other_languages(session: Session, *, community: Community) -> None:
    """The place is another one now: what was said of the one before would lead people wrong."""
    session.execute(
        delete(Translation).where(Translation.about_id == community.id, Translation.field == FIELD)
    )
