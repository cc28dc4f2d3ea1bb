"""What closing keeps: what is owed to whom, how it was told, whether it arrived, what people say."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Consultation, Round
from consult.loop.respond.records import Response, ResponseVersion
from consult.loop.understand.records import Findings, Theme
from consult.people.records import HelperLink, Participant, Place
from consult.post.records import Message


class Obligation(Record):
    """An answer owed to one person: for a theme they spoke to, or, with no theme, for their words
    in a round that stand alone, were set aside or were not read."""

    __tablename__ = "obligation"
    __table_args__ = (UniqueConstraint("key"), Index("ix_obligation_of_theme", "theme_id", "id"))

    key: Mapped[str] = mapped_column(String(120))
    """``participant:theme`` or ``participant:round``: owed once, however often it is asked for."""
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"))
    since: Mapped[date]
    kind: Mapped[str | None] = mapped_column(String(40))
    """What the words had come to in the house that handed this over; None: the words are here to tell."""

    participant: Mapped[Participant] = relationship()
    round: Mapped[Round] = relationship()
    theme: Mapped[Theme | None] = relationship()


class Telling(Record):
    """A text planned for an obligation: which version (or the findings' general line), whole or knock."""

    __tablename__ = "telling"
    __table_args__ = (UniqueConstraint("obligation_id", "version_id", "findings_id", "message_id"),)

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("response_version.id"), index=True)
    findings_id: Mapped[UUID | None] = mapped_column(ForeignKey("findings.id"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), index=True)
    whole: Mapped[bool]

    obligation: Mapped[Obligation] = relationship()
    version: Mapped[ResponseVersion | None] = relationship()
    findings: Mapped[Findings | None] = relationship()
    message: Mapped[Message] = relationship()


class How(StrEnum):
    """How an answer reached a person. The first two are in person, the third in the community."""

    TEXT = "text"
    ASKED = "asked"
    RETURN = "return"


class Form(StrEnum):
    MEETING = "meeting"
    RADIO = "radio"
    POSTER = "poster"


class TakenBy(StrEnum):
    """Who wrote down what people say of an answer, where they did not say it by themselves."""

    HELPER = "helper"
    PAID = "paid_helper"
    """A helper whom an office pays."""


class Return(Record):
    """The answer told to the community: where, when, in which form, how many, what people said."""

    __tablename__ = "return"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    """The part of the community that it covers; None covers all of it."""
    form: Mapped[Form] = mapped_column(Word(Form))
    on: Mapped[date] = mapped_column("told_on")
    people: Mapped[int]
    said: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    taken_by: Mapped[TakenBy | None] = mapped_column(Word(TakenBy))
    """Who counted its beans, where no representative did."""

    consultation: Mapped[Consultation] = relationship()
    place: Mapped[Place | None] = relationship()
    versions: Mapped[list[ResponseVersion]] = relationship(secondary="return_version")


Table(
    "return_version",
    Record.metadata,
    Column("return_id", ForeignKey("return.id"), primary_key=True),
    Column("version_id", ForeignKey("response_version.id"), primary_key=True),
)


class Reached(Record):
    """The proof that one obligation was met by one version: by a delivered text, by asking, or by
    a return to the community."""

    __tablename__ = "reached"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("(how = 'return') = (return_id IS NOT NULL)", name="return_has_its_return"),
    )

    key: Mapped[str] = mapped_column(String(160))
    """``obligation:version or findings:how``: the same proof twice is one."""
    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("response_version.id"), index=True)
    findings_id: Mapped[UUID | None] = mapped_column(ForeignKey("findings.id"))
    how: Mapped[How] = mapped_column(Word(How))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"))
    return_id: Mapped[UUID | None] = mapped_column(ForeignKey("return.id"))
    on: Mapped[date] = mapped_column("reached_on")

    obligation: Mapped[Obligation] = relationship()
    version: Mapped[ResponseVersion | None] = relationship()


class Question(StrEnum):
    """Two questions that are never mixed."""

    ANSWERED = "answered"
    HAPPENED = "happened"


class Says(StrEnum):
    """What a person says, by its key: 1 yes, 2 partly, 3 no, 4 cannot say, 5 not what we said."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    CANNOT_SAY = "cannot_say"
    NOT_WHAT_WE_SAID = "not_what_we_said"


class Verdict(Record):
    """What one person says of one theme's answer. Appended; their last one counts.

    `taken_by` None: the person said it without a helper.
    """

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("participant_id", "theme_id", "question", "sequence"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("response_version.id"), index=True)
    question: Mapped[Question] = mapped_column(Word(Question))
    sequence: Mapped[int]
    says: Mapped[Says] = mapped_column(Word(Says))
    on: Mapped[date] = mapped_column("said_on")
    taken_by: Mapped[TakenBy | None] = mapped_column(Word(TakenBy))

    participant: Mapped[Participant] = relationship()
    theme: Mapped[Theme] = relationship()
    version: Mapped[ResponseVersion] = relationship()


class BeansBrought(Record):
    """A meeting's beans as a helper counted them. It counts nowhere before a representative wrote the
    meeting down: then it is settled, with the return that came of it, or with none.

    `beans`: theme → word → how many; `happened`: the same of promises, by ``theme:response``. `key`: the
    same sending twice is once.
    """

    __tablename__ = "beans_brought"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str] = mapped_column(String(120))
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    helper_link_id: Mapped[UUID] = mapped_column(ForeignKey("helper_link.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    held_on: Mapped[date]
    people: Mapped[int]
    beans: Mapped[dict[str, Any]]
    happened: Mapped[dict[str, Any] | None]
    brought_on: Mapped[date]
    settled_on: Mapped[date | None]
    return_id: Mapped[UUID | None] = mapped_column(ForeignKey("return.id"))

    consultation: Mapped[Consultation] = relationship()
    helper_link: Mapped[HelperLink] = relationship()
    place: Mapped[Place | None] = relationship()


class HappenedCount(Record):
    """What people had said by a day of whether a promise happened: counted then, and never again, so
    that no later word of one person shows in a number. `says` None: nobody had said a word."""

    __tablename__ = "happened_count"
    __table_args__ = (UniqueConstraint("theme_id", "response_id", "counted_on", "says"),)

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    on: Mapped[date] = mapped_column("counted_on")
    says: Mapped[Says | None] = mapped_column(Word(Says))
    people: Mapped[int]
    helped: Mapped[int | None]
    """Of `people`, how many said it through a helper; None: counted before this was."""
    paid: Mapped[int | None]
    """Of those, through a helper whom an office pays."""


class ReturnLine(Record):
    """A meeting's own verdict on one theme, in beans: never added to persons."""

    __tablename__ = "return_line"
    __table_args__ = (UniqueConstraint("return_id", "theme_id", "says"),)

    return_id: Mapped[UUID] = mapped_column(ForeignKey("return.id"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    says: Mapped[Says] = mapped_column(Word(Says))
    beans: Mapped[int]

    returned: Mapped[Return] = relationship()
    theme: Mapped[Theme] = relationship()


class HappenedLine(Record):
    """A meeting's own word, in beans, on whether what an answer promised about a theme happened."""

    __tablename__ = "happened_line"
    __table_args__ = (UniqueConstraint("return_id", "theme_id", "response_id", "says"),)

    return_id: Mapped[UUID] = mapped_column(ForeignKey("return.id"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    says: Mapped[Says] = mapped_column(Word(Says))
    beans: Mapped[int]

    returned: Mapped[Return] = relationship()
    theme: Mapped[Theme] = relationship()
    response: Mapped[Response] = relationship()
