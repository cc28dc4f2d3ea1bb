"""Permission inside an office: the levels of its own list, and each asking of one of them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.respond.records.answers import ResponseVersion


class ClearanceLevel(Record):
    """Somebody in an office who must say yes before an answer goes out: a role, which is public."""

    __tablename__ = "clearance_level"
    __table_args__ = (UniqueConstraint("office_id", "place"),)

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    place: Mapped[int]
    """Levels are asked in this order."""
    name: Mapped[str] = mapped_column(String(120))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Said(StrEnum):
    """What a level says on the slip that came back."""

    YES = "yes"
    CHANGE = "change"
    NO = "no"


class Clearance(Record):
    """One slip: a version waits for permission at a level `since` a day, until it comes back.

    `hash` is of everything that was shown. `said` None: it waits, and everybody can see that.
    """

    __tablename__ = "clearance"
    __table_args__ = (
        UniqueConstraint("level_id", "number"),
        Index(
            "uq_clearance_waits_once",
            "version_id",
            unique=True,
            sqlite_where=text("said IS NULL"),
            postgresql_where=text("said IS NULL"),
        ),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("response_version.id"), index=True)
    level_id: Mapped[UUID] = mapped_column(ForeignKey("clearance_level.id"))
    number: Mapped[int]
    """Printed on the slip."""
    hash: Mapped[str] = mapped_column(String(64))
    later: Mapped[bool] = mapped_column(default=False)
    """It asks for wordings in other languages that came after the level had been asked for the rest."""
    since: Mapped[date] = mapped_column("waits_since")
    said: Mapped[Said | None] = mapped_column(Word(Said))
    said_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    typed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    typed_at: Mapped[datetime | None]

    version: Mapped[ResponseVersion] = relationship()
    level: Mapped[ClearanceLevel] = relationship()
