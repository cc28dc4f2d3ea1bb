"""What understanding keeps: cards, codes and codings, themes, released findings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Answer, Consultation, Round
from consult.people.records import Account, Office, Participant


class Card(Record):
    """An answer's number in its consultation, from 101. Numbers tell no order of arrival."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("answer_id"),
        Index("ix_card_unread", "consultation_id", "masked_at", "number"),
    )

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    masked_at: Mapped[datetime | None]
    """When its first reader passed it on; until then nobody else sees it."""
    first_reader_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    answer: Mapped[Answer] = relationship()


class Control(StrEnum):
    """Codes about the answer itself. Not the community's content; the same everywhere."""

    NOT_AN_ANSWER = "not_an_answer"
    ANOTHER_PROMPT = "another_prompt"
    UNCLEAR = "unclear"
    COULD_IDENTIFY = "could_identify"


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
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
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
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship()
    theme: Mapped[Theme | None] = relationship()


class CodeStep(Record):
    """A code's history: named anew, merged. Old names stay readable."""

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
    Column("code_id", ForeignKey("code.id"), primary_key=True, index=True),
)


class Coding(Record):
    """One act of sorting one answer under one or more codes. Appended; at most retracted.

    The effective coding of an answer is the last unretracted primary one.
    """

    __tablename__ = "coding"
    __table_args__ = (UniqueConstraint("answer_id", "sequence"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    sequence: Mapped[int]
    """1, 2, … for each answer: which is last never depends on a clock."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    pile_id: Mapped[UUID | None] = mapped_column(ForeignKey("pile.id"))
    primary: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    retracted_at: Mapped[datetime | None]

    answer: Mapped[Answer] = relationship()
    codes: Mapped[list[Code]] = relationship(secondary=coding_code)


class Hold(Record):
    """A theme held back for safety. The mark says only that, and since when."""

    __tablename__ = "hold"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    theme: Mapped[Theme] = relationship()


class Findings(Record):
    """A frozen, numbered release. Later steps refer to it; nothing in it is ever rewritten."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    review_by: Mapped[date]
    spoke: Mapped[int]
    """People who spoke in the round: the community's own total, exact."""
    set_aside: Mapped[int]
    """People whose words were all set aside as not an answer."""
    alone: Mapped[str] = mapped_column(Text, default="")
    """One general line for words that stand on no theme."""
    language: Mapped[str] = mapped_column(String(35))
    hash: Mapped[str] = mapped_column(String(64))

    consultation: Mapped[Consultation] = relationship()
    round: Mapped[Round] = relationship()
    released_by: Mapped[Account] = relationship()


class FindingsTheme(Record):
    """A theme as released: frozen words, and its count where the small-number rule lets it show."""

    __tablename__ = "findings_theme"
    __table_args__ = (UniqueConstraint("findings_id", "number"),)

    findings_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    statement: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    people: Mapped[int | None]
    hash: Mapped[str] = mapped_column(String(64))

    findings: Mapped[Findings] = relationship()
    theme: Mapped[Theme] = relationship()
    offices: Mapped[list[Office]] = relationship(secondary="findings_theme_office", order_by="Office.name")
    """Whom it was addressed to when it was released."""


Table(
    "findings_theme_office",
    Record.metadata,
    Column("findings_theme_id", ForeignKey("findings_theme.id"), primary_key=True),
    Column("office_id", ForeignKey("office.id"), primary_key=True, index=True),
)


class Contribution(Record):
    """Who spoke to a released theme. Outside its hash, so that leaving does not break it."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("findings_theme_id", "participant_id"),)

    findings_theme_id: Mapped[UUID] = mapped_column(ForeignKey("findings_theme.id"), index=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)

    findings_theme: Mapped[FindingsTheme] = relationship()
    participant: Mapped[Participant] = relationship()
