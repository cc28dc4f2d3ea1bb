"""The word that a text begins with to join a consultation: one word, one consultation, one language."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.loop.collect.records import Consultation, JoinWord, Round
from consult.people.records import Account

NETWORK_WORDS = frozenset(
    (
        *("stop", "end", "quit", "cancel", "unsubscribe", "stopall", "revoke", "optout"),
        *("arret", "arrete", "arrett", "start", "yes", "unstop", "help", "info", "remove", "opt", "td"),
    )
)
"""Words that a network answers itself, before we see them."""


def join_word(session: Session, text: str) -> JoinWord | None:
    """The join word that `text` begins with, or None."""
    first = folded(text).partition(" ")[0]
    return session.scalar(select(JoinWord).where(JoinWord.word == first)) if first else None


def add_join_word(
    session: Session,
    *,
    consultation: Consultation,
    word: str,
    language: str,
    keywords: Collection[str],
    by: Account,
    now: datetime,
) -> JoinWord:
    """Let texts beginning with `word` join in `language`. `keywords`: our own command words, folded."""
    plain = folded(word)
    if language not in consultation.languages:
        raise Refused(mark("This consultation is not held in that language."), field="language")
    if " " in plain or not 2 <= len(plain) <= 40:
        raise Refused(mark("A join word is one word of 2 to 40 letters."), field="word")
    if not any(letter.isalpha() for letter in plain):
        raise Refused(mark("A join word needs letters; numbers alone mean something else."), field="word")
    if plain in NETWORK_WORDS or plain in keywords:
        raise Refused(mark("This word already does something else in a text. Choose another."), field="word")
    taken = session.scalar(select(JoinWord).where(JoinWord.word == plain))
    if taken is not None:
        raise _taken(session, taken, consultation)
    joining = JoinWord(word=plain, consultation=consultation, language=language)
    session.add(joining)
    session.flush()
    history.note(session, by=by.actor, action="join_word.added", about=joining, now=now, language=language)
    return joining


def _taken(session: Session, taken: JoinWord, consultation: Consultation) -> Refused:
    """Names the other consultation by its days alone: it may be of people who do not want to be known."""
    if taken.consultation_id == consultation.id:
        return Refused(mark("This consultation has that word already."), field="word")
    last = session.scalar(
        select(Round)
        .where(Round.consultation_id == taken.consultation_id, Round.opened_at.is_not(None))
        .order_by(Round.number.desc())
        .limit(1)
    )
    if last is None or last.opened_at is None or last.closes_on is None:
        return Refused(
            mark("Another consultation, made on %(day)s, has this word. Choose another."),
            field="word",
            day=taken.consultation.made_at.date(),
        )
    return Refused(
        mark("Another consultation, from %(first)s to %(last)s, has this word. Choose another."),
        field="word",
        first=last.opened_at.date(),
        last=last.closes_on,
    )


def join_words_of(session: Session, *, consultation: Consultation) -> list[JoinWord]:
    return list(
        session.scalars(
            select(JoinWord)
            .where(JoinWord.consultation_id == consultation.id)
            .order_by(JoinWord.language, JoinWord.word)
        )
    )


def remove_join_word(session: Session, *, joining: JoinWord, by: Account, now: datetime) -> None:
    """Free the word. Only before anybody could have learned it: while no round has opened."""
    opened = select(Round.id).where(
        Round.consultation_id == joining.consultation_id, Round.opened_at.is_not(None)
    )
    if session.scalar(opened.limit(1)) is not None:
        raise Refused(mark("People may already know this word, so it stays."), field="word")
    history.note(session, by=by.actor, action="join_word.removed", about=joining, now=now)
    session.delete(joining)
    session.flush()
