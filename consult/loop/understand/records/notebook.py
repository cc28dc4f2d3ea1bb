"""The notebook: the community's own needs and conflict analysis, built from what people said."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.records.cards import Card
from consult.loop.understand.records.themes import Theme


class EntryKind(StrEnum):
    """What an entry is. Needs and conflict stand side by side, none before the other."""

    NEED = "need"
    ACTOR = "actor"
    ROOT = "root"
    BRANCH = "branch"
    EVENT = "event"
    DIVIDES = "divides"
    CONNECTS = "connects"
    SIGN = "sign"
    UNKNOWN = "unknown"
    DISAGREEMENT = "disagreement"


class NotebookAudience(StrEnum):
    """Who may see an entry. PAPER: it is written, printed and spoken of by those who make it, and shown
    on no other screen."""

    PAPER = "paper"
    REPRESENTATIVES = "representatives"
    COMMITTEE = "committee"
    EVERYONE = "everyone"


class NotebookEntry(Record):
    """One entry, numbered in its consultation.

    `details`, by kind, are listed in `notebook_details`. An actor (never a private person): `is` group or
    office, `wants`, `can`, `since`, `hats` (list of what else it is), `x` and `y` (its place on the map,
    0 to 1000). A need: `whose`, `there`, `since`. An event: `teller`, `when`, `place` in that telling.
    What divides or connects: `aspect`, `how`, `since`. A sign: `asks`. An unknown: `who` could tell. A
    disagreement: `sides` (list).
    """

    __tablename__ = "notebook_entry"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[NotebookAudience] = mapped_column(Word(NotebookAudience), default=NotebookAudience.PAPER)
    review_on: Mapped[date | None]
    """When its makers look at it again: what was true may not be."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()


class NotebookStep(Record):
    """An entry's history: written anew, shown to others, looked at again, ended. Old words stay readable."""

    __tablename__ = "notebook_step"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("notebook_entry.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    entry: Mapped[NotebookEntry] = relationship()


class LinkKind(StrEnum):
    """How one thing stands to another."""

    CLOSE = "close"
    BROKEN = "broken"
    TENSE = "tense"
    OVER = "over"
    """The first has power over the second."""
    LEADS_TO = "leads_to"
    SAID_ON = "said_on"
    """On this card, or by this theme."""


class NotebookLink(Record):
    """From an entry to another entry, to a card or to a theme: exactly one of them."""

    __tablename__ = "notebook_link"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN to_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN card_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="to_one",
        ),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("notebook_entry.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(Word(LinkKind))
    to_id: Mapped[UUID | None] = mapped_column(ForeignKey("notebook_entry.id"), index=True)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"), index=True)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    since: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    entry: Mapped[NotebookEntry] = relationship(foreign_keys=entry_id)
    to: Mapped[NotebookEntry | None] = relationship(foreign_keys=to_id)
    card: Mapped[Card | None] = relationship()
    theme: Mapped[Theme | None] = relationship()


class SignSeen(Record):
    """What people see of one of their own signs in one round."""

    __tablename__ = "sign_seen"
    __table_args__ = (UniqueConstraint("entry_id", "round_id"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("notebook_entry.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    entry: Mapped[NotebookEntry] = relationship()
    round: Mapped[Round] = relationship()
