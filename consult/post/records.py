"""Letters in and out, whatever they are about."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.people.records import ContactPoint, Reach


class Inbound(Record):
    """A text that came in: on disk before the provider is answered, wiped when it is understood.

    `sealed` holds sender and text as JSON, bound to this row.
    """

    __tablename__ = "inbound"
    __table_args__ = (UniqueConstraint("provider", "provider_message_id"),)

    provider: Mapped[str] = mapped_column(String(40))
    provider_message_id: Mapped[str] = mapped_column(String(120))
    sender_lookup: Mapped[str] = mapped_column(String(64), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    understood_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]


class Delivery(StrEnum):
    """Where a text is, lowest to highest rank in `states.RANK`."""

    PENDING = "pending"
    CLAIMED = "claimed"
    AMBIGUOUS = "ambiguous"
    ACCEPTED = "accepted"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    DELIVERED = "delivered"


class Message(Record):
    """A text to one phone: sentence keys with values and a language, rendered when it is claimed.

    `sentences` is a list of {"key": …, "values": {…}}; wiped to [] once delivery has ended.
    `key` makes asking twice harmless. `asked`: a reply to what the person just wrote.
    """

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str] = mapped_column(String(200))
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_point.id"), index=True)
    reach_id: Mapped[UUID | None] = mapped_column(ForeignKey("reach.id"), index=True)
    sentences: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(35))
    asked: Mapped[bool]
    about: Mapped[str] = mapped_column(String(40))
    """What kind of letter: conversation, answer, knock, verdict …; the rooms above read it back."""
    not_before: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[Delivery] = mapped_column(Word(Delivery), default=Delivery.PENDING, index=True)
    leased_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    contact_point: Mapped[ContactPoint] = relationship()
    reach: Mapped[Reach | None] = relationship()


class Attempt(Record):
    """One try to hand a message to a provider. `token` comes back in delivery reports."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        UniqueConstraint("token"),
        UniqueConstraint("provider", "provider_message_id"),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(64))
    provider: Mapped[str] = mapped_column(String(40))
    provider_message_id: Mapped[str | None] = mapped_column(String(120))
    body_hash: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(40))

    message: Mapped[Message] = relationship()


class DeliveryEvent(Record):
    """What was said about an attempt, in the order it came. Appended only; the highest state shows."""

    __tablename__ = "delivery_event"
    __table_args__ = (UniqueConstraint("attempt_id", "state", "code"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    state: Mapped[Delivery] = mapped_column(Word(Delivery))
    code: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship()
