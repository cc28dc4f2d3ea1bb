"""Stop cards and keep cards: representatives name something that an office does, to stop or to keep.

A card goes to its office after a second reading: another representative's, or the writer's own after a
day. From then on the office has 72 hours. Sent it is never changed or deleted: it can be taken back or
held for safety, and both leave a mark. The clock says who was silent, no person does.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.respond.records import StopCard, Wish
from consult.loop.respond.second_look import ALONE_AFTER
from consult.loop.respond.stop_states import ANSWER_WITHIN, Stands, cards_everywhere, cards_for, seen
from consult.loop.review.safe_reading import safe_reading
from consult.loop.understand.records import Audience
from consult.people.permissions import Action, seat_for, seats_held
from consult.people.records import Account, Community, Office

MOST = 600


def write(
    session: Session,
    *,
    community: Community,
    office: Office,
    wish: Wish,
    words: str,
    why: str,
    language: str,
    audience: Audience,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> StopCard:
    """Write a card in the community's own words. Its office sees nothing before the second reading."""
    _check_names(session, community, office, by, now)
    _check_office(office)
    session.scalar(select(Community.id).where(Community.id == community.id).with_for_update())
    last = select(func.max(StopCard.number)).where(StopCard.community_id == community.id)
    card = StopCard(community=community, office=office, number=(session.scalar(last) or 0) + 1)
    _say(
        card,
        wish=wish,
        words=words,
        why=why,
        language=language,
        audience=audience,
        by=by,
        now=now,
        in_words=in_words,
    )
    session.add(card)
    session.flush()
    history.note(session, by=by.actor, action="stop_card.written", about=card, now=now, number=card.number)
    return card


def reword(
    session: Session,
    *,
    card: StopCard,
    office: Office,
    wish: Wish,
    words: str,
    why: str,
    language: str,
    audience: Audience,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> None:
    """Before it is sent: who says it in other words is its writer, and another reads it anew."""
    take(session, card)
    _check_names(session, card.community, card.office, by, now)
    _check_unsent(card)
    _check_names(session, card.community, office, by, now)
    _check_office(office)
    card.office = office
    _say(
        card,
        wish=wish,
        words=words,
        why=why,
        language=language,
        audience=audience,
        by=by,
        now=now,
        in_words=in_words,
    )
    history.note(session, by=by.actor, action="stop_card.reworded", about=card, now=now)


def send(session: Session, *, card: StopCard, read: datetime | None, by: Account, now: datetime) -> None:
    """The second reading is done: the office has it, and its 72 hours run. `read`: the `named_at` of the
    words that `by` had before them."""
    take(session, card)
    _check_names(session, card.community, card.office, by, now)
    _check_unsent(card)
    if read != card.named_at:
        raise changed()
    if now < sends_from(card, by=by):
        raise Refused(mark("You wrote this. Another representative can send it now, or you after 24 hours."))
    _check_office(card.office)
    card.looked_by_id, card.sent_at, card.due_at = by.id, now, now + ANSWER_WITHIN
    history.note(session, by=by.actor, action="stop_card.sent", about=card, now=now, number=card.number)


def withdraw(session: Session, *, card: StopCard, by: Account, now: datetime) -> None:
    """Take a card back: it asks nothing any more. What was sent stays to be read, with the mark."""
    _check_names(session, card.community, card.office, by, now)
    take(session, card)
    if card.withdrawn_at is None:
        card.withdrawn_at = now
        history.note(session, by=by.actor, action="stop_card.withdrawn", about=card, now=now)


def hold(session: Session, *, card: StopCard, by: Account, now: datetime) -> None:
    """Hide a sent card at once and alone, for safety: only its mark stays. Its clock stands meanwhile."""
    _check_holds(session, card, by, now)
    take(session, card)
    if card.sent_at is None:
        raise Refused(mark("Nobody but representatives sees this card yet. Take it back instead."))
    if card.held_at is None:
        card.held_at = now
        history.note(session, by=by.actor, action="stop_card.held", about=card, now=now)


def lift(session: Session, *, card: StopCard, by: Account, now: datetime) -> None:
    """Show it again to those who may know of it. An office that had time left has it still."""
    _check_holds(session, card, by, now)
    take(session, card)
    if card.held_at is None:
        raise Refused(mark("This card is not held back."))
    if card.due_at is not None and card.held_at < card.due_at:
        card.due_at += now - card.held_at
    card.held_at = None
    history.note(session, by=by.actor, action="stop_card.lifted", about=card, now=now)


def look(session: Session, *, now: datetime) -> None:
    """By the clock: note each office that let its 72 hours pass. Once for each silence."""
    passed = StopCard.due_at <= now, StopCard.silent_at.is_(None)
    for each in seen(session, cards_everywhere(session, *passed), now=now):
        if each.stands is Stands.SILENT:
            each.card.silent_at = now
            history.note(session, by=history.CLOCK, action="stop_card.no_answer", about=each.card, now=now)


def know(session: Session, *, card: StopCard, by: Account, now: datetime) -> None:
    """A representative knows of this silence and needs not be told again. It stays to be seen."""
    _check_names(session, card.community, card.office, by, now)
    if card.silent_at is not None and card.known_at is None:
        card.known_at = now
        history.note(session, by=by.actor, action="stop_card.silence_known", about=card, now=now)


def sends_from(card: StopCard, *, by: Account) -> datetime:
    """From when `by` may send a card that was not sent yet."""
    return card.named_at + ALONE_AFTER if card.named_by_id == by.id else card.named_at


def changed() -> Refused:
    """Nothing is approved or judged but the words that were read."""
    return Refused(mark("The words have changed since you opened them. Read them again."))


def cards_open_to(session: Session, *, by: Account, community: Community, now: datetime) -> list[StopCard]:
    """The cards that `by`, a representative, may know of: one that was not sent stays hidden from whoever
    has a seat in the office that it names."""
    own = {seat.office_id for seat in seats_held(session, account=by, now=now) if seat.office_id}
    found = cards_for(session, viewer="representatives", community=community)
    return [card for card in found if card.sent_at is not None or card.office_id not in own]


def short_words(
    text: str, *, field: str, none: Refused | None = None, in_words: Callable[[str], str] = str
) -> str:
    """`text` as everybody may read it: what could identify someone is covered, visibly. `none` is raised
    where nothing is written."""
    text = text.strip()
    if not text and none is not None:
        raise none
    if len(text) > MOST:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field=field, most=MOST)
    return safe_reading(text, in_words)


def take(session: Session, card: StopCard) -> None:
    """Hold the card's row, and see what others did with it until now."""
    session.flush()
    session.scalar(select(StopCard.id).where(StopCard.id == card.id).with_for_update())
    session.refresh(card)


def check_representative(
    session: Session, *, community: Community, office: Office, action: Action, by: Account, now: datetime
) -> None:
    """Refuse whoever has no seat of the community for `action`, or one in the office that is meant too:
    no office writes, changes, hides or judges what is said of it."""
    if seat_for(session, account=by, action=action, now=now, community=community) is None:
        raise NotAllowed
    if seat_for(session, account=by, action=Action.ANSWER, now=now, office=office) is not None:
        raise Refused(mark("You have a seat in this office too. Let another representative do this."))


def _check_names(session: Session, community: Community, office: Office, by: Account, now: datetime) -> None:
    check_representative(
        session, community=community, office=office, action=Action.NAME_CARDS, by=by, now=now
    )


def _check_holds(session: Session, card: StopCard, by: Account, now: datetime) -> None:
    check_representative(
        session, community=card.community, office=card.office, action=Action.HOLD, by=by, now=now
    )


def _say(
    card: StopCard,
    *,
    wish: Wish,
    words: str,
    why: str,
    language: str,
    audience: Audience,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> None:
    if audience is Audience.SPOKEN_ONLY:
        raise Refused(
            mark("A card is in writing. Choose who may read it, or say it aloud instead."), field="audience"
        )
    wanting = Refused(mark("Say why it should stop or change."), field="why")
    words = short_words(
        words,
        field="words",
        none=Refused(mark("Write what the office is doing."), field="words"),
        in_words=in_words,
    )
    why = short_words(why, field="why", none=wanting if wish is Wish.STOP else None, in_words=in_words)
    card.wish, card.words, card.why, card.language, card.audience = wish, words, why, language, audience
    card.named_by_id, card.named_at = by.id, now


def _check_office(office: Office) -> None:
    if office.disabled_at is not None:
        raise Refused(mark("This office is closed. Choose another one."), field="office")


def _check_unsent(card: StopCard) -> None:
    if card.sent_at is not None or card.withdrawn_at is not None:
        raise Refused(mark("This card was sent or taken back, and stays as it is. Write a new one."))
