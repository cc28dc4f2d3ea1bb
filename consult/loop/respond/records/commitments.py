"""Promises: who keeps them, by when, and every step since. What people say of them is theirs."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Consultation
from consult.loop.respond.records.answers import Response
from consult.loop.understand.records import Theme
from consult.people.records import Community, Office


class By(StrEnum):
    """Who keeps a promise."""

    OFFICE = "office"
    COMMUNITY = "community"
    BOTH = "both"
    COMMUNITIES = "communities"


class Step(StrEnum):
    """What happened to a promise. Nobody can set *overdue*: the clock says it."""

    AGREED = "agreed"
    MOVED = "moved"
    CLAIMED = "claimed"
    """Who keeps it says that it is done. Whether it happened is for people to say."""
    ENDED = "ended"
    """Taken back: a newer answer says otherwise, or the other side did not agree."""


commitment_theme = Table(
    "commitment_theme",
    Record.metadata,
    Column("commitment_id", ForeignKey("commitment.id"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)


class Commitment(Record):
    """A promise with an owner and a day. `first_day` is never changed; steps move it.

    An office's own promise is its published answer, `response_id`, which holds its words. Others are
    written by representatives: nobody else can promise for a community. Where two promise, it holds
    from the day on which the other side agreed.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("response_id"),
        CheckConstraint("(by = 'office') = (response_id IS NOT NULL)", name="office_by_its_answer"),
        CheckConstraint("by <> 'both' OR office_id IS NOT NULL", name="both_has_its_office"),
        CheckConstraint(
            "(by = 'communities') = (other_community_id IS NOT NULL)", name="communities_are_two"
        ),
    )

    by: Mapped[By] = mapped_column(Word(By))
    response_id: Mapped[UUID | None] = mapped_column(ForeignKey("response.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"), index=True)
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    """Where it was written; an office's answer may stand in several."""
    other_community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"), index=True)
    what: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(35))
    first_day: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    response: Mapped[Response | None] = relationship()
    office: Mapped[Office | None] = relationship()
    consultation: Mapped[Consultation | None] = relationship()
    other_community: Mapped[Community | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=commitment_theme, order_by=Theme.number)
    steps: Mapped[list["CommitmentStep"]] = relationship(order_by="CommitmentStep.sequence")


class CommitmentStep(Record):
    """One step of a promise: agreed, moved to another day, claimed done, ended. Appended."""

    __tablename__ = "commitment_step"
    __table_args__ = (UniqueConstraint("commitment_id", "sequence"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), index=True)
    sequence: Mapped[int]
    step: Mapped[Step] = mapped_column(Word(Step))
    day: Mapped[date]
    """Moved: the new day. Otherwise the day on which it was so."""
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
