"""Did we hear you right? The themes go back to the community before anybody else sees them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Consultation, Round
from consult.loop.understand.records.themes import Theme
from consult.people.records import Participant


class Check(Record):
    """One asking back. It ends by its date; the next one is a new row."""

    __tablename__ = "community_check"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    opened_at: Mapped[datetime]
    until: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    changed: Mapped[str] = mapped_column(Text, default="")
    """What the representatives changed because of it, in their words."""
    language: Mapped[str] = mapped_column(String(35))

    consultation: Mapped[Consultation] = relationship()
    round: Mapped[Round] = relationship()


class CheckSays(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


class CheckDoor(StrEnum):
    """By which way it was said."""

    WEB = "web"
    PHONE = "phone"
    SHEET = "sheet"


class CheckWord(Record):
    """What one person, or with `people` a meeting, says of one theme (None: of the whole).

    `text` is read by representatives alone, masked by its first reader: `masked` None until then.
    """

    __tablename__ = "check_word"
    __table_args__ = (Index("ix_check_word_of", "check_id", "theme_id"),)

    check_id: Mapped[UUID] = mapped_column(ForeignKey("community_check.id"))
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    door: Mapped[CheckDoor] = mapped_column(Word(CheckDoor))
    says: Mapped[CheckSays] = mapped_column(Word(CheckSays))
    people: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text, default="")
    masked: Mapped[str | None] = mapped_column(Text)
    masked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(String(35))
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Made by the sender's page, so that sending twice is one."""
    said_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    check: Mapped[Check] = relationship()
    theme: Mapped[Theme | None] = relationship()
    participant: Mapped[Participant | None] = relationship()
