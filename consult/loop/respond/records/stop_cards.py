"""Stop cards and keep cards, and what offices say to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.understand.records import Audience
from consult.people.records import Community, Office


class Wish(StrEnum):
    """What a community asks about something that an office is doing."""

    STOP = "stop"
    KEEP = "keep"


class StopCard(Record):
    """Something that an office is doing and should stop, or keep. By a number that it keeps."""

    __tablename__ = "stop_card"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    number: Mapped[int]
    wish: Mapped[Wish] = mapped_column(Word(Wish))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime]
    looked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    office: Mapped[Office] = relationship()


class StopSays(StrEnum):
    """What the office says to a stop card or a keep card."""

    WILL = "will"
    PARTLY = "partly"
    WILL_NOT = "will_not"


class StopAnswer(Record):
    """The office's answer to a card. Published it never changes; a newer one stands beside it."""

    __tablename__ = "stop_answer"
    __table_args__ = (UniqueConstraint("card_id", "number"),)

    card_id: Mapped[UUID] = mapped_column(ForeignKey("stop_card.id"))
    number: Mapped[int]
    says: Mapped[StopSays] = mapped_column(Word(StopSays))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]

    card: Mapped[StopCard] = relationship()
