"""The codebook and all sorting."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Answer, Consultation, Recording
from consult.loop.understand.records.cards import Second
from consult.loop.understand.records.themes import Theme


class Control(StrEnum):
    """Codes about the answer itself. Not the community's content; the same everywhere."""

    NOT_AN_ANSWER = "not_an_answer"
    ANOTHER_PROMPT = "another_prompt"
    UNCLEAR = "unclear"
    COULD_IDENTIFY = "could_identify"


class Code(Record):
    """A code of the community's own codebook, or a control code. Its number names its pile."""

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    definition: Mapped[str] = mapped_column(Text, default="")
    control: Mapped[Control | None] = mapped_column(Word(Control))
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    alias_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("code.id"))
    """A merged code is an alias: its codings count for the other."""
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))
    """Its name as somebody of the place says it; a written word stands beside, or `name` is empty."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    theme: Mapped[Theme | None] = relationship()
    recording: Mapped[Recording | None] = relationship()


SPLIT = "split"
"""The step by which a code ended in several."""


class CodeStep(Record):
    """A code's history: named anew, merged, split. Old names stay readable."""

    __tablename__ = "code_step"

    code_id: Mapped[UUID] = mapped_column(ForeignKey("code.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    code: Mapped[Code] = relationship()


class Pile(Record):
    """Cards sorted on the ground and typed in as one line: ``pile 3: 104 109 117``."""

    __tablename__ = "pile"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    code_id: Mapped[UUID] = mapped_column(ForeignKey("code.id"))
    typed: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


coding_code = Table(
    "coding_code",
    Record.metadata,
    Column("coding_id", ForeignKey("coding.id"), primary_key=True),
    Column("code_id", ForeignKey("code.id"), primary_key=True),
    Column("counts", Boolean, default=False, server_default=false(), nullable=False),
    Index("ix_coding_code_code_id", "code_id", "coding_id"),
    Index(
        "ix_coding_code_counts", "code_id", sqlite_where=text("counts = 1"), postgresql_where=text("counts")
    ),
)
"""`counts`: it is of the sorting that counts, and so a card lies there now. Kept by `note_where_they_lie`."""


class Beside(StrEnum):
    """How a second reading stands to the sorting that counted then, as codes are merged now."""

    ALIKE = "alike"
    TO_TALK = "to_talk"
    SETTLED = "settled"
    """They chose differently, and what they came to since was sorted with its reason."""


class Coding(Record):
    """One act of sorting one answer under one or more codes. Appended; at most retracted.

    The effective coding of an answer is the last unretracted primary one.
    """

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("answer_id", "sequence"),
        Index("ix_coding_by", "by_id", "at"),
        Index(
            "ix_coding_again",
            "answer_id",
            sqlite_where=text('"primary" = 0'),
            postgresql_where=text('NOT "primary"'),
        ),
        Index(
            "ix_coding_beside",
            "beside",
            "second",
            "answer_id",
            sqlite_where=text("beside IS NOT NULL"),
            postgresql_where=text("beside IS NOT NULL"),
        ),
    )

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    sequence: Mapped[int]
    """1, 2, … for each answer: which is last never depends on a clock."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    pile_id: Mapped[UUID | None] = mapped_column(ForeignKey("pile.id"))
    primary: Mapped[bool] = mapped_column(default=True)
    second: Mapped[Second | None] = mapped_column(Word(Second))
    """Why it is not primary: it was read blind. It never counts as where the answer lies."""
    beside: Mapped[Beside | None] = mapped_column(Word(Beside))
    """None: it is primary, or nothing stands that it could be held against. Kept by `note_how_alike`."""
    suggestion_id: Mapped[UUID | None] = mapped_column(ForeignKey("suggestion_shown.id"))
    """What the machine had pointed at when the coder decided, if anything."""
    memo: Mapped[str] = mapped_column(Text, default="")
    """What the coder noted for those who sort with them."""
    at: Mapped[datetime]
    retracted_at: Mapped[datetime | None]

    answer: Mapped[Answer] = relationship()
    codes: Mapped[list[Code]] = relationship(secondary=coding_code)
