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
        *("alto", "ayuda", "baja", "cancelar", "parar", "salir"),
    )
)
"""Words that a network answers itself, before we see them."""
ALIKE = str.maketrans(
    {"0": "o", "1": "l", "5": "s", "і": "i", "а": "a", "е": "e", "о": "o", "с": "c", "р": "p"}
)
"""Signs that are read as one another on a small screen or on a wall; the last six are Cyrillic."""
SUGGESTED = 3


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
    if _does_something_else(plain, keywords):
        raise Refused(mark("This word already does something else in a text. Choose another."), field="word")
    taken = _taken_by(session, plain)
    if taken is not None and (taken.word == plain or taken.consultation_id != consultation.id):
        raise _taken(session, taken, consultation)
    joining = JoinWord(word=plain, consultation=consultation, language=language)
    session.add(joining)
    session.flush()
    history.note(session, by=by.actor, action="join_word.added", about=joining, now=now, language=language)
    return joining


def reserved_words(session: Session) -> set[str]:
    """The words that a text may not begin with in another meaning: networks' own, and join words."""
    return {folded(word) for word in NETWORK_WORDS} | set(session.scalars(select(JoinWord.word)))


def looks(word: str) -> str:
    """A folded word as it looks at a glance: two words that look the same are one to whoever reads them."""
    same = word.translate(ALIKE).replace("rn", "m").replace("vv", "w")
    return "".join(letter for place, letter in enumerate(same) if not same[:place].endswith(letter))


def _does_something_else(word: str, keywords: Collection[str]) -> bool:
    """Also with a digit behind it: STOP 7 means person 7, however it is written."""
    stem = word.rstrip("0123456789")
    return bool({word, stem} & NETWORK_WORDS) or word in keywords or stem in keywords


def _taken_by(session: Session, word: str) -> JoinWord | None:
    """The join word that is `word` or, if there is none, one that looks like it."""
    alike = [each for each in session.scalars(select(JoinWord)) if looks(each.word) == looks(word)]
    return next((each for each in alike if each.word == word), alike[0] if alike else None)


def free_words(session: Session, *, word: str, keywords: Collection[str]) -> list[str]:
    """Some words like `word` that nobody has. The digit stands in front: a word with a space before
    its digit would join the other consultation."""
    plain = folded(word)
    if " " in plain or not 2 <= len(plain) < 40 or _does_something_else(plain, keywords):
        return []
    offered = (f"{digit}{plain}" for digit in (2, 3, 4, 6, 7, 8, 9))
    return [each for each in offered if _taken_by(session, each) is None][:SUGGESTED]


def _taken(session: Session, taken: JoinWord, consultation: Consultation) -> Refused:
    """Names the other consultation by its days and, if that is public, by its community: nothing else,
    for it may be of people who do not want to be known."""
    if taken.consultation_id == consultation.id:
        return Refused(mark("This consultation has that word already."), field="word")
    last = session.scalar(
        select(Round)
        .where(Round.consultation_id == taken.consultation_id, Round.opened_at.is_not(None))
        .order_by(Round.number.desc())
        .limit(1)
    )
    community = taken.consultation.community
    if last is None or last.opened_at is None or last.closes_on is None:
        made = taken.consultation.made_at.date()
        if not community.public:
            return Refused(
                mark("Another consultation, made on %(day)s, has the word %(word)s. Choose another."),
                field="word",
                day=made,
                word=taken.word,
            )
        return Refused(
            mark("A consultation of %(community)s, made on %(day)s, has the word %(word)s. Choose another."),
            field="word",
            community=community.name,
            day=made,
            word=taken.word,
        )
    first, until = last.opened_at.date(), last.closes_on
    if not community.public:
        return Refused(
            mark("Another consultation, from %(first)s to %(last)s, has the word %(word)s. Choose another."),
            field="word",
            first=first,
            last=until,
            word=taken.word,
        )
    return Refused(
        mark(
            "A consultation of %(community)s, from %(first)s to %(last)s, has the word %(word)s."
            " Choose another."
        ),
        field="word",
        community=community.name,
        first=first,
        last=until,
        word=taken.word,
    )


def join_words_of(session: Session, *, consultation: Consultation) -> list[JoinWord]:
    """By language, the shortest first: an invitation takes that one, also where a longer came before."""
    found = session.scalars(select(JoinWord).where(JoinWord.consultation_id == consultation.id))
    return sorted(found, key=lambda each: (each.language, len(each.word), each.word))


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
