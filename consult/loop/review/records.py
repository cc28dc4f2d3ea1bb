"""What reviewing keeps: what each committee member says of each released theme."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Seat


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

    findings_theme: Mapped[FindingsTheme] = relationship()
    seat: Mapped[Seat] = relationship()
