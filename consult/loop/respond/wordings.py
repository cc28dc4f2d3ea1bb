"""An office's answer in every language of the people who spoke. Written by hand, on record."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history, outbox, translation
from consult.common.errors import Refused, mark
from consult.common.translation import Worded
from consult.loop.collect.records import Answer, Submission
from consult.loop.respond.clearance import came_later
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.shown import FIELDS
from consult.loop.respond.texts import Speak, check_text
from consult.people.records import Account, Participant


def write_wording(
    session: Session,
    *,
    version: ResponseVersion,
    language: str,
    words: str,
    why: str = "",
    who: str = "",
    speak: Speak,
    by: Account,
    now: datetime,
) -> None:
    """Word the answer in `language`. After publishing, those who waited for it are told now; where
    permission was asked before it came, nobody reads it before a yes to it.

    Raises Refused where it does not fit into one text.
    """
    if language == version.language:
        raise Refused(mark("The answer was written in this language."), field="language")
    if not words.strip():
        raise Refused(mark("Write the answer in this language."), field="words")
    numbers = [theme.number for theme in version.response.themes]
    check_text(words, language=language, numbers=numbers, speak=speak)
    waits = came_later(session, version)
    for field, text in zip(FIELDS, (words, why, who), strict=True):
        if text.strip():
            wording = translation.write(
                session,
                version,
                field,
                language=language,
                text=text.strip(),
                by_id=by.id,
                now=now,
                waits=waits,
            )
            if field == "words":
                latest = wording.version
    session.flush()
    history.note(session, by=by.actor, action="answer.worded", about=version, now=now, language=language)
    if version.published_at is not None and not waits:
        key = f"{version.id}:{language}:{latest}"
        outbox.ask_for(session, "fan_out", key=key, now=now, version_id=str(version.id))


def worded(session: Session, version: ResponseVersion, field: str, wanted: Sequence[str]) -> Worded:
    """`field` of the answer in the first language of `wanted` that it has, else as written."""
    return translation.worded(session, version, field, source=version.language, wanted=wanted)


def words_by_language(session: Session, version: ResponseVersion) -> dict[str, str]:
    """The words in every language that there is, the one they were written in first."""
    return translation.in_every_language(session, version, "words", source=version.language)


def missing_languages(session: Session, version: ResponseVersion) -> list[str]:
    """Languages of people who spoke in the round in which the answer has no words yet.

    Of the whole round, not of one theme: a list by theme could point at the one person there
    who speaks a language.
    """
    rounds = {theme.findings.round_id for theme in version.response.themes}
    spoken = session.scalars(
        select(Participant.language)
        .distinct()
        .join(Submission, Submission.participant_id == Participant.id)
        .join(Answer, Answer.submission_id == Submission.id)
        .where(
            Submission.round_id.in_(rounds),
            Answer.withdrawn_on.is_(None),
            Answer.protected_on.is_(None),
            Participant.left_on.is_(None),
        )
    )
    return sorted(set(spoken) - set(words_by_language(session, version)))
