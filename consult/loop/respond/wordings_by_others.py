"""Translators and representatives say what offices and others said in writing in another language.

Nobody reads it before a second look: another one's, or the writer's own after a day. Where the office asks
levels for permission, its answer waits for their yes instead. Then whoever waited is told by itself.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history, translation
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.texts import Speak, check_text
from consult.loop.respond.wordings_texts import Text
from consult.loop.review.safe_reading import safe_reading
from consult.people.permissions import Action, seat_for
from consult.people.records import Account

MOST = 4000


def write(
    session: Session,
    *,
    consultation: Consultation,
    text: Text,
    language: str,
    said: Mapping[str, str],
    speak: Speak,
    in_words: Callable[[str], str] = str,
    by: Account,
    now: datetime,
) -> None:
    """Say each field of `text` in `language`. It waits for its second look."""
    check_translates(session, consultation, text, by, now)
    if language == text.language:
        raise Refused(mark("It was written in this language."))
    for field in text.fields:
        words = said.get(field, "").strip()
        if not words or len(words) > MOST:
            raise Refused(mark("Write what it says. Letters at most: %(most)s."), field=field, most=MOST)
        if isinstance(text.about, ResponseVersion):
            if field == "words":
                check_text(words, language=language, numbers=text.numbers, speak=speak)
        else:
            words = safe_reading(words, in_words)
        before = translation.latest(session, text.about, field, language, waiting=True)
        if before is None or before.text != words:
            translation.write(
                session,
                text.about,
                field,
                language=language,
                text=words,
                by_id=by.id,
                now=now,
                waits=True,
            )
    session.flush()
    history.note(session, by=by.actor, action="wording.written", about=text.about, now=now, language=language)


def check_translates(
    session: Session, consultation: Consultation, text: Text, by: Account, now: datetime
) -> None:
    """Refuse who has no seat here to translate; and of what is said to an office, who sits in it too."""
    community = consultation.community
    if seat_for(session, account=by, action=Action.TRANSLATE, now=now, community=community) is None:
        raise NotAllowed
    if text.is_of_the_office or text.office is None:
        return
    if seat_for(session, account=by, action=Action.ANSWER, now=now, office=text.office) is not None:
        raise Refused(mark("You have a seat in this office too. Let somebody else do this."))
