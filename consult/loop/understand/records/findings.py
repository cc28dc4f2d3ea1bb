"""Released findings: frozen, hashed item by item, with who spoke outside the hash."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word
from consult.loop.collect.records import Consultation, Recording, Round
from consult.loop.understand.records.themes import Audience, Quote, Theme
from consult.people.records import Account, Group, Office, Participant, Place


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
    made: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """How it was made: prompts and versions, kept hints, doors, helpers, coders, agreement, the check.
    Counts and the community's own words, no person. None: released before this was kept."""
    quotes_behind: Mapped[list[str] | None] = mapped_column(JSON)
    """The hashes of quotes that stayed in the house that handed this over, so that its hash still holds."""
    hash: Mapped[str] = mapped_column(String(64))

    consultation: Mapped[Consultation] = relationship()
    round: Mapped[Round] = relationship()
    released_by: Mapped[Account] = relationship()

    @property
    def met(self) -> tuple[int, int | None]:
        """Meetings, and about how many people were at them; None: so few at one that they could be found.
        Never added to `spoke`."""
        meetings, people = (self.made or {}).get("met", (0, 0))
        return meetings, people


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
    meetings: Mapped[int | None]
    """At how many meetings it was said, never added to `people`. None: not told, since at one of them were
    so few that it would point at them; or released before this was kept."""
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))
    """Its name as it was said aloud when it was released; outside the hash, since a voice may be wiped."""
    hash: Mapped[str] = mapped_column(String(64))

    findings: Mapped[Findings] = relationship()
    theme: Mapped[Theme] = relationship()
    recording: Mapped[Recording | None] = relationship()
    offices: Mapped[list[Office]] = relationship(secondary="findings_theme_office", order_by="Office.name")
    """Whom it was addressed to when it was released."""


Table(
    "findings_theme_office",
    Record.metadata,
    Column("findings_theme_id", ForeignKey("findings_theme.id"), primary_key=True),
    Column("office_id", ForeignKey("office.id"), primary_key=True, index=True),
)


class FindingsQuote(Record):
    """A quote as it went out. Its hash stays when the words are taken back and `text` is emptied."""

    __tablename__ = "findings_quote"
    __table_args__ = (UniqueConstraint("findings_theme_id", "quote_id"),)

    findings_theme_id: Mapped[UUID] = mapped_column(ForeignKey("findings_theme.id"))
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quote.id"), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    where: Mapped[list[str]] = mapped_column(default=list)
    hash: Mapped[str] = mapped_column(String(64))

    findings_theme: Mapped[FindingsTheme] = relationship()
    quote: Mapped[Quote] = relationship()


class By(StrEnum):
    """Along what a breakdown counts people."""

    GROUP = "group"
    COMES_FROM = "comes_from"
    STAYS_IN = "stays_in"


class Breakdown(Record):
    """A released table: people of each group or place, on each theme where `themes`, else who spoke.

    `rows`: ids of groups or places; `columns`: numbers of themes, or none; `cells`: people, row by row,
    None where withheld. Frozen and hashed with its findings; compared with every later release.
    """

    __tablename__ = "breakdown"
    __table_args__ = (UniqueConstraint("findings_id", "by", "themes"),)

    findings_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id"))
    by: Mapped[By] = mapped_column(Word(By))
    themes: Mapped[bool]
    rows: Mapped[list[Any]] = mapped_column(default=list)
    columns: Mapped[list[Any]] = mapped_column(default=list)
    cells: Mapped[list[Any]] = mapped_column(default=list)
    fewest: Mapped[int]
    """k: nothing smaller is shown, and nothing from which something smaller follows."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The true counts, with who spoke: sealed, opened by no page, only compared with."""
    hash: Mapped[str] = mapped_column(String(64))

    findings: Mapped[Findings] = relationship()


class Shown(StrEnum):
    """How a small group whose voice stands out wants to be shown."""

    NAMED = "named"
    UNNAMED = "unnamed"
    SPOKEN_ONLY = "spoken_only"


class GroupShown(Record):
    """What a small group decided about itself, and how that is known. The newest row holds."""

    __tablename__ = "group_shown"
    __table_args__ = (CheckConstraint("(group_id IS NULL) <> (place_id IS NULL)", name="of_one"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_group.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    shown: Mapped[Shown] = mapped_column(Word(Shown))
    said_how: Mapped[str] = mapped_column(Text)
    """Who asked whom, where: a sentence."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]

    group: Mapped[Group | None] = relationship()
    place: Mapped[Place | None] = relationship()


class Contribution(Record):
    """Who spoke to a released theme. Outside its hash, so that leaving does not break it."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("findings_theme_id", "participant_id"),)

    findings_theme_id: Mapped[UUID] = mapped_column(ForeignKey("findings_theme.id"), index=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)

    findings_theme: Mapped[FindingsTheme] = relationship()
    participant: Mapped[Participant] = relationship()
