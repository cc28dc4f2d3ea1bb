"""Meetings: what people said together. Never a submission, never added to persons.

Each thing that was said is an `Answer` of the meeting.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record
from consult.loop.collect.records.consultations import Round
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
    withdrawn_on: Mapped[date | None]
    """Told of by mistake, or twice: it counts nowhere and its words are wiped. The same record sent once
    more does not bring it back."""

    round: Mapped[Round] = relationship()
    helper_link: Mapped[HelperLink | None] = relationship()
    place: Mapped[Place | None] = relationship()
