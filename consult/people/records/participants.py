"""Participants, the ways they are reached, what they agreed to, what must not come back."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.history import Actor
from consult.common.record import Record, Word
from consult.people.records.places import Community, Place


class Participant(Record):
    """Someone who spoke in one community. A pseudonym: no name, no number, no account."""

    __tablename__ = "participant"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    comes_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    stays_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    left_on: Mapped[date | None]
    quiet_since: Mapped[date | None]
    """Since when nobody writes to them from here unasked: another house does, before or after this one."""

    community: Mapped[Community] = relationship()
    comes_from: Mapped[Place | None] = relationship(foreign_keys=[comes_from_id])
    stays_in: Mapped[Place | None] = relationship(foreign_keys=[stays_in_id])

    @property
    def actor(self) -> Actor:
        return Actor("participant", self.id)


class Belonging(Record):
    """A group of the lists to which a participant says they belong. Asked after the answers only."""

    __tablename__ = "belonging"
    __table_args__ = (UniqueConstraint("participant_id", "group_id"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("people_group.id"), index=True)

    participant: Mapped[Participant] = relationship()


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
    """One person on one telephone, which others may share: `suffix` tells them apart."""

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
    __table_args__ = (UniqueConstraint("selector", "twin"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    selector: Mapped[str] = mapped_column(String(6))
    twin: Mapped[int] = mapped_column(default=0)
    """0, unless another house gave the same six digits and handed its receipt over to this one."""
    verifier_hash: Mapped[str] = mapped_column(String(200))
    sealed_pepper: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the ten digits are keyed with before they are hashed: of this receipt alone, so that it can be
    handed over without the key of all others. None: made before there was one, keyed by the vault."""
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


class GuessBucket(Record):
    """How many wrong receipt numbers may still be tried before pages slow down: `tries_left` at the time
    `at`, over everybody together. It says nothing about who tried."""

    __tablename__ = "guess_bucket"
    __table_args__ = (UniqueConstraint("what"),)

    what: Mapped[str] = mapped_column(String(20))
    tries_left: Mapped[int]
    at: Mapped[datetime]
