"""Whether an answer is faithful to what was said: the word of the representatives of each community."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.respond.records.answers import ResponseVersion
from consult.people.records import Community, Seat


class Faithful(StrEnum):
    """What representatives say of an answer."""

    YES = "yes"
    NO = "no"


class Faithfulness(Record):
    """One representative's word on one version, for the community of that seat. Never changed.

    A community of which there is none was silent. `note`, in `language`: why not; empty beside a yes.
    """

    __tablename__ = "faithfulness"
    __table_args__ = (UniqueConstraint("version_id", "seat_id"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("response_version.id"), index=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    says: Mapped[Faithful] = mapped_column(Word(Faithful))
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]

    version: Mapped[ResponseVersion] = relationship()
    community: Mapped[Community] = relationship()
    seat: Mapped[Seat] = relationship()
