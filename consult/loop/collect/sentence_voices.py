"""Sentences of an added language, said aloud: kept sealed beside what is typed, heard by everybody."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.vault import Vault
from consult.loop.collect.recordings import good_sound
from consult.people.languages import must_word, own_language, unsign
from consult.people.records import Account, Language, LanguageSentence

COLUMN = "recording"


def say_sentence(
    session: Session,
    *,
    vault: Vault,
    language: Language,
    sentence: str,
    data: bytes,
    seconds: int | None,
    by: Account,
    now: datetime,
) -> LanguageSentence:
    """Keep a voice that says `sentence` (English), in the place of one before. Refused (field `sound`)
    as recordings.keep. It makes the language a draft again: who signed did not hear it."""
    must_word(session, account=by, now=now)
    found = good_sound(data)
    kept = _sentence(session, language, sentence) or LanguageSentence(language_id=language.id, key=sentence)
    kept.recording = vault.seal_bytes(found.data, row=kept.id, column=COLUMN)
    kept.mime, kept.seconds = found.mime, found.seconds if found.seconds is not None else seconds
    kept.by_id, kept.at = by.id, now
    session.add(kept)
    unsign(language)
    session.flush()
    history.note(session, by=by.actor, action="language.recorded", about=language, now=now)
    return kept


def wipe_voice(session: Session, *, language: Language, sentence: str, by: Account, now: datetime) -> None:
    """The voice is gone; what is typed stays. Without a voice nothing changes."""
    must_word(session, account=by, now=now)
    kept = _sentence(session, language, sentence)
    if kept is None or kept.recording is None:
        return
    kept.recording, kept.mime, kept.seconds = None, "", None
    session.flush()
    history.note(session, by=by.actor, action="language.voice_wiped", about=language, now=now)


def voice_of(session: Session, *, vault: Vault, code: str, sentence: str) -> tuple[bytes, str] | None:
    """The sound that says `sentence` in the added language `code`, and its type."""
    language = own_language(session, code=code)
    kept = _sentence(session, language, sentence) if language else None
    if kept is None or kept.recording is None:
        return None
    return vault.open_bytes(kept.recording, row=kept.id, column=COLUMN), kept.mime


def _sentence(session: Session, language: Language, sentence: str) -> LanguageSentence | None:
    return session.scalar(
        select(LanguageSentence).where(
            LanguageSentence.language_id == language.id, LanguageSentence.key == sentence
        )
    )
