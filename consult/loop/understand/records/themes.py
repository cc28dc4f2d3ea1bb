"""Themes, what is quoted of them, what is held back."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Answer, Consultation, Recording
from consult.people.records import Office


class Audience(StrEnum):
    """Who may know of a theme."""

    EVERYONE = "everyone"
    COMMITTEE_AND_OFFICES = "committee_and_offices"
    ONE_OFFICE = "one_office"
    SPOKEN_ONLY = "spoken_only"


class Theme(Record):
    """What the community says, by a number from 1 to 99 that it keeps across releases."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    statement: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))
    """Its name as somebody of the place says it; the written word stands beside."""
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    recording: Mapped[Recording | None] = relationship()
    offices: Mapped[list[Office]] = relationship(secondary="theme_office", order_by="Office.name")
    """Whom it is addressed to, set by representatives."""


theme_office = Table(
    "theme_office",
    Record.metadata,
    Column("theme_id", ForeignKey("theme.id"), primary_key=True),
    Column("office_id", ForeignKey("office.id"), primary_key=True),
)


class ThemeStep(Record):
    """A theme's history: named, reworded, addressed, held. Old texts stay readable."""

    __tablename__ = "theme_step"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    theme: Mapped[Theme] = relationship()


class Hold(Record):
    """A theme held back for safety. The mark says only that, and since when."""

    __tablename__ = "hold"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    theme: Mapped[Theme] = relationship()


class Quote(Record):
    """An exact sentence of one answer's masked text that may be quoted for a theme.

    `where`: meeting, poster, web – never more than the speaker allowed. It stands once a second
    representative agreed. `text` is emptied when the speaker takes the words back.
    """

    __tablename__ = "quote"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    where: Mapped[list[str]] = mapped_column(default=list)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]

    theme: Mapped[Theme] = relationship()
    answer: Mapped[Answer] = relationship()


class Ranking(Record):
    """The community's own vote with beans on its own themes, at one place on one day."""

    __tablename__ = "ranking"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    place: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    people: Mapped[int | None]
    """How many took part; None: nobody counted."""
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    lines: Mapped[list["RankingLine"]] = relationship(order_by="RankingLine.beans.desc()")


class RankingLine(Record):
    __tablename__ = "ranking_line"
    __table_args__ = (UniqueConstraint("ranking_id", "theme_id"),)

    ranking_id: Mapped[UUID] = mapped_column(ForeignKey("ranking.id"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    beans: Mapped[int]

    theme: Mapped[Theme] = relationship()
