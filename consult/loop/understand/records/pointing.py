"""Machine help that only points: what was asked for, measured, found and shown. Never what counts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Answer, Consultation


class Pointing(StrEnum):
    """At what the machine pointed."""

    ALIKE = "alike"
    """At other answers most like one that was just sorted."""
    CODES = "codes"
    """At codes under which people put answers like this one."""
    GROUP = "group"
    """At answers that may be read together."""
    COPIES = "copies"
    """At answers that say nearly the same."""
    ORDER = "order"
    """At the answer from which it would learn most."""
    PHRASE = "phrase"
    """At answers in which the same word or phrase stands."""
    SEEK = "seek"
    """At an answer that may belong to a code."""


class SuggestionShown(Record):
    """A coder saw this beside an answer. `codes`: ids. `taken`: whether they sorted it so; None: not yet."""

    __tablename__ = "suggestion_shown"
    __table_args__ = (Index("ix_suggestion_shown_by", "by_id", "at"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    pointing: Mapped[Pointing] = mapped_column(Word(Pointing))
    method: Mapped[str] = mapped_column(String(40))
    codes: Mapped[list[str]] = mapped_column(default=list)
    taken: Mapped[bool | None]
    at: Mapped[datetime]

    answer: Mapped[Answer] = relationship()


class HelpMeasured(Record):
    """How often the help was right on answers that people here had sorted; and whether it is on.

    The newest row of a language and method holds. `right` and `guess` count of `sample` answers: those
    whose code the machine named, and those that always naming the most frequent code would have met.
    """

    __tablename__ = "help_measured"
    __table_args__ = (Index("ix_help_measured_of", "consultation_id", "language", "method"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    language: Mapped[str] = mapped_column(String(35))
    method: Mapped[str] = mapped_column(String(40))
    sample: Mapped[int]
    right: Mapped[int]
    guess: Mapped[int]
    on: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class HelpRun(Record):
    """One look over the unsorted answers of one language, asked for by a coder, done by the worker.

    `done` of `total` answers are looked at; `finished_at` None while it goes on. Of a look for words and
    phrases (phrases_used.py) the language is empty: who finds them knows which one they read. So is that of
    a look for answers that may belong to a code (seeking.py): it reads every language in which help is on.
    """

    __tablename__ = "help_run"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    method: Mapped[str] = mapped_column(String(40))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    bursts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Days on which far more answers came than usual, each with both: ``{"2027-06-04": [40, 6]}``."""
    finished_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()


help_group_answer = Table(
    "help_group_answer",
    Record.metadata,
    Column("group_id", ForeignKey("help_group.id"), primary_key=True),
    Column("answer_id", ForeignKey("answer.id"), primary_key=True, index=True),
)


class HelpGroup(Record):
    """Answers that may be read together. `words`: only words that people used in them, no name.

    `pointing`: GROUP, PHRASE (its one word or phrase), or COPIES, which have no words; `on_a_day`: how many
    of these came on one day. SEEK: `number` is that of the code, and the answers stand in HelpAnswer, since
    they have an order.
    """

    __tablename__ = "help_group"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("help_run.id"))
    number: Mapped[int]
    words: Mapped[list[str]] = mapped_column(default=list)
    pointing: Mapped[Pointing] = mapped_column(Word(Pointing), default=Pointing.GROUP)
    on_a_day: Mapped[int] = mapped_column(default=0)

    run: Mapped[HelpRun] = relationship()
    answers: Mapped[list[Answer]] = relationship(secondary=help_group_answer)


class HelpAnswer(Record):
    """What a look found for one unsorted answer. Wiped with the words.

    `alike`: ids of answers most like it, the likest first. `codes`: ids of codes under which people put
    answers like it. `place`: from 1, where the machine would learn most from a person; where it was made to
    seek, what may belong to the code first.
    """

    __tablename__ = "help_answer"
    __table_args__ = (UniqueConstraint("run_id", "answer_id"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("help_run.id"))
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    place: Mapped[int]
    alike: Mapped[list[str]] = mapped_column(default=list)
    codes: Mapped[list[str]] = mapped_column(default=list)

    run: Mapped[HelpRun] = relationship()


class AnswerVector(Record):
    """An answer's masked text as numbers, kept so that it is worked out once. Wiped with the words.

    `of`: a keyed hash of the text it was made from; another text makes it stale.
    """

    __tablename__ = "answer_vector"
    __table_args__ = (UniqueConstraint("answer_id", "method"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"))
    method: Mapped[str] = mapped_column(String(40))
    of: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
