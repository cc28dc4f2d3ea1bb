"""What an entry stands beside: other entries, cards that people filled, themes.

A link is seen by whoever sees both its ends. What somebody outside sees of it is in `notebook_beside`.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.reading import reading_seat
from consult.loop.collect.records import Answer, Submission
from consult.loop.understand.cards import card_numbered
from consult.loop.understand.notebook import may_change
from consult.loop.understand.notebook_beside import links_of
from consult.loop.understand.notebook_details import LONGEST_LINE, LONGEST_TEXT, must_be_short
from consult.loop.understand.notebook_seen import entry_numbered
from consult.loop.understand.records import (
    Card,
    EntryKind,
    LinkKind,
    NotebookEntry,
    NotebookLink,
    Theme,
)
from consult.loop.understand.themes import theme_numbered
from consult.people.permissions import Action
from consult.people.records import Account, Participant

LONGEST_NUMBER = 9
BETWEEN_ACTORS = frozenset({LinkKind.CLOSE, LinkKind.BROKEN, LinkKind.TENSE, LinkKind.OVER})
ONE_OF = frozenset({LinkKind.CLOSE, LinkKind.BROKEN, LinkKind.TENSE})
"""Two actors stand to one another in one of these ways at a time."""


def link_to(
    session: Session,
    *,
    entry: NotebookEntry,
    how: str,
    number: str,
    since: str = "",
    text: str = "",
    by: Account,
    now: datetime,
) -> NotebookLink:
    """Link `entry` to what has that number (digits of any script): a card or a theme if `how` says so,
    else another entry, `how` being the kind of link. What is linked so already stays as it is."""
    may_change(session, entry=entry, by=by, now=now)
    since, text = " ".join(since.split()), text.strip()
    made = NotebookLink(
        entry_id=entry.id,
        kind=LinkKind.SAID_ON,
        since=must_be_short(since, LONGEST_LINE, "since"),
        text=must_be_short(text, LONGEST_TEXT, "text"),
        by_id=by.id,
        at=now,
    )
    wanted = _number(number)
    match how:
        case "card":
            made.card_id = _card(session, entry, wanted, by, now).id
        case "theme":
            made.theme_id = _theme(session, entry, wanted).id
        case _:
            made.kind = LinkKind(how)
            other = entry_numbered(session, consultation=entry.consultation, number=wanted, by=by, now=now)
            made.to_id = _other(session, entry, made.kind, other).id
    if before := _standing(session, made):
        return before
    session.add(made)
    session.flush()
    history.note(session, by=by.actor, action="notebook.linked", about=entry, now=now, number=entry.number)
    return made


def _number(typed: str) -> int:
    typed = typed.strip()
    if not typed.isdecimal() or len(typed) > LONGEST_NUMBER:
        raise Refused(mark("Write its number."), field="number")
    return int(typed)


def _card(session: Session, entry: NotebookEntry, number: int, by: Account, now: datetime) -> Card:
    """A card that `by` may read and whose first reader is done."""
    consultation = entry.consultation
    seat = reading_seat(session, account=by, consultation=consultation, action=Action.READ_ANSWERS, now=now)
    if seat is None:
        raise NotAllowed
    card = card_numbered(session, consultation=consultation, number=number, seat=seat)
    if card is None or card.masked_at is None:
        raise Refused(mark("No card with this number can be read here."), field="number")
    return card


def _theme(session: Session, entry: NotebookEntry, number: int) -> Theme:
    theme = theme_numbered(session, consultation=entry.consultation, number=number)
    if theme is None:
        raise Refused(mark("There is no theme with this number."), field="number")
    return theme


def _other(
    session: Session, entry: NotebookEntry, kind: LinkKind, other: NotebookEntry | None
) -> NotebookEntry:
    if other is None or other.ended_at is not None or other.id == entry.id:
        raise Refused(mark("There is no other entry with this number."), field="number")
    if kind in BETWEEN_ACTORS and not entry.kind is other.kind is EntryKind.ACTOR:
        raise Refused(mark("So stand only groups and offices to one another."), field="how")
    if kind is LinkKind.SAID_ON:
        raise Refused(mark("People speak on cards and themes. Choose one of these."), field="how")
    _must_be_one_way(session, entry, other, kind)
    return other


def _must_be_one_way(session: Session, entry: NotebookEntry, other: NotebookEntry, kind: LinkKind) -> None:
    if kind not in ONE_OF:
        return
    pair = [entry.id, other.id]
    before = session.scalar(
        select(NotebookLink).where(
            NotebookLink.entry_id.in_(pair),
            NotebookLink.to_id.in_(pair),
            NotebookLink.kind.in_(ONE_OF - {kind}),
            NotebookLink.ended_at.is_(None),
        )
    )
    if before is not None:
        raise Refused(mark("They are linked in another way already. Take that off first."), field="how")


def _standing(session: Session, made: NotebookLink) -> NotebookLink | None:
    """The same link, if it stands; between two in either direction where direction says nothing."""
    ways = [(made.entry_id, made.to_id)]
    if made.kind in ONE_OF and made.to_id is not None:
        ways.append((made.to_id, made.entry_id))
    for here, there in ways:
        found = session.scalar(
            select(NotebookLink).where(
                NotebookLink.entry_id == here,
                NotebookLink.to_id == there if there else NotebookLink.to_id.is_(None),
                NotebookLink.card_id == made.card_id if made.card_id else NotebookLink.card_id.is_(None),
                NotebookLink.theme_id == made.theme_id if made.theme_id else NotebookLink.theme_id.is_(None),
                NotebookLink.kind == made.kind,
                NotebookLink.ended_at.is_(None),
            )
        )
        if found:
            return found
    return None


def take_off(session: Session, *, entry: NotebookEntry, link_id: UUID, by: Account, now: datetime) -> None:
    """The link does not hold any more; the row stays. One that is gone already stays gone."""
    may_change(session, entry=entry, by=by, now=now)
    seen = links_of(session, entries=[entry], by=by, now=now).get(entry.id, [])
    if link_id not in {each.id for each in seen}:
        return
    session.get_one(NotebookLink, link_id).ended_at = now
    session.flush()
    history.note(session, by=by.actor, action="notebook.unlinked", about=entry, now=now, number=entry.number)


def forget_links(session: Session, *, participant: Participant, now: datetime) -> None:
    """Whoever leaves takes the links to their cards along, with what was written beside them."""
    cards = (
        select(Card.id)
        .join(Answer, Card.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Submission.participant_id == participant.id)
    )
    _end(session, cards, now)


def end_links_taken_back(session: Session, *, now: datetime) -> None:
    """By the clock: so with links to words that were taken back."""
    taken = select(Card.id).join(Answer, Card.answer_id == Answer.id).where(Answer.withdrawn_on.is_not(None))
    _end(session, taken, now)


def _end(session: Session, cards: Select[UUID], now: datetime) -> None:
    still = or_(NotebookLink.ended_at.is_(None), NotebookLink.text != "", NotebookLink.since != "")
    for link in session.scalars(select(NotebookLink).where(NotebookLink.card_id.in_(cards), still)):
        link.text = link.since = ""
        link.ended_at = link.ended_at or now
    session.flush()
