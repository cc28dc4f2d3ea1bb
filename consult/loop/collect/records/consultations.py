"""A community asking itself: consultations, their preparation, their rounds."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.people.records import Community, Group, Place, Seat


class BelongsTo(StrEnum):
    """Whose consultation it is. Its owners set who counts, and who may read and sort."""

    EVERYONE = "everyone"
    GROUP = "group"
    PLACE = "place"


class Consultation(Record):
    """A community asking itself. Its address stays for ever; its musts stand before it opens.

    `who_asks`, `who_reads`, `what_is_open` are in `language`; other languages are Translations.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(
            "(belongs_to = 'everyone' AND group_id IS NULL AND place_id IS NULL)"
            " OR (belongs_to = 'group' AND group_id IS NOT NULL AND place_id IS NULL)"
            " OR (belongs_to = 'place' AND place_id IS NOT NULL AND group_id IS NULL)",
            name="owners_fit",
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    languages: Mapped[list[str]]
    """Languages it is held in, its own first."""
    belongs_to: Mapped[BelongsTo] = mapped_column(Word(BelongsTo), default=BelongsTo.EVERYONE)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_group.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    template: Mapped[str] = mapped_column(String(40), default="")
    """The process template that it follows, by its key; empty: none."""
    who_asks: Mapped[str] = mapped_column(Text, default="")
    who_reads: Mapped[str] = mapped_column(Text, default="")
    what_is_open: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[str] = mapped_column(String(120), default="")
    """Where the answer is told: a named place or gathering."""
    opening: Mapped[str] = mapped_column(Text, default="")
    """The opening record: how those who speak here were chosen, by whom, who objected."""
    costs: Mapped[str] = mapped_column(Text, default="")
    """What taking part costs, and what helpers get: said before the first prompt."""
    risks_talked_at: Mapped[datetime | None]
    risks_note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    group: Mapped[Group | None] = relationship()
    place: Mapped[Place | None] = relationship()


class StepDone(Record):
    """One line of the preparation list ticked by hand, with a note."""

    __tablename__ = "step_done"
    __table_args__ = (UniqueConstraint("consultation_id", "step"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    step: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Successor(Record):
    """Who answers when those who run this leave. The newest line stands; earlier ones are kept.

    `name` empty: nobody yet, which is a valid entry and is shown as such. `key`: the public key of
    their own house, where they have one.
    """

    __tablename__ = "successor"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    """Where they are found: a place, an office, a page."""
    key: Mapped[str] = mapped_column(String(100), default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Round(Record):
    """One time of asking. Dates carry it on where people are silent."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    opened_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    news_by: Mapped[date | None]
    review_by: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was last paused, extended or cancelled, as those who spoke are told."""

    consultation: Mapped[Consultation] = relationship()


class ReadingSeat(Record):
    """A seat that reads and sorts the words of one consultation. Where none is named, every
    representative of its community does, and every reader from elsewhere with a seat there."""

    __tablename__ = "reading_seat"
    __table_args__ = (UniqueConstraint("consultation_id", "seat_id"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    seat: Mapped[Seat] = relationship()


class OutreachTask(Record):
    """Somebody who is missing so far, made into a task: go there, ask them, tell them."""

    __tablename__ = "outreach_task"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_group.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    """What came of it."""

    consultation: Mapped[Consultation] = relationship()
    group: Mapped[Group | None] = relationship()
    place: Mapped[Place | None] = relationship()
