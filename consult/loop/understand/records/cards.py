"""Cards, and who is asked to sort which."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Answer

WAITS = text("masked_at IS NOT NULL AND coding_id IS NULL")


class Card(Record):
    """An answer's number in its consultation, from 101. Numbers tell no order of arrival."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("answer_id"),
        Index("ix_card_unread", "consultation_id", "masked_at", "number"),
        Index("ix_card_unsorted", "consultation_id", "number", sqlite_where=WAITS, postgresql_where=WAITS),
        Index(
            "ix_card_elsewhere",
            "consultation_id",
            "number",
            sqlite_where=text("elsewhere = 1"),
            postgresql_where=text("elsewhere"),
        ),
    )

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    masked_at: Mapped[datetime | None]
    """When its first reader passed it on; until then nobody else sees it."""
    first_reader_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    elsewhere: Mapped[bool] = mapped_column(default=False)
    """Whether who spoke lets readers from elsewhere read it. Said once, when the words are given."""
    coding_id: Mapped[UUID | None] = mapped_column(ForeignKey("coding.id"), index=True)
    """The sorting that counts; None: it waits. Kept by `note_where_they_lie`, so that nobody has to look
    through all the sorting."""

    answer: Mapped[Answer] = relationship()


class Second(StrEnum):
    """Why a card is read a second time by somebody who does not see how the first one sorted it."""

    BLIND = "blind"
    """One of the tenth that is drawn to see how far coders agree."""
    SET_ASIDE = "set_aside"
    """It was set aside as not an answer: a reader of another group looks again."""


class Deal(Record):
    """A card that was dealt out to one coder; `second` None: to be sorted for the first time."""

    __tablename__ = "deal"
    __table_args__ = (UniqueConstraint("card_id", "account_id"),)

    card_id: Mapped[UUID] = mapped_column(ForeignKey("card.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    second: Mapped[Second | None] = mapped_column(Word(Second))
    dealt_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    card: Mapped[Card] = relationship()
