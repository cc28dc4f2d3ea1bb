"""What collecting keeps: consultations and rounds, prompts in languages, who said what by which door."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.talk import Talk
from consult.people.records import Community, ContactPoint, Participant, Reach


class Consultation(Record):
    """A community asking itself. Its address stays for ever; its musts stand before it opens.

    `who_asks`, `who_reads`, `what_is_open` are in `language`; other languages are Translations.
    """

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("slug"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    languages: Mapped[list[str]]
    """Languages it is held in, its own first."""
    who_asks: Mapped[str] = mapped_column(Text, default="")
    who_reads: Mapped[str] = mapped_column(Text, default="")
    what_is_open: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[str] = mapped_column(String(120), default="")
    """Where the answer is told: a named place or gathering."""
    risks_talked_at: Mapped[datetime | None]
    risks_note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]

    community: Mapped[Community] = relationship()


class StepDone(Record):
    """One line of the preparation list ticked by hand, with a note."""

    __tablename__ = "step_done"
    __table_args__ = (UniqueConstraint("consultation_id", "step"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    step: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Round(Record):
    """One time of asking. Dates carry it on where people are silent."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    opened_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    news_by: Mapped[date | None]
    review_by: Mapped[date | None]

    consultation: Mapped[Consultation] = relationship()


class Prompt(Record):
    """An open prompt, by its number in the consultation. There is no other kind."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    withdrawn_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()


class PromptVersion(Record):
    """A prompt as it was asked. Frozen at its first answer; a change after that is a new version."""

    __tablename__ = "prompt_version"
    __table_args__ = (UniqueConstraint("prompt_id", "number"),)

    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"), index=True)
    number: Mapped[int]
    frozen_at: Mapped[datetime | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    prompt: Mapped[Prompt] = relationship()


class PromptWording(Record):
    """One language of a prompt version."""

    __tablename__ = "prompt_wording"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_version.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str] = mapped_column(Text)
    back_translation: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[PromptVersion] = relationship()


class JoinWord(Record):
    """The word a text begins with to join a consultation, in one language. Folded, so unique."""

    __tablename__ = "join_word"
    __table_args__ = (UniqueConstraint("word"),)

    word: Mapped[str] = mapped_column(String(40))
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))

    consultation: Mapped[Consultation] = relationship()


class Door(StrEnum):
    """By which way an answer came in."""

    WEB = "web"
    SMS = "sms"
    IMPORT = "import"


class Readers(StrEnum):
    """Who may read a person's words, by their own choice: ELSEWHERE is besides HERE, never instead,
    while no seat of a reader from elsewhere exists. The page says so."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


class Submission(Record):
    """What one participant gave in one round. `quote_where`: meeting, poster, web – or nowhere."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("participant_id", "round_id"), UniqueConstraint("key"))

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    door: Mapped[Door] = mapped_column(Word(Door))
    language: Mapped[str] = mapped_column(String(35))
    readers: Mapped[Readers] = mapped_column(Word(Readers), default=Readers.HERE)
    quote_where: Mapped[list[str]] = mapped_column(default=list)
    key: Mapped[str | None] = mapped_column(String(80))
    """Made by the sender's page, so that sending twice is one submission."""
    received_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship()
    round: Mapped[Round] = relationship()


class Answer(Record):
    """A person's words to one prompt wording. The words are its parts."""

    __tablename__ = "answer"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_wording.id"), index=True)
    later_words: Mapped[bool] = mapped_column(default=False)
    """Came after closing: kept for the next round."""
    withdrawn_on: Mapped[date | None]

    submission: Mapped[Submission] = relationship()
    wording: Mapped[PromptWording] = relationship()


class PartKind(StrEnum):
    ORIGINAL = "original"
    MASKED = "masked"


class AnswerPart(Record):
    """A piece of an answer, appended and never edited: what was sent, or the whole text masked.

    An answer in several texts has several ORIGINAL parts; the newest MASKED part replaces them
    for everybody but its first reader.
    """

    __tablename__ = "answer_part"
    __table_args__ = (UniqueConstraint("answer_id", "position"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"), index=True)
    position: Mapped[int]
    kind: Mapped[PartKind] = mapped_column(Word(PartKind))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    on: Mapped[date] = mapped_column("made_on")

    answer: Mapped[Answer] = relationship()


class Conversation(Record):
    """A phone's conversation: who is writing, where in which round, when it last moved."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("contact_point_id"),)

    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_point.id"))
    state: Mapped[Talk] = mapped_column(Word(Talk), default=Talk.STRANGER)
    before: Mapped[Talk] = mapped_column(Word(Talk), default=Talk.STRANGER)
    """The state to return to after a menu or a question."""
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"))
    reach_id: Mapped[UUID | None] = mapped_column(ForeignKey("reach.id"))
    language: Mapped[str] = mapped_column(String(35))
    prompt_number: Mapped[int] = mapped_column(default=0)
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("answer.id"))
    """The answer that a text coming soon after joins."""
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moved_at: Mapped[datetime]

    contact_point: Mapped[ContactPoint] = relationship()
    reach: Mapped[Reach | None] = relationship()
    round: Mapped[Round | None] = relationship()
    answer: Mapped[Answer | None] = relationship()


class Import(Record):
    """A file of answers taken in, with what became of its rows in counts."""

    __tablename__ = "import"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    file_hash: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    taken: Mapped[int]
    known: Mapped[int]
    skipped: Mapped[int]

    round: Mapped[Round] = relationship()


class ImportRow(Record):
    """A row that was taken, by the keyed hash of its source id: the same row twice adds nothing."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("round_id", "source_hash"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    source_hash: Mapped[str] = mapped_column(String(64))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
