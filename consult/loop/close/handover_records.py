"""A hand-over: what went to a successor or came from another house, and each obligation that went along."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.close.records import Obligation
from consult.people.records import Community


class Way(StrEnum):
    OUT = "out"
    IN = "in"
    REHEARSED = "rehearsed"
    """Packed and taken into an empty database, compared, and thrown away."""


class Handover(Record):
    """One pack of one community. Its id is the pack's, in both houses.

    `house`: the successor of a pack that went out, else the house from which it came. The counts are
    those of the pack: people, answers owed to them, how many of these go with a number, by a code alone,
    by a meeting alone, and how many were ended by leaving.
    """

    __tablename__ = "handover"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    way: Mapped[Way] = mapped_column(Word(Way))
    house: Mapped[str] = mapped_column(String(120), default="")
    people: Mapped[int]
    owed: Mapped[int]
    with_number: Mapped[int]
    with_code: Mapped[int]
    by_meeting: Mapped[int]
    ended: Mapped[int]
    proof: Mapped[str] = mapped_column(String(64), default="")
    """Out: the hash of what only the successor reads in the pack. In: what it prints as its receipt."""
    at: Mapped[datetime]
    """When it was packed, by the clock of the house that packed it: an older one is not taken after it."""
    done_on: Mapped[date | None]
    """Out: when the successor's receipt came. In and rehearsed: the day itself."""

    community: Mapped[Community] = relationship()


class HandedOver(Record):
    """One obligation that went along with a pack; `number`: with a phone number on which it can be met."""

    __tablename__ = "handed_over"
    __table_args__ = (UniqueConstraint("obligation_id", "handover_id"),)

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handover.id"), index=True)
    number: Mapped[bool]

    obligation: Mapped[Obligation] = relationship()
    handover: Mapped[Handover] = relationship()
