"""An office's answer to one or several released themes, version by version, and where it went."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Office


class Kind(StrEnum):
    """What an office says. What each kind asks for stands in `kinds`."""

    WILL_DO = "will_do"
    DOING_ALREADY = "doing_already"
    NEEDS_OTHERS = "needs_others"
    CANNOT = "cannot"
    CANNOT_SAY = "cannot_say"
    """For safety: who looks at it again and when is public, why is not."""
    NEED_TO_KNOW_MORE = "need_to_know_more"
    STOP_OR_CHANGE = "stop_or_change"


response_theme = Table(
    "response_theme",
    Record.metadata,
    Column("response_id", ForeignKey("response.id"), primary_key=True),
    Column("findings_theme_id", ForeignKey("findings_theme.id"), primary_key=True, index=True),
)


class Response(Record):
    """An office's answer to one or several released themes, also of several communities. What it
    says is its versions."""

    __tablename__ = "response"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    made_at: Mapped[datetime]

    office: Mapped[Office] = relationship()
    themes: Mapped[list[FindingsTheme]] = relationship(
        secondary=response_theme, order_by=FindingsTheme.number
    )


class ResponseVersion(Record):
    """One version of an answer. Published it never changes; only a newer version changes anything.

    `words` is what people read and hear, in `language`; other languages are Translations
    (field ``words``). `who` names a role, not a person.
    """

    __tablename__ = "response_version"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), index=True)
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200))
    by_when: Mapped[date]
    language: Mapped[str] = mapped_column(String(35))
    to_whom: Mapped[str] = mapped_column(String(200), default="")
    """Handed over: to whom, by name; `to_office_id` where that office answers here too."""
    to_office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    handed_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(200), default="")
    """The proof of the handing over: a letter's number, a register's line."""
    question: Mapped[str] = mapped_column(Text, default="")
    """What representatives are asked where the office needs to know more."""
    only_wording: Mapped[bool] = mapped_column(default=False)
    """A typing mistake corrected: replaces the version before and sends nothing."""
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    """When it went to the second look."""
    sent_back_at: Mapped[datetime | None]
    sent_back_note: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    checked_by_one: Mapped[bool] = mapped_column(default=False)
    """The drafter looked again after a day; shown as *checked by one person*."""
    asked_at: Mapped[datetime | None] = mapped_column(index=True)
    """When representatives were asked whether it is faithful. A mended wording is not asked about."""
    published_at: Mapped[datetime | None] = mapped_column(index=True)

    response: Mapped[Response] = relationship()
    to_office: Mapped[Office | None] = relationship()


class WentInto(Record):
    """Where an answer went after it was published: a plan or document, paragraph, page, date.

    `document` empty says *in none*. Appended; all of it is public.
    """

    __tablename__ = "went_into"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), index=True)
    document: Mapped[str] = mapped_column(String(200), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    page: Mapped[str] = mapped_column(String(40), default="")
    on: Mapped[date] = mapped_column("went_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class PlanningDay(Record):
    """A day until which an office can still take something into a plan of its own."""

    __tablename__ = "planning_day"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    plan: Mapped[str] = mapped_column(String(200))
    until: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    office: Mapped[Office] = relationship()
