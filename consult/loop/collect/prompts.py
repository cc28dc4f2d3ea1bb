"""Open prompts, written by representatives, in each language; frozen at their first answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.recordings import waiting, wipe
from consult.loop.collect.records import Consultation, KeptHint, Prompt, PromptVersion, PromptWording
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
        session.add(_wording(version, language, text, by, back.get(language, "")))
    session.flush()
    history.note(session, by=by.actor, action="prompt.added", about=prompt, now=now, number=prompt.number)
    return prompt


def change_wording(
    session: Session,
    *,
    prompt: Prompt,
    language: str,
    text: str,
    back_translation: str | None = None,
    by: Account,
    now: datetime,
) -> PromptWording:
    """Write or change one language of a prompt. `back_translation` None: it stays with its text.

    Before the first answer the wording itself changes. After it, a changed text makes a new
    version; a language that was missing, or a back-translation, is still added to the same one.
    What was said back of another text, and a voice that says it, go with that text.
    """
    text = text.strip()
    _check(prompt.consultation, language, text)
    version = newest_version(session, prompt=prompt)
    wordings = wordings_of(session, version=version)
    before = wordings.get(language)
    if before is not None and before.text == text:
        if back_translation is not None:
            _say_back(before, back_translation, by)
        return before
    back = (back_translation or "").strip()
    if before is None:
        before = _wording(version, language, text, by)
    else:
        back = "" if back == before.back_translation else back  # it said the other text back
        if version.frozen_at is None:
            before.text, before.by_id = text, by.id
            session.execute(delete(KeptHint).where(KeptHint.wording_id == before.id))  # of other words
            _silence(session, before, now)
        else:
            version = _next_version(session, version, wordings, but=language, by=by, now=now)
            before = _wording(version, language, text, by)
    _say_back(before, back, by)
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
            copy = PromptWording(version=version, language=other.language, text=other.text, by_id=other.by_id)
            copy.back_translation, copy.back_by_id = other.back_translation, other.back_by_id
            copy.recording_id = other.recording_id
            session.add(copy)
    return version


def revoice(session: Session, *, wording: PromptWording, by: Account, now: datetime) -> PromptWording:
    """The same text in a version after the frozen one, without a voice yet."""
    there = wordings_of(session, version=wording.version)
    version = _next_version(session, wording.version, there, but=wording.language, by=by, now=now)
    copy = _wording(version, wording.language, wording.text, by, wording.back_translation)
    copy.by_id, copy.back_by_id = wording.by_id, wording.back_by_id
    session.add(copy)
    session.flush()
    return copy


def _say_back(wording: PromptWording, back: str, by: Account) -> None:
    """Note who says it back, once the words change: the same words again are still theirs who wrote them."""
    if back.strip() != wording.back_translation:
        wording.back_translation = back.strip()
        wording.back_by_id = by.id if back.strip() else None


def _silence(session: Session, wording: PromptWording, now: datetime) -> None:
    """Another text needs another voice. What nothing else plays is wiped."""
    before, wording.recording = wording.recording, None
    session.flush()
    if before is not None and waiting(session, recording_id=before.id):
        wipe(session, recording=before, now=now)


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


@dataclass(frozen=True)
class Asked:
    """A prompt as it is asked now, with its wordings by language."""

    prompt: Prompt
    version: PromptVersion
    wordings: Mapping[str, PromptWording]


def asked_in_languages(session: Session, *, consultation: Consultation) -> list[Asked]:
    """Every prompt that is asked, in order, with all that is written of it."""
    versions = [newest_version(session, prompt=each) for each in all_prompts(session, consultation)]
    return [Asked(each.prompt, each, wordings_of(session, version=each)) for each in versions]


def languages_missing(session: Session, *, consultation: Consultation) -> list[tuple[int, str]]:
    """(prompt number, language) for each wording that the consultation's languages still lack."""
    missing = []
    for prompt in all_prompts(session, consultation):
        there = wordings_of(session, version=newest_version(session, prompt=prompt))
        missing += [(prompt.number, each) for each in consultation.languages if each not in there]
    return missing


def _wording(version: PromptVersion, language: str, text: str, by: Account, back: str = "") -> PromptWording:
    wording = PromptWording(
        version=version, language=language, text=text, by_id=by.id, back_translation=back.strip()
    )
    wording.back_by_id = by.id if back.strip() else None
    return wording


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
