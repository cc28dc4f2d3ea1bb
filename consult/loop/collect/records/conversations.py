"""Join words, and where a phone's conversation stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records.answers import Answer
from consult.loop.collect.records.consultations import Consultation, Round
from consult.loop.collect.talk import Talk
from consult.people.records import ContactPoint, Reach


class JoinWord(Record):
    """The word a text begins with to join a consultation, in one language. Folded, so unique."""

    __tablename__ = "join_word"
    __table_args__ = (UniqueConstraint("word"),)

    word: Mapped[str] = mapped_column(String(40))
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))

    consultation: Mapped[Consultation] = relationship()


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
