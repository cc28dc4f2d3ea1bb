"""What reviewing keeps: each member's word on each released theme, what offices intend, what members saw."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.understand.records import FindingsTheme, Theme
from consult.people.records import Account, Community, Office, Seat


class Position(StrEnum):
    AGREE = "agree"
    REMARK = "remark"
    DISSENT = "dissent"


class Review(Record):
    """A member's position on a theme as released. Appended; the member's last one stands."""

    __tablename__ = "review"

    findings_theme_id: Mapped[UUID] = mapped_column(ForeignKey("findings_theme.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    sequence: Mapped[int]
    position: Mapped[Position] = mapped_column(Word(Position))
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35))
    signed: Mapped[str | None] = mapped_column(String(120))
    """A name or role the member chose; None says *a member*."""
    at: Mapped[datetime]
    afterwards: Mapped[bool] = mapped_column(default=False)
    """Said when the review was over: a dated note beside what was said before, which stays."""
    typed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    """Who typed it in from the member's paper sheet and read it back; None: the member wrote it here."""

    findings_theme: Mapped[FindingsTheme] = relationship()
    seat: Mapped[Seat] = relationship()
    typed_by: Mapped[Account | None] = relationship()


class Intention(Record):
    """What an office thinks of doing, brought before it decides. Never published."""

    __tablename__ = "intention"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    decides_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    office: Mapped[Office] = relationship()
    community: Mapped[Community] = relationship()


class IntentionWord(Record):
    """What a member or a representative says of an intention, to the office and to one another."""

    __tablename__ = "intention_word"

    intention_id: Mapped[UUID] = mapped_column(ForeignKey("intention.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]

    intention: Mapped[Intention] = relationship()
    seat: Mapped[Seat] = relationship()


class Assessment(Record):
    """What a member saw of what an office did about a theme. Public, dated; never changed, only added to."""

    __tablename__ = "assessment"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    signed: Mapped[str | None] = mapped_column(String(120))
    """A name or role the member chose; None says *a member*."""
    at: Mapped[datetime]

    theme: Mapped[Theme] = relationship()
    office: Mapped[Office] = relationship()
    seat: Mapped[Seat] = relationship()
