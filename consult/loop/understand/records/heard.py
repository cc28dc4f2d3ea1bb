"""How much was heard so far, where that is too much to count whenever somebody asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.common.record import Record


class Heard(Record):
    """The last count of a consultation where very many cards are sorted. It names no person and no card."""

    __tablename__ = "heard"
    __table_args__ = (UniqueConstraint("consultation_id"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    cards: Mapped[int]
    firsts: Mapped[list[Any]]
    """For each code that came up, at which card it did first, from 1."""
    by_group: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By the id of a group, of the cards of its people alone: how many, and their `firsts`."""
    counted_at: Mapped[datetime]
