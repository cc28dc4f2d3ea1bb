"""Communities and what lies in them, committees, offices."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record, Word


class Community(Record):
    """People of one place or kind who ask themselves. `public`: its open consultations stand on /."""

    __tablename__ = "community"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    region: Mapped[str] = mapped_column(String(2))
    """ISO 3166 country in which a number without a country code is read."""
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    public: Mapped[bool] = mapped_column(default=True)
    danger_place: Mapped[str] = mapped_column(String(120), default="")
    danger_number: Mapped[str] = mapped_column(String(40), default="")
    """Where to go in danger: a public hotline, said on every entry page. Not a person's number."""
    disabled_at: Mapped[datetime | None]


class Place(Record):
    """A part of a community that people come from or stay in."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str] = mapped_column(String(120))

    community: Mapped[Community] = relationship()


class Committee(Record):
    """The advisory committee of a community."""

    __tablename__ = "committee"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str] = mapped_column(String(120))

    community: Mapped[Community] = relationship()


class Office(Record):
    """A mission section, agency or local authority that answers."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    disabled_at: Mapped[datetime | None]


class Group(Record):
    """People of a community who should be heard as such: by its own list, or by what an outsider
    named when asked who is never asked here. `number` is its place on the page."""

    __tablename__ = "people_group"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    retired_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()


class WhoseList(StrEnum):
    """Who says that these people should be heard."""

    OWN = "own"
    OUTSIDE = "outside"


class Estimate(Record):
    """One line of one of the two lists: a group or a place, how many they are, and who says so.

    `people` None: we do not know, which is a valid entry. The newest line of a group or place on a
    list stands; earlier ones are kept.
    """

    __tablename__ = "estimate"
    __table_args__ = (CheckConstraint("(group_id IS NULL) <> (place_id IS NULL)", name="of_one"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    whose: Mapped[WhoseList] = mapped_column(Word(WhoseList))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_group.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    people: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text)
    """Where the number comes from, or who named them, in a sentence."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    group: Mapped[Group | None] = relationship()
    place: Mapped[Place | None] = relationship()
