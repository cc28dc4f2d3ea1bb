"""One more language in which a consultation is held, also while it is open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.people import danger
from consult.people.records import Account, Community


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


def without_danger_place(session: Session, *, language: str) -> list[Community]:
    """Communities that are asked in `language` and say only in another one where to go in danger."""
    asked = select(Consultation).join(Community).where(Community.disabled_at.is_(None))
    here = {
        each.community
        for each in session.scalars(asked)
        if language in each.languages
        and not danger.is_said_in(session, community=each.community, language=language)
    }
    return sorted(here, key=lambda each: each.name)
