"""One language of a prompt: said back by somebody, and said aloud by somebody's own voice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.collect import prompts, recordings
from consult.loop.collect.records import Consultation, Prompt, PromptVersion, PromptWording
from consult.people.records import Account


def wording_in(session: Session, *, prompt: Prompt, language: str) -> PromptWording:
    """Its newest wording in `language`. Refused where nobody has written it yet."""
    version = prompts.newest_version(session, prompt=prompt)
    found = prompts.wordings_of(session, version=version).get(language)
    if found is None:
        raise Refused(mark("Write the prompt in this language first."))
    return found


def say_back(
    session: Session, *, prompt: Prompt, language: str, text: str, by: Account, now: datetime
) -> PromptWording:
    """Note what the wording says, told back in the first language by somebody who reads only this one."""
    wording = wording_in(session, prompt=prompt, language=language)
    if language == prompt.consultation.language:
        raise Refused(mark("This is the first language. The others are said back in it."), field="back")
    if not text.strip():
        raise Refused(mark("Write what it says, word for word."), field="back")
    prompts.change_wording(
        session, prompt=prompt, language=language, text=wording.text, back_translation=text, by=by, now=now
    )
    history.note(session, by=by.actor, action="prompt.said_back", about=prompt, now=now, language=language)
    return wording


def said_by_another(wording: PromptWording) -> bool:
    """Whether somebody else than its translator said it back: only then it shows what went astray.

    Not where nobody knows who translated it.
    """
    known = wording.by_id is not None and wording.back_by_id is not None
    return bool(wording.back_translation) and known and wording.back_by_id != wording.by_id


def give_voice(
    session: Session,
    *,
    vault: Vault,
    prompt: Prompt,
    language: str,
    data: bytes,
    mime: str,
    seconds: int | None,
    by: Account,
    now: datetime,
) -> PromptWording:
    """Let a voice say the prompt. After the first answer another voice is a new version."""
    wording = wording_in(session, prompt=prompt, language=language)
    voice = recordings.keep(session, vault=vault, data=data, mime=mime, seconds=seconds, by=by.id, now=now)
    before = wording.recording
    if before is not None and wording.version.frozen_at is not None:
        wording = prompts.revoice(session, wording=wording, by=by, now=now)
        before = None
    wording.recording = voice
    session.flush()
    if before is not None and recordings.waiting(session, recording_id=before.id):
        recordings.wipe(session, recording=before, now=now)
    history.note(session, by=by.actor, action="prompt.recorded", about=prompt, now=now, language=language)
    return wording


def versions_before(session: Session, *, prompt: Prompt, language: str) -> list[PromptWording]:
    """How it was asked before, oldest first: answers stay with the wording that they were given to."""
    newest = prompts.newest_version(session, prompt=prompt)
    return list(
        session.scalars(
            select(PromptWording)
            .join(PromptWording.version)
            .where(
                PromptVersion.prompt_id == prompt.id,
                PromptVersion.number < newest.number,
                PromptWording.language == language,
            )
            .order_by(PromptVersion.number)
        )
    )


def asked_so_far(session: Session, *, consultation: Consultation, language: str) -> list[PromptWording]:
    """Every version that somebody answered, by prompt and version; in the first language where it has no
    wording in this one."""
    found = session.scalars(
        select(PromptWording)
        .join(PromptWording.version)
        .join(PromptVersion.prompt)
        .where(
            Prompt.consultation_id == consultation.id,
            PromptVersion.frozen_at.is_not(None),
            PromptWording.language.in_([language, consultation.language]),
        )
        .order_by(Prompt.number, PromptVersion.number)
        .options(joinedload(PromptWording.version).joinedload(PromptVersion.prompt))
    )
    by_version: dict[UUID, PromptWording] = {}
    for wording in found:
        if wording.version_id not in by_version or wording.language == language:
            by_version[wording.version_id] = wording
    return list(by_version.values())


def voice_of(
    session: Session, *, consultation: Consultation, number: int, version: int, language: str
) -> PromptWording | None:
    """The wording of that version of a prompt, when it has a voice."""
    return session.scalar(
        select(PromptWording)
        .join(PromptWording.version)
        .join(PromptVersion.prompt)
        .where(
            Prompt.consultation_id == consultation.id,
            Prompt.number == number,
            PromptVersion.number == version,
            PromptWording.language == language,
            PromptWording.recording_id.is_not(None),
        )
    )
