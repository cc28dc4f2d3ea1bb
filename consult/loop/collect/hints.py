"""What the prompt check says of prompts that were written, and what representatives answer to it.

Nothing here stops anybody: a hint is followed, or kept against with a reason that stays on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect import joining, prompts
from consult.loop.collect.checking.form import FormHint, check_form
from consult.loop.collect.consultations import list_done
from consult.loop.collect.prompt_check import Hint, OwnWords, check
from consult.loop.collect.records import (
    Consultation,
    KeptHint,
    OwnWord,
    Prompt,
    PromptVersion,
    PromptWording,
    WordKind,
)
from consult.people.records import Account, Community

LONGEST = 80
"""Letters of a word of one's own."""


@dataclass(frozen=True)
class Seen:
    """A hint on a wording, and why the wording was kept against it, if it was."""

    hint: Hint
    kept: KeptHint | None = None


def own_words(session: Session, *, community: Community, language: str) -> list[OwnWord]:
    """The words that a community told the check in one language: by kind, then by letter."""
    return list(
        session.scalars(
            select(OwnWord)
            .where(OwnWord.community_id == community.id, OwnWord.language == language)
            .order_by(OwnWord.kind, OwnWord.word)
        )
    )


def look(session: Session, *, community: Community, language: str, text: str) -> list[Hint]:
    """What the check says of `text`, with the words of this community."""
    return check(text, language=language, own=_own(session, community, language))


def seen(session: Session, *, wording: PromptWording) -> list[Seen]:
    """What the check says of a wording that was written, strong hints first, and what was kept."""
    prompt = wording.version.prompt
    kept = {
        (each.hint, tuple(each.words)): each
        for each in session.scalars(
            select(KeptHint)
            .join(PromptWording)
            .join(PromptVersion)
            .where(
                PromptVersion.prompt_id == prompt.id,
                PromptWording.language == wording.language,
                PromptWording.text == wording.text,
            )
        )
    }
    found = look(
        session, community=prompt.consultation.community, language=wording.language, text=wording.text
    )
    return [Seen(each, kept.get((each.id, each.words))) for each in found]


def keep(
    session: Session, *, wording: PromptWording, hint: str, why: str, by: Account, now: datetime
) -> KeptHint:
    """Keep the wording against a hint, and say why."""
    here = next((each for each in seen(session, wording=wording) if each.hint.id == hint), None)
    if here is None:
        raise Refused(mark("This hint is gone: the wording has changed since."))
    if not why.strip():
        raise Refused(mark("Say in a few words why you keep it."), field="why")
    kept = session.scalar(
        select(KeptHint).where(KeptHint.wording_id == wording.id, KeptHint.hint == hint)
    ) or KeptHint(wording=wording, hint=hint)
    kept.words, kept.why, kept.by_id, kept.at = list(here.hint.words), why.strip(), by.id, now
    session.add(kept)
    history.note(
        session,
        by=by.actor,
        action="hint.kept",
        about=wording.version.prompt,
        now=now,
        language=wording.language,
        hint=hint,
    )
    return kept


def kept_hints(session: Session, *, consultation: Consultation) -> list[KeptHint]:
    """Every hint that a wording is asked in spite of, in the order of the prompts: for the record."""
    return list(
        session.scalars(
            select(KeptHint)
            .join(PromptWording)
            .join(PromptVersion)
            .join(Prompt)
            .where(Prompt.consultation_id == consultation.id)
            .order_by(Prompt.number, PromptVersion.number, PromptWording.language, KeptHint.hint)
        )
    )


def of_the_whole(session: Session, *, consultation: Consultation) -> list[FormHint]:
    """What to look at in the consultation as a whole; a hint's number is that of its prompt."""
    asked = prompts.all_prompts(session, consultation)
    wordings = [
        prompts.wordings_of(session, version=prompts.newest_version(session, prompt=each)) for each in asked
    ]
    texts = [{code: wording.text for code, wording in each.items()} for each in wordings]
    tried = any(each.key == "tried" and each.done for each in list_done(session, consultation=consultation))
    found = check_form(
        texts,
        first=consultation.language,
        by_text=bool(joining.join_words_of(session, consultation=consultation)),
        tried=tried,
        own={code: _own(session, consultation.community, code) for code in consultation.languages},
    )
    return [
        FormHint(each.id, each.strength, asked[each.number - 1].number, each.language)
        if each.number is not None
        else each
        for each in found
    ]


def add_own_word(
    session: Session,
    *,
    community: Community,
    language: str,
    kind: WordKind,
    word: str,
    by: Account,
    now: datetime,
) -> OwnWord:
    """Tell the check a question word, a charged word or an actor. The same word twice is one."""
    word = " ".join(word.split())
    if not word:
        raise Refused(mark("Write the word."), field="word")
    if len(word) > LONGEST:
        raise Refused(mark("This word is too long. Letters at most: %(most)s."), field="word", most=LONGEST)
    for each in own_words(session, community=community, language=language):
        if (each.kind, each.word.casefold()) == (kind, word.casefold()):
            return each
    own = OwnWord(community=community, language=language, kind=kind, word=word, by_id=by.id, at=now)
    session.add(own)
    session.flush()
    history.note(session, by=by.actor, action="own_word.added", about=own, now=now, language=language)
    return own


def remove_own_word(session: Session, *, own: OwnWord, by: Account, now: datetime) -> None:
    history.note(session, by=by.actor, action="own_word.removed", about=own, now=now, language=own.language)
    session.delete(own)


def _own(session: Session, community: Community, language: str) -> OwnWords:
    listed = own_words(session, community=community, language=language)
    return OwnWords(
        question=_of_kind(listed, WordKind.QUESTION),
        charged=_of_kind(listed, WordKind.CHARGED),
        actors=_of_kind(listed, WordKind.ACTOR),
    )


def _of_kind(listed: Sequence[OwnWord], kind: WordKind) -> tuple[str, ...]:
    return tuple(each.word for each in listed if each.kind is kind)
