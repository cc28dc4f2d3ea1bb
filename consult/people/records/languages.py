"""Languages that a deployment added to those it came with, with their sentences and recordings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record


class Language(Record):
    """A language added on the page: no library needs to know it.

    `direction`: ltr or rtl. `fallbacks`: codes whose sentences stand in for missing ones, in order.
    `keywords`: kind of keyword to its words.
    """

    __tablename__ = "language"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(String(35))
    autonym: Mapped[str] = mapped_column(String(80))
    direction: Mapped[str] = mapped_column(String(3), default="ltr")
    fallbacks: Mapped[list[str]]
    keywords: Mapped[dict[str, Any]]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    reviewed_by: Mapped[str] = mapped_column(String(120), default="")
    """The native reader who signed; empty while its sentences are drafts."""
    reviewed_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]


class LanguageSentence(Record):
    """A sentence of an added language, typed, recorded or both. `key` is the English sentence or
    the key of a phrase; `recording` is sealed."""

    __tablename__ = "language_sentence"
    __table_args__ = (UniqueConstraint("language_id", "key"),)

    language_id: Mapped[UUID] = mapped_column(ForeignKey("language.id"))
    key: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    recording: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mime: Mapped[str] = mapped_column(String(60), default="")
    seconds: Mapped[int | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    language: Mapped[Language] = relationship()
