"""Letters in and out, whatever they are about."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.people.records import ContactPoint, Reach
from consult.post.states import Delivery as Delivery  # noqa: PLC0414 - a word of these records too


class Inbound(Record):
    """A text that came in: on disk before the provider is answered, wiped when it is understood.

    `sealed` holds sender and text as JSON, bound to this row. `place` orders the letters of one
    number. Two days after it was understood, text, sender, order and hour are gone (`coarse`);
    what stays is that this letter of this provider is known.
    """

    __tablename__ = "inbound"
    __table_args__ = (UniqueConstraint("provider", "provider_message_id"),)

    provider: Mapped[str] = mapped_column(String(40))
    provider_message_id: Mapped[str] = mapped_column(String(120))
    sender_lookup: Mapped[str] = mapped_column(String(64), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[int | None]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    understood_at: Mapped[datetime | None] = mapped_column(index=True)
    set_aside_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))
    """What kind of fault and where in our code: never what the letter said."""
    coarse: Mapped[bool] = mapped_column(default=False)


class Message(Record):
    """A text to one phone: sentence keys with values and a language, rendered when it is claimed.

    `sentences` is a list of {"key": …, "values": {…}, "about": …}; wiped to [] once delivery has
    ended. `key` makes asking twice harmless. `asked`: a reply to what the person just wrote.
    `place` orders the texts to one phone.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_message_in_turn", "state", "asked", "not_before", "place"),
    )

    key: Mapped[str] = mapped_column(String(200))
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_point.id"), index=True)
    reach_id: Mapped[UUID | None] = mapped_column(ForeignKey("reach.id"), index=True)
    sentences: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(35))
    asked: Mapped[bool]
    about: Mapped[str] = mapped_column(String(40))
    """What kind of letter: conversation, answer, knock, verdict …; the rooms above read it back."""
    not_before: Mapped[datetime]
    state: Mapped[Delivery] = mapped_column(Word(Delivery), default=Delivery.PENDING)
    place: Mapped[int | None]
    leased_until: Mapped[datetime | None]
    """Claimed: until when a worker may hold it. Later: when to look at the provider's word again."""
    faults: Mapped[int] = mapped_column(default=0)
    """How often we ourselves could not prepare it."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    coarse: Mapped[bool] = mapped_column(default=False)

    contact_point: Mapped[ContactPoint] = relationship()
    reach: Mapped[Reach | None] = relationship()


class MessageCause(Record):
    """Why a message is written: one row for each ask. Asks for the same person share one bundle,
    and the same ask twice is one, also after the words are wiped."""

    __tablename__ = "message_cause"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), index=True)

    message: Mapped[Message] = relationship()


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
    looks: Mapped[int] = mapped_column(default=0)
    """How often the provider was asked in vain what became of it."""
    segments: Mapped[int | None]
    """What the text costs, in the network's pieces; None for an attempt from before they were counted."""
    wiped_at: Mapped[datetime | None]
    """When the provider forgot the words, once nothing more was expected of them."""

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


class Line(Record):
    """The line to one provider, shared by every worker: how fast it may go and whether it rests."""

    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("provider"),)

    provider: Mapped[str] = mapped_column(String(40))
    free_at: Mapped[datetime | None]
    """When the next segment may go; None: at once."""
    paused_until: Mapped[datetime | None]
    pause_code: Mapped[str] = mapped_column(String(40), default="")
    """The network's own word for why it rests."""
    pauses: Mapped[int] = mapped_column(default=0)
    """How often in a row it had to rest, with no text taken in between."""


class Unreadable(Record):
    """A signed request that said nothing we know: a digest of it, so that it is counted once."""

    __tablename__ = "unreadable"
    __table_args__ = (UniqueConstraint("provider", "digest"),)

    provider: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
