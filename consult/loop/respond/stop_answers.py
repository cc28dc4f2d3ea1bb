"""What an office says to a stop card or a keep card, and whether representatives call it an answer.

Its reason is required. It goes out after a second look, another's of the office or the writer's own
after a day, and is never changed; a newer one stands beside it. Where a representative says that it is
none, the card is open again and another 72 hours run, once for each answer.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.respond.faithful_words import WITHIN
from consult.loop.respond.records import StopAnswer, StopCard, StopSays, StopWord, Wish
from consult.loop.respond.second_look import ALONE_AFTER
from consult.loop.respond.stop_cards import changed, check_representative, short_words, take
from consult.loop.respond.stop_states import ANSWER_WITHIN, Said, Seen, cards_for, seen
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Office, Seat

CHOICES = {
    Wish.STOP: (StopSays.STOPS, StopSays.CHANGES, StopSays.GOES_ON),
    Wish.KEEP: (StopSays.KEEPS, StopSays.CHANGES, StopSays.STOPS),
}
"""What an office can say to each kind of card."""


def draft(
    session: Session,
    *,
    card: StopCard,
    says: StopSays,
    words: str,
    why: str,
    language: str,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> StopAnswer:
    """Write what the office does and why, or change the draft: who changed it last is its writer."""
    _check_open(session, card, Action.ANSWER, by, now)
    if says not in CHOICES[card.wish]:
        raise Refused(mark("Choose what your office does."), field="says")
    wanting = Refused(mark("Say what exactly changes."), field="words")
    words = short_words(
        words, field="words", none=wanting if says is StopSays.CHANGES else None, in_words=in_words
    )
    why = short_words(
        why,
        field="why",
        none=Refused(mark("Say why. People are owed a reason."), field="why"),
        in_words=in_words,
    )
    newest = session.scalars(
        select(StopAnswer)
        .where(StopAnswer.card_id == card.id)
        .order_by(StopAnswer.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    answer = newest
    if answer is None or answer.published_at is not None:
        answer = StopAnswer(card=card, number=newest.number + 1 if newest else 1)
        session.add(answer)
    answer.says, answer.words, answer.why, answer.language = says, words, why, language
    answer.drafted_by_id, answer.drafted_at = by.id, now
    session.flush()
    history.note(session, by=by.actor, action="stop_answer.drafted", about=answer, now=now)
    return answer


def publish(
    session: Session, *, answer: StopAnswer, read: datetime | None, by: Account, now: datetime
) -> None:
    """After the second look it stands for ever, beside how late it came. `read`: the `drafted_at` of the
    words that `by` had before them."""
    _check_open(session, answer.card, Action.PUBLISH, by, now)
    session.refresh(answer)
    if answer.published_at is not None:
        return
    if read != answer.drafted_at:
        raise changed()
    if now < publishes_from(answer, by=by):
        raise Refused(
            mark("You wrote this. Somebody else of your office can publish it now, or you after 24 hours.")
        )
    answer.published_by_id, answer.published_at, answer.due_at = by.id, now, answer.card.due_at
    history.note(session, by=by.actor, action="stop_answer.published", about=answer, now=now)


def publishes_from(answer: StopAnswer, *, by: Account) -> datetime:
    """From when `by` may publish a draft."""
    return answer.drafted_at + ALONE_AFTER if answer.drafted_by_id == by.id else answer.drafted_at


def say(
    session: Session,
    *,
    answer: StopAnswer,
    is_one: bool,
    note: str,
    language: str,
    seat: Seat,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> StopWord:
    """Say once by `seat` whether `answer`, which was read, is one. A no says why, and is published in the
    same size. Of an older answer than the newest nothing is said any more."""
    card, by = answer.card, seat.account
    check_representative(
        session, community=card.community, office=card.office, action=Action.NAME_CARDS, by=by, now=now
    )
    if seat.community_id != card.community_id:
        raise NotAllowed
    take(session, card)
    if card.held_at is not None or card.withdrawn_at is not None:
        raise Refused(mark("This card is held or taken back. Nothing more is said of its answers."))
    if answer.published_at is None or seat.id in _who_said(session, answer):
        raise Refused(mark("You said this already."))
    if not _is_newest(session, answer):
        raise changed()
    wanting = Refused(mark("Say why it is no answer. It is published beside it."), field="note")
    note = "" if is_one else short_words(note, field="note", none=wanting, in_words=in_words)
    if not is_one and not _was_refused(session, answer):
        card.due_at, card.silent_at, card.known_at = now + ANSWER_WITHIN, None, None
    word = StopWord(answer=answer, seat=seat, is_one=is_one, note=note, language=language, at=now)
    session.add(word)
    session.flush()
    action = "stop_answer.is_one" if is_one else "stop_answer.is_none"
    history.note(session, by=by.actor, action=action, about=answer, now=now)
    return word


def to_judge(session: Session, *, community: Community, now: datetime) -> list[Said]:
    """The newest answers of the last seven days on which nobody of `community` has said a word."""
    found = seen(session, cards_for(session, viewer="representatives", community=community), now=now)
    newest = [each.said[-1] for each in found if each.said and each.card.held_at is None]
    return [
        said
        for said in newest
        if not said.words
        and said.answer.published_at
        and said.answer.published_at > now - WITHIN
        and said.answer.card.withdrawn_at is None
    ]


def to_look_over(session: Session, *, office: Office, by: Account, now: datetime) -> list[Seen]:
    """The cards with a draft that `by` may publish now."""
    found = seen(session, cards_for(session, viewer=office), now=now)
    return [each for each in found if each.owed and each.draft and publishes_from(each.draft, by=by) <= now]


def _check_open(session: Session, card: StopCard, action: Action, by: Account, now: datetime) -> None:
    if seat_for(session, account=by, action=action, now=now, office=card.office) is None:
        raise NotAllowed
    take(session, card)
    if card.sent_at is None or card.held_at is not None:
        raise NotAllowed
    if card.withdrawn_at is not None:
        raise Refused(mark("The representatives took this card back. It asks for no answer any more."))


def _who_said(session: Session, answer: StopAnswer) -> set[object]:
    return set(session.scalars(select(StopWord.seat_id).where(StopWord.answer_id == answer.id)))


def _was_refused(session: Session, answer: StopAnswer) -> bool:
    refused = select(StopWord.id).where(StopWord.answer_id == answer.id, StopWord.is_one.is_(False))
    return session.scalar(refused.limit(1)) is not None


def _is_newest(session: Session, answer: StopAnswer) -> bool:
    last = select(func.max(StopAnswer.number)).where(
        StopAnswer.card_id == answer.card_id, StopAnswer.published_at.is_not(None)
    )
    return session.scalar(last) == answer.number
