"""One more language in which a consultation is held, also while it is open."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.people.records import Account


def add_language(
    session: Session, *, consultation: Consultation, language: str, by: Account, now: datetime
) -> None:
    """People can be asked in `language` from now on. What is not worded in it yet is said in the first
    language. The door knows which languages there are."""
    if language in consultation.languages:
        raise Refused(mark("People are asked in this language already."), field="language")
    consultation.languages = [*consultation.languages, language]
    session.flush()
    history.note(
        session,
        by=by.actor,
        action="consultation.language_added",
        about=consultation,
        now=now,
        language=language,
    )
