"""Languages that a deployment adds to those it came with: name, direction, keywords, sentences, signed.

No library needs to know such a language. A code that is there already only gets other sentences.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.fold import folded
from consult.people.permissions import seats_held
from consult.people.records import Account, Language, LanguageSentence, Role

CODE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,8})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
OVERRIDE = re.compile("[\u202a-\u202e\ufdd0-\ufdd2]")
LONGEST_NAME = 80
LONGEST_WORD = 20
MOST_WORDS = 3
LONGEST = 600
WORDING = frozenset({Role.ADMINISTRATOR, Role.TRANSLATOR})


@dataclass(frozen=True)
class Added:
    """An added language as the pages and texts need it. `keywords`: kind → words; `sentences`: English →
    its own; `voices`: those that are recorded, English → bytes; `reviewed_by` empty: a draft."""

    code: str
    autonym: str
    direction: str
    fallbacks: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    reviewed_by: str
    sentences: Mapping[str, str]
    voices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """What the house knows already. `keywords`: folded word → (kind, language); `reserved`: words that
    networks or consultations keep, folded."""

    codes: Collection[str]
    keywords: Mapping[str, tuple[str, str]]
    reserved: Collection[str]


def must_word(session: Session, *, account: Account, now: datetime) -> None:
    """Administrators and translators word languages; nobody else does."""
    if not any(seat.role in WORDING for seat in seats_held(session, account=account, now=now)):
        raise NotAllowed


def own_language(session: Session, *, code: str) -> Language | None:
    return session.scalar(select(Language).where(Language.code == code, Language.retired_at.is_(None)))


def read_added(session: Session) -> list[Added]:
    """Every added language with its typed and recorded sentences, by code."""
    found = []
    living = select(Language).where(Language.retired_at.is_(None)).order_by(Language.code)
    for language in session.scalars(living):
        found.append(
            Added(
                code=language.code,
                autonym=language.autonym,
                direction=language.direction,
                fallbacks=tuple(language.fallbacks),
                keywords={kind: tuple(words) for kind, words in language.keywords.items()},
                reviewed_by=language.reviewed_by,
                sentences=sentences_of(session, language),
                voices=voices_of(session, language),
            )
        )
    return found


def sentences_of(session: Session, language: Language) -> dict[str, str]:
    rows = session.execute(
        select(LanguageSentence.key, LanguageSentence.text)
        .where(LanguageSentence.language_id == language.id, LanguageSentence.text != "")
        .order_by(LanguageSentence.key)
    )
    return {row.key: row.text for row in rows}


def voices_of(session: Session, language: Language) -> dict[str, int]:
    """The sentences that somebody recorded, English → bytes."""
    rows = session.execute(
        select(LanguageSentence.key, func.length(LanguageSentence.recording).label("size"))
        .where(LanguageSentence.language_id == language.id, LanguageSentence.recording.is_not(None))
        .order_by(LanguageSentence.key)
    )
    return {row.key: row.size for row in rows}


def write_language(
    session: Session,
    *,
    code: str,
    autonym: str,
    direction: str,
    fallbacks: Sequence[str],
    keywords: Mapping[str, Sequence[str]],
    listed: Listed,
    by: Account,
    now: datetime,
) -> Language:
    """Add the language of `code`, or change what is known of it."""
    must_word(session, account=by, now=now)
    autonym = " ".join(autonym.split())
    if not CODE.fullmatch(code):
        raise Refused(
            mark("A code is two or three small letters, such as ach, or with a part behind it: ar_SD."),
            field="code",
        )
    if not autonym or len(autonym) > LONGEST_NAME:
        raise Refused(mark("Write the name as its people say it, at most 80 letters."), field="autonym")
    if direction not in ("ltr", "rtl"):
        raise Refused(mark("Say from which side it is written."), field="direction")
    for other in fallbacks:
        if other not in listed.codes or other == code:
            raise Refused(mark("There is no language %(code)s to stand in."), field="fallbacks", code=other)
    words = {kind: _words(kind, said, code, listed) for kind, said in keywords.items() if said}
    _once_each(words)
    language = own_language(session, code=code) or Language(code=code, by_id=by.id, made_at=now)
    language.autonym, language.direction = autonym, direction
    language.fallbacks, language.keywords = list(fallbacks), words
    session.add(language)
    session.flush()
    history.note(session, by=by.actor, action="language.written", about=language, now=now, code=code)
    return language


def _words(kind: str, said: Sequence[str], code: str, listed: Listed) -> list[str]:
    """The keywords of one kind, checked one by one."""
    for word in said:
        plain = folded(word)
        if not any(letter.isalpha() for letter in plain) or any(letter.isdigit() for letter in plain):
            raise Refused(mark("A keyword has letters and no digits: %(word)s."), field=kind, word=word)
        if len(plain) > LONGEST_WORD or len(plain.split()) > MOST_WORDS:
            raise Refused(mark("This keyword is too long: %(word)s."), field=kind, word=word)
        if plain in listed.reserved:
            raise Refused(
                mark("Networks or consultations use this word already: %(word)s."), field=kind, word=word
            )
        same, whose = listed.keywords.get(plain, (kind, code))
        if same != kind and whose != code:
            raise Refused(
                mark("%(word)s means something else in another language here."), field=kind, word=word
            )
    return [" ".join(word.split()) for word in said]


def _once_each(words: Mapping[str, Sequence[str]]) -> None:
    seen: dict[str, str] = {}
    for kind, said in words.items():
        for word in said:
            if seen.setdefault(folded(word), kind) != kind:
                raise Refused(mark("%(word)s stands under two headings."), field=kind, word=word)


def write_sentences(
    session: Session, *, language: Language, sentences: Mapping[str, str], by: Account, now: datetime
) -> int:
    """Keep each sentence (English → its own; empty takes it away). Returns how many changed.

    A change makes the language a draft again: who signed did not read it.
    """
    must_word(session, account=by, now=now)
    before = {
        each.key: each
        for each in session.scalars(
            select(LanguageSentence).where(LanguageSentence.language_id == language.id)
        )
    }
    changed = 0
    for place, (key, typed) in enumerate(sentences.items()):
        text = typed.strip()
        kept = before.get(key)
        if text == (kept.text if kept else ""):
            continue
        _check(key, text, field=f"s{place}")
        kept = kept or LanguageSentence(language_id=language.id, key=key)
        kept.text, kept.by_id, kept.at = text, by.id, now
        session.add(kept)
        changed += 1
    if changed:
        unsign(language)
        history.note(
            session, by=by.actor, action="language.worded", about=language, now=now, sentences=changed
        )
    session.flush()
    return changed


def unsign(language: Language) -> None:
    """It is a draft again: who signed did not meet what changed."""
    language.reviewed_by, language.reviewed_on = "", None


def _check(key: str, text: str, *, field: str) -> None:
    if not text:
        return
    if len(text) > LONGEST:
        raise Refused(
            mark("This sentence is too long. Letters at most: %(most)s."), field=field, most=LONGEST
        )
    if OVERRIDE.search(text):
        raise Refused(mark("This sentence holds a sign that turns the line round."), field=field)
    wanted = sorted(PLACEHOLDER.findall(key))
    if sorted(PLACEHOLDER.findall(text)) != wanted or text.replace("%%", "").count("%") != len(wanted):
        raise Refused(
            mark("These signs must stand in it, each as it is: %(signs)s."),
            field=field,
            signs=" ".join(wanted),
        )


def sign(session: Session, *, language: Language, name: str, by: Account, now: datetime) -> None:
    """A native reader read or heard every sentence that is there and puts their name to it."""
    must_word(session, account=by, now=now)
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refused(mark("Write the name of the person who read it, at most 120 letters."), field="name")
    if not sentences_of(session, language) and not voices_of(session, language):
        raise Refused(mark("There is no sentence to sign yet."), field="name")
    language.reviewed_by, language.reviewed_on = name, now.date()
    history.note(session, by=by.actor, action="language.signed", about=language, now=now, code=language.code)
