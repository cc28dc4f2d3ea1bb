"""Stop cards and keep cards, what offices say to them, and what representatives say of that."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.understand.records import Audience
from consult.people.records import Community, Office, Seat


class Wish(StrEnum):
    """What a community asks about something that an office is doing."""

    STOP = "stop"
    KEEP = "keep"


class StopCard(Record):
    """Something that an office is doing and should stop or change, or keep. By a number that it keeps.

    `why` may be empty on a keep card. Withdrawn or held it stays: its words are never changed once sent.
    """

    __tablename__ = "stop_card"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    number: Mapped[int]
    wish: Mapped[Wish] = mapped_column(Word(Wish))
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35))
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime]
    looked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    """Its second reading is done: the office has it, and the clock runs."""
    due_at: Mapped[datetime | None]
    """Until when the office is to answer; later than 72 hours after `sent_at` where it was held meanwhile,
    or where representatives said that an answer is none."""
    silent_at: Mapped[datetime | None]
    """When the clock saw that `due_at` passed without an answer."""
    known_at: Mapped[datetime | None]
    """When a representative said that they know of this silence."""
    held_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    office: Mapped[Office] = relationship()


class StopSays(StrEnum):
    """What the office does because of a card."""

    STOPS = "stops"
    CHANGES = "changes"
    GOES_ON = "goes_on"
    KEEPS = "keeps"


class StopAnswer(Record):
    """The office's answer to a card. Published it never changes; a newer one stands beside it.

    `words`: what exactly it does; may be empty but where it changes something. `due_at`: until when it
    was to answer, as the clock stood when it was published.
    """

    __tablename__ = "stop_answer"
    __table_args__ = (UniqueConstraint("card_id", "number"),)

    card_id: Mapped[UUID] = mapped_column(ForeignKey("stop_card.id"))
    number: Mapped[int]
    says: Mapped[StopSays] = mapped_column(Word(StopSays))
    words: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]

    card: Mapped[StopCard] = relationship()


class StopWord(Record):
    """One representative's word on one published answer: is it one? Never changed.

    `note`, in `language`: why it is none; empty beside a yes.
    """

    __tablename__ = "stop_word"
    __table_args__ = (UniqueConstraint("answer_id", "seat_id"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("stop_answer.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    is_one: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]

    answer: Mapped[StopAnswer] = relationship()
    seat: Mapped[Seat] = relationship()
