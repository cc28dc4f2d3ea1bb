"""Meetings: what people said together. Never a submission, never added to persons."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record
from consult.loop.collect.records.consultations import Round
from consult.loop.collect.records.prompts import PromptWording
from consult.loop.collect.records.recordings import Recording
from consult.people.records import HelperLink, Place


class MeetingReport(Record):
    """One meeting. `people`: about how many; `groups`: group id to about how many. Nobody is named."""

    __tablename__ = "meeting_report"
    __table_args__ = (UniqueConstraint("key"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    helper_link_id: Mapped[UUID | None] = mapped_column(ForeignKey("helper_link.id"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    held_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(35))
    people: Mapped[int]
    groups: Mapped[dict[str, Any]]
    read_back: Mapped[bool]
    key: Mapped[str] = mapped_column(String(80))
    received_on: Mapped[date]

    round: Mapped[Round] = relationship()
    helper_link: Mapped[HelperLink | None] = relationship()
    place: Mapped[Place | None] = relationship()


class MeetingPoint(Record):
    """One thing that was said at a meeting, to one prompt: words, a recording, or both."""

    __tablename__ = "meeting_point"
    __table_args__ = (UniqueConstraint("report_id", "position"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_report.id"))
    position: Mapped[int]
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_wording.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))

    report: Mapped[MeetingReport] = relationship()
    wording: Mapped[PromptWording] = relationship()
    recording: Mapped[Recording | None] = relationship()
