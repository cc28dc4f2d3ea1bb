"""What offices ask of representatives: a question back, and that another office take part."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.respond.records.answers import ResponseVersion
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Office, Seat


class Reply(StrEnum):
    """What representatives do with an office's question."""

    ANSWERED = "answered"
    OUTREACH = "outreach"
    NEXT_ROUND = "next_round"
    DECLINED = "declined"


class QuestionReply(Record):
    """What representatives say to a published question. Appended; a later one stands beside it."""

    __tablename__ = "question_reply"
    __table_args__ = (UniqueConstraint("version_id", "sequence"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("response_version.id"), index=True)
    sequence: Mapped[int]
    reply: Mapped[Reply] = mapped_column(Word(Reply))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    at: Mapped[datetime]

    version: Mapped[ResponseVersion] = relationship()
    seat: Mapped[Seat] = relationship()


class PassedOn(Record):
    """An office says that another should answer a theme; representatives decide whether it takes part.

    `agreed` None: they have not decided. `accepted_at`: the other office took it on.
    """

    __tablename__ = "passed_on"
    __table_args__ = (UniqueConstraint("findings_theme_id", "from_office_id", "to_office_id"),)

    findings_theme_id: Mapped[UUID] = mapped_column(ForeignKey("findings_theme.id"), index=True)
    from_office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    to_office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    note: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    agreed: Mapped[bool | None]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]

    theme: Mapped[FindingsTheme] = relationship()
    from_office: Mapped[Office] = relationship(foreign_keys=[from_office_id])
    to_office: Mapped[Office] = relationship(foreign_keys=[to_office_id])
