"""Who said what by which door."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records.consultations import Consultation, Round
from consult.loop.collect.records.meetings import MeetingReport
from consult.loop.collect.records.prompts import PromptWording
from consult.loop.collect.records.recordings import Recording
from consult.people.records import HelperLink, Participant


class Door(StrEnum):
    """By which way an answer came in."""

    WEB = "web"
    SMS = "sms"
    IMPORT = "import"
    HELPER = "helper"


class Readers(StrEnum):
    """Who may read a person's words, by their own choice: HERE alone, or ELSEWHERE besides HERE, never
    instead. The page says so: *representatives from here, and readers from elsewhere too*."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


TAKEN_BACK = text("withdrawn_on IS NOT NULL")
AWAY = text("withdrawn_on IS NOT NULL OR protected_on IS NOT NULL")


class Submission(Record):
    """What one participant gave in one round. `quote_where`: meeting, poster, web – or nowhere."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("participant_id", "round_id"),
        UniqueConstraint("key"),
        Index("ix_submission_gone", "id", sqlite_where=TAKEN_BACK, postgresql_where=TAKEN_BACK),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    door: Mapped[Door] = mapped_column(Word(Door))
    language: Mapped[str] = mapped_column(String(35))
    readers: Mapped[Readers] = mapped_column(Word(Readers), default=Readers.HERE)
    quote_where: Mapped[list[str]] = mapped_column(default=list)
    key: Mapped[str | None] = mapped_column(String(80))
    """Made by the sender's page, so that sending twice is one submission."""
    helper_link_id: Mapped[UUID | None] = mapped_column(ForeignKey("helper_link.id"), index=True)
    read_back: Mapped[bool | None]
    """Whether the helper read the words back to the person; None where nobody helped."""
    received_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship()
    round: Mapped[Round] = relationship()
    helper_link: Mapped[HelperLink | None] = relationship()


class Answer(Record):
    """What was said to one prompt wording: by a person, in their submission, or together at a meeting.
    The words are its parts.

    A point of a meeting has no submission, so that whatever counts people, owes them something or reaches
    them passes it over.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("(submission_id IS NULL) <> (meeting_id IS NULL)", name="of_one"),
        Index("ix_answer_gone", "id", sqlite_where=AWAY, postgresql_where=AWAY),
    )

    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_report.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_wording.id"), index=True)
    later_words: Mapped[bool] = mapped_column(default=False)
    """Came after closing: kept for the next round."""
    protected_on: Mapped[date | None]
    """Taken out of the open flow for the protection officer: nobody else reads or counts it."""
    withdrawn_on: Mapped[date | None]

    submission: Mapped[Submission | None] = relationship()
    meeting: Mapped[MeetingReport | None] = relationship()
    wording: Mapped[PromptWording] = relationship()

    @property
    def given(self) -> Submission | MeetingReport:
        """In what it came: a person's submission, or the report of a meeting."""
        given = self.submission or self.meeting
        assert given is not None
        return given

    @property
    def theirs(self) -> Submission:
        """The submission of the person who said it; asked for only of answers that a person gave."""
        assert self.submission is not None
        return self.submission

    @property
    def language(self) -> str:
        return self.given.language

    @property
    def readers(self) -> Readers:
        """What was said at a meeting is for readers from here: nobody could choose for all who were there."""
        return self.submission.readers if self.submission else Readers.HERE

    @property
    def quote_where(self) -> list[str]:
        """Nowhere, of what was said at a meeting."""
        return self.submission.quote_where if self.submission else []


class PartKind(StrEnum):
    ORIGINAL = "original"
    MASKED = "masked"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"


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
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))
    """Of a RECORDING part, whose text is empty."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    on: Mapped[date] = mapped_column("made_on")

    answer: Mapped[Answer] = relationship()
    recording: Mapped[Recording | None] = relationship()


class Speaks(StrEnum):
    """What a person says to: do these speak for you?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    CANNOT_SAY = "cannot_say"


class SpeaksForYou(Record):
    """One person's newest word in one round on those who speak for the community."""

    __tablename__ = "speaks_for_you"
    __table_args__ = (UniqueConstraint("participant_id", "round_id"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    says: Mapped[Speaks] = mapped_column(Word(Speaks))
    on: Mapped[date] = mapped_column("said_on")

    participant: Mapped[Participant] = relationship()
    round: Mapped[Round] = relationship()


class ProtectedReport(Record):
    """What only the protection officer opens: told as a private matter, or flagged by a reader.

    `sealed`: the words, with the vault's key, bound to this row. `general_line`: what the speaker
    agreed that everybody may know, and `agreed` whether they did.
    """

    __tablename__ = "protected_report"
    __table_args__ = (UniqueConstraint("key"), UniqueConstraint("consultation_id", "number"))

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    door: Mapped[Door] = mapped_column(Word(Door))
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("answer.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"))
    flagged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(String(35))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    key: Mapped[str | None] = mapped_column(String(80))
    """Made by the sender's page, so that sending twice is one report."""
    received_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    agreed: Mapped[bool | None]
    general_line: Mapped[str] = mapped_column(Text, default="")
    returned_at: Mapped[datetime | None]
    """Given back to the open flow: it was no private matter."""
    ended_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    answer: Mapped[Answer | None] = relationship()

    @property
    def flagged(self) -> bool:
        """Whether a reader put it here, rather than its speaker."""
        return self.flagged_by_id is not None

    @property
    def over(self) -> bool:
        return self.ended_at is not None or self.returned_at is not None
