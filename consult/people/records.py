"""Who there is: communities and places, committees and offices, accounts and seats, participants
and the ways they are reached."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.history import Actor
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


class Account(Record):
    """A person who signs in. Participants never have one."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("email"),)

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    @property
    def actor(self) -> Actor:
        return Actor("account", self.id)


class AccountSession(Record):
    """A signed-in browser. The cookie holds the token, this row only its hash."""

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class AccountInvitation(Record):
    """A one-time link to set a password: for a new account, or after losing the old one."""

    __tablename__ = "account_invitation"
    __table_args__ = (UniqueConstraint("token_hash"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class Role(StrEnum):
    REPRESENTATIVE = "representative"
    COMMITTEE_MEMBER = "committee_member"
    STAFF = "staff"
    TRANSLATOR = "translator"
    ADMINISTRATOR = "administrator"


class Seat(Record):
    """An account's role in one community, committee or office; administrators sit everywhere."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint(
            "(community_id IS NOT NULL AND committee_id IS NULL AND office_id IS NULL"
            " AND role IN ('representative', 'translator'))"
            " OR (committee_id IS NOT NULL AND community_id IS NULL AND office_id IS NULL"
            " AND role = 'committee_member')"
            " OR (office_id IS NOT NULL AND community_id IS NULL AND committee_id IS NULL"
            " AND role = 'staff')"
            " OR (office_id IS NULL AND community_id IS NULL AND committee_id IS NULL"
            " AND role = 'administrator')",
            name="role_fits_place",
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"), index=True)
    committee_id: Mapped[UUID | None] = mapped_column(ForeignKey("committee.id"), index=True)
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    """Its number in its place: the public says *representative 3*, never a name."""
    public_name: Mapped[str | None] = mapped_column(String(120))
    how_chosen: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    community: Mapped[Community | None] = relationship()
    committee: Mapped[Committee | None] = relationship()
    office: Mapped[Office | None] = relationship()


class Participant(Record):
    """Someone who spoke in one community. A pseudonym: no name, no number, no account."""

    __tablename__ = "participant"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    comes_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    stays_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    left_on: Mapped[date | None]

    community: Mapped[Community] = relationship()
    comes_from: Mapped[Place | None] = relationship(foreign_keys=[comes_from_id])
    stays_in: Mapped[Place | None] = relationship(foreign_keys=[stays_in_id])

    @property
    def actor(self) -> Actor:
        return Actor("participant", self.id)


class ContactPoint(Record):
    """A telephone. STOP is the phone's: `stopped_at` silences it for everybody who uses it."""

    __tablename__ = "contact_point"
    __table_args__ = (UniqueConstraint("lookup"),)

    lookup: Mapped[str] = mapped_column(String(64))
    sealed_number: Mapped[bytes] = mapped_column(LargeBinary)
    provider: Mapped[str] = mapped_column(String(40))
    stopped_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]


class HearBack(StrEnum):
    """How a person wants to hear back on one way of reaching them."""

    WHOLE = "whole"
    KNOCK = "knock"
    NOTHING = "nothing"


class Reach(Record):
    """One person by one way: a telephone they share (told apart by `suffix`), or their receipt."""

    __tablename__ = "reach"
    __table_args__ = (UniqueConstraint("contact_point_id", "suffix"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_point.id"), index=True)
    suffix: Mapped[int]
    """1 to 9: who of the people on this phone. Never reused on the same phone."""
    hear_back: Mapped[HearBack] = mapped_column(Word(HearBack), default=HearBack.KNOCK)
    since: Mapped[date]
    until: Mapped[date | None]

    participant: Mapped[Participant] = relationship()
    contact_point: Mapped[ContactPoint] = relationship()


class Receipt(Record):
    """Sixteen digits: six that find this row, ten that are kept only as a slow, peppered hash."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("selector"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    selector: Mapped[str] = mapped_column(String(6))
    verifier_hash: Mapped[str] = mapped_column(String(200))
    made_on: Mapped[date]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    ended_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship()


class Consent(Record):
    """What a person agreed to or refused: purpose, the text they saw, its language, the day."""

    __tablename__ = "consent"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(35))
    given: Mapped[bool]
    on: Mapped[date] = mapped_column("given_on")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    participant: Mapped[Participant] = relationship()


class Tombstone(Record):
    """A keyed hash of what must not come back: outlives the contact, survives a restore."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("what", "hash"),)

    what: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64))
    on: Mapped[date] = mapped_column("made_on")
