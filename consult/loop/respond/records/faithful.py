"""Whether an answer is faithful to what was said, by the representatives of each community."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.respond.records.answers import ResponseVersion
from consult.people.records import Community


class Faithful(StrEnum):
    """What representatives say of an answer before it goes out."""

    YES = "yes"
    NO = "no"


class Faithfulness(Record):
    """Is this answer faithful to what was said? Asked of one community; `says` None: silence."""

    __tablename__ = "faithfulness"
    __table_args__ = (UniqueConstraint("version_id", "community_id", "asked_at"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("response_version.id"), index=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    says: Mapped[Faithful | None] = mapped_column(Word(Faithful))
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(String(35))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    said_at: Mapped[datetime | None]

    version: Mapped[ResponseVersion] = relationship()
    community: Mapped[Community] = relationship()
