"""Open prompts, written by representatives, in each language; frozen at their first answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation, Prompt, PromptVersion, PromptWording
from consult.people.records import Account

MOST = 300
"""Letters of a prompt: what can be said aloud in one or two breaths."""


def add_prompt(
    session: Session,
    *,
    consultation: Consultation,
    wordings: Mapping[str, str],
    back_translations: Mapping[str, str] | None = None,
    by: Account,
    now: datetime,
) -> Prompt:
    """A new prompt after the others. `wordings` maps a language to its text; the first language is a must."""
    texts = {language: text.strip() for language, text in wordings.items() if text.strip()}
    if consultation.language not in texts:
        raise Refused(
            mark("Write the prompt in the first language of the consultation."), field=consultation.language
        )
    for language, text in texts.items():
        _check(consultation, language, text)
    last = session.scalar(select(func.max(Prompt.number)).where(Prompt.consultation_id == consultation.id))
    prompt = Prompt(consultation=consultation, number=(last or 0) + 1)
    version = PromptVersion(prompt=prompt, number=1, by_id=by.id, made_at=now)
    session.add_all([prompt, version])
    back = back_translations or {}
    for language, text in texts.items():
        session.add(_wording(version, language, text, back.get(language, "")))
    session.flush()
    history.note(session, by=by.actor, action="prompt.added", about=prompt, now=now, number=prompt.number)
    return prompt


def change_wording(
    session: Session,
    *,
    prompt: Prompt,
    language: str,
    text: str,
    back_translation: str = "",
    by: Account,
    now: datetime,
) -> PromptWording:
    """Write or change one language of a prompt.

    Before the first answer the wording itself changes. After it, a changed text makes a new
    version; a language that was missing, or a back-translation, is still added to the same one.
    """
    text, back = text.strip(), back_translation.strip()
    _check(prompt.consultation, language, text)
    version = newest_version(session, prompt=prompt)
    wordings = wordings_of(session, version=version)
    before = wordings.get(language)
    if before is not None and before.text == text:
        before.back_translation = back
        return before
    if before is None:
        before = _wording(version, language, text, back)
        session.add(before)
    elif version.frozen_at is None:
        before.text, before.back_translation = text, back
    else:
        version = _next_version(session, version, wordings, but=language, by=by, now=now)
        before = _wording(version, language, text, back)
        session.add(before)
    session.flush()
    history.note(
        session,
        by=by.actor,
        action="prompt.worded",
        about=prompt,
        now=now,
        language=language,
        version=version.number,
    )
    return before


def _next_version(
    session: Session,
    frozen: PromptVersion,
    wordings: Mapping[str, PromptWording],
    *,
    but: str,
    by: Account,
    now: datetime,
) -> PromptVersion:
    """A version after the frozen one, with its wordings in every language `but` the one that changes."""
    version = PromptVersion(prompt=frozen.prompt, number=frozen.number + 1, by_id=by.id, made_at=now)
    session.add(version)
    for other in wordings.values():
        if other.language != but:
            session.add(_wording(version, other.language, other.text, other.back_translation))
    return version


def change_wordings(
    session: Session,
    *,
    prompt: Prompt,
    wordings: Mapping[str, str],
    back_translations: Mapping[str, str],
    by: Account,
    now: datetime,
) -> None:
    """Write or change several languages of a prompt at once; one that is left empty stays as it was."""
    written = {
        language: text.strip()
        for language, text in wordings.items()
        if text.strip() or language == prompt.consultation.language
    }
    for language, text in written.items():  # all of them before any is changed
        _check(prompt.consultation, language, text)
    for language, text in written.items():
        change_wording(
            session,
            prompt=prompt,
            language=language,
            text=text,
            back_translation=back_translations.get(language, ""),
            by=by,
            now=now,
        )


def withdraw_prompt(session: Session, *, prompt: Prompt, by: Account, now: datetime) -> None:
    """Ask it no more. Answers given to it stay."""
    if prompt.withdrawn_at is None:
        prompt.withdrawn_at = now
        history.note(session, by=by.actor, action="prompt.withdrawn", about=prompt, now=now)


def all_prompts(session: Session, consultation: Consultation) -> list[Prompt]:
    """The prompts that are asked, in order."""
    return list(
        session.scalars(
            select(Prompt)
            .where(Prompt.consultation_id == consultation.id, Prompt.withdrawn_at.is_(None))
            .order_by(Prompt.number)
        )
    )


def newest_version(session: Session, *, prompt: Prompt) -> PromptVersion:
    version = session.scalar(
        select(PromptVersion)
        .where(PromptVersion.prompt_id == prompt.id)
        .order_by(PromptVersion.number.desc())
        .limit(1)
    )
    assert version is not None, "a prompt is made with its first version"
    return version


def wordings_of(session: Session, *, version: PromptVersion) -> dict[str, PromptWording]:
    """The version's wordings by language."""
    found = session.scalars(select(PromptWording).where(PromptWording.version_id == version.id))
    return {wording.language: wording for wording in found}


def prompts_of(session: Session, consultation: Consultation, language: str) -> list[PromptWording]:
    """What is asked now in `language`, in order; where it has no wording, in the first language."""
    asked = []
    for prompt in all_prompts(session, consultation):
        wordings = wordings_of(session, version=newest_version(session, prompt=prompt))
        wording = wordings.get(language) or wordings.get(consultation.language)
        if wording is not None:
            asked.append(wording)
    return asked


def asked_before(
    session: Session, *, consultation: Consultation, ids: Sequence[UUID]
) -> list[PromptWording] | None:
    """The wordings that somebody was shown, in that order; None if one is not of this consultation."""
    found = {
        wording.id: wording
        for wording in session.scalars(
            select(PromptWording)
            .join(PromptVersion)
            .join(Prompt)
            .where(PromptWording.id.in_(ids), Prompt.consultation_id == consultation.id)
        )
    }
    return [found[each] for each in ids] if len(found) == len(ids) else None


def languages_missing(session: Session, *, consultation: Consultation) -> list[tuple[int, str]]:
    """(prompt number, language) for each wording that the consultation's languages still lack."""
    missing = []
    for prompt in all_prompts(session, consultation):
        there = wordings_of(session, version=newest_version(session, prompt=prompt))
        missing += [(prompt.number, each) for each in consultation.languages if each not in there]
    return missing


def _wording(version: PromptVersion, language: str, text: str, back: str) -> PromptWording:
    return PromptWording(version=version, language=language, text=text, back_translation=back.strip())


def _check(consultation: Consultation, language: str, text: str) -> None:
    if language not in consultation.languages:
        raise Refused(mark("This consultation is not held in that language."), field=language)
    if not text:
        raise Refused(mark("Write the prompt."), field=language)
    if len(text) > MOST:
        raise Refused(
            mark("This prompt is too long to be said aloud. Letters at most: %(most)s."),
            field=language,
            most=MOST,
        )
