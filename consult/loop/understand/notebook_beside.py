"""What stands beside an entry, as far as the one who looks may see it.

A link is seen by whoever sees both its ends. Outside the notebook no card is ever named, a theme only
where it was released to the one who looks, and no reason is given.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from consult.common.errors import NotAllowed
from consult.loop.collect.reading import reading_seat
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.cards import standing_cards
from consult.loop.understand.findings import latest
from consult.loop.understand.notebook_seen import Outsider, open_entries, shown_to
from consult.loop.understand.records import (
    Card,
    FindingsTheme,
    LinkKind,
    NotebookEntry,
    NotebookLink,
    Theme,
)
from consult.people.permissions import Action
from consult.people.records import Account


@dataclass(frozen=True)
class Link:
    """As one end sees it: `other` is the entry at the other end, `back` whether the link comes from it.
    Exactly one of `other`, `card` and `theme` is there."""

    id: UUID
    kind: LinkKind
    since: str
    text: str = ""
    other: NotebookEntry | None = None
    back: bool = False
    card: int | None = None
    theme: Theme | FindingsTheme | None = None


def links_of(
    session: Session, *, entries: Collection[NotebookEntry], by: Account, now: datetime
) -> dict[UUID, list[Link]]:
    """The links of `entries` (which `by` sees) by entry, as far as `by` may see what they lead to."""
    if not entries:
        return {}
    consultation = next(iter(entries)).consultation
    seat = reading_seat(session, account=by, consultation=consultation, action=Action.READ_ANSWERS, now=now)
    if seat is None:
        raise NotAllowed
    ids = [each.id for each in entries]
    others = _by_id(
        session.scalars(
            select(NotebookEntry).where(
                NotebookEntry.consultation_id == consultation.id,
                NotebookEntry.ended_at.is_(None),
                shown_to(by),
            )
        )
    )
    rows = _rows(session, ids)
    cards = {
        card.id: card.number
        for card in session.scalars(
            standing_cards(consultation, seat).where(
                Card.id.in_([each.card_id for each in rows if each.card_id]), Card.masked_at.is_not(None)
            )
        )
    }
    themes = {each.theme_id: each.theme for each in rows if each.theme_id and each.theme}
    return _shown(rows, ids, others, cards, themes, reasons=True)


def open_links(
    session: Session, *, entries: Collection[NotebookEntry], viewer: Outsider
) -> dict[UUID, list[Link]]:
    """The links among what somebody outside may see, and to themes that were released to them."""
    if not entries:
        return {}
    consultation = next(iter(entries)).consultation
    others = _by_id(open_entries(session, consultation=consultation, viewer=viewer))
    ids = [each.id for each in entries if each.id in others]
    findings = latest(session, consultation)
    released = themes_for(session, findings, viewer=viewer) if findings else []
    themes = {each.theme_id: each for each in released}
    return _shown(_rows(session, ids), ids, others, {}, themes, reasons=False)


def _by_id(entries: Iterable[NotebookEntry]) -> dict[UUID, NotebookEntry]:
    return {each.id: each for each in entries}


def _rows(session: Session, ids: Collection[UUID]) -> list[NotebookLink]:
    return list(
        session.scalars(
            select(NotebookLink)
            .where(
                or_(NotebookLink.entry_id.in_(ids), NotebookLink.to_id.in_(ids)),
                NotebookLink.ended_at.is_(None),
            )
            .options(joinedload(NotebookLink.theme))
            .order_by(NotebookLink.at, NotebookLink.id)
        )
    )


def _shown(
    rows: Collection[NotebookLink],
    ids: Collection[UUID],
    others: Mapping[UUID, NotebookEntry],
    cards: Mapping[UUID, int],
    themes: Mapping[UUID, Theme] | Mapping[UUID, FindingsTheme],
    *,
    reasons: bool,
) -> dict[UUID, list[Link]]:
    found: dict[UUID, list[Link]] = {}
    for row in rows:
        bare = Link(row.id, row.kind, row.since, row.text if reasons else "")
        if row.to_id is None:
            card = cards.get(row.card_id) if row.card_id else None
            theme = themes.get(row.theme_id) if row.theme_id else None
            if row.entry_id in ids and (card or theme):
                found.setdefault(row.entry_id, []).append(replace(bare, card=card, theme=theme))
            continue
        for here, there, back in ((row.entry_id, row.to_id, False), (row.to_id, row.entry_id, True)):
            if here in ids and here in others and there in others:
                found.setdefault(here, []).append(replace(bare, other=others[there], back=back))
    return found
