"""Open prompts, their versions and wordings."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records.consultations import Consultation
from consult.loop.collect.records.recordings import Recording
from consult.people.records import Account, Community


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
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    """Who wrote it; None: it is of before that was noted."""
    back_translation: Mapped[str] = mapped_column(Text, default="")
    back_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    """Who wrote the back-translation: somebody else than the translator shows more."""
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))

    version: Mapped[PromptVersion] = relationship()
    recording: Mapped[Recording | None] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=by_id)
    back_by: Mapped[Account | None] = relationship(foreign_keys=back_by_id)


class KeptHint(Record):
    """A hint of the prompt check that the author kept the wording against, and why. On record.

    `hint`: its id, such as CLOSED. `words`: the words it named.
    """

    __tablename__ = "kept_hint"
    __table_args__ = (UniqueConstraint("wording_id", "hint"),)

    wording_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_wording.id"))
    hint: Mapped[str] = mapped_column(String(40))
    words: Mapped[list[str]]
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    wording: Mapped[PromptWording] = relationship()


class WordKind(StrEnum):
    """What representatives tell the prompt check about their own language and place."""

    QUESTION = "question"
    CHARGED = "charged"
    ACTOR = "actor"


class OwnWord(Record):
    """A word of a community's own for the prompt check, in one language."""

    __tablename__ = "own_word"
    __table_args__ = (UniqueConstraint("community_id", "language", "kind", "word"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    language: Mapped[str] = mapped_column(String(35))
    kind: Mapped[WordKind] = mapped_column(Word(WordKind))
    word: Mapped[str] = mapped_column(String(80))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    community: Mapped[Community] = relationship()
