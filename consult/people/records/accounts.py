"""Who signs in, and by which seat; who helps."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.history import Actor
from consult.common.record import Record, Word
from consult.people.records.places import Committee, Community, Office


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
    mailed_at: Mapped[datetime | None]
    """When it was last told by mail that work waits."""
    mail_work: Mapped[bool] = mapped_column(default=True)

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
    READER = "reader"
    """Reads and sorts, and is from elsewhere; shapes nothing."""
    PROTECTION_OFFICER = "protection_officer"
    ADMINISTRATOR = "administrator"


class WomanOrMan(StrEnum):
    """What the holder of a seat says, to be counted by; who says nothing is counted as *not said*."""

    WOMAN = "woman"
    MAN = "man"


class Seat(Record):
    """An account's role in one community, committee or office; administrators sit everywhere."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint(
            "(community_id IS NOT NULL AND committee_id IS NULL AND office_id IS NULL"
            " AND role IN ('representative', 'translator', 'reader', 'protection_officer'))"
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
    chosen_by: Mapped[str] = mapped_column(Text, default="")
    objected: Mapped[str] = mapped_column(Text, default="")
    """Who objected, in a sentence: said in public without names."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stepped_back: Mapped[bool] = mapped_column(default=False)
    """Ended by its holder's own press."""
    woman_or_man: Mapped[WomanOrMan | None] = mapped_column(Word(WomanOrMan))
    """As its holder says, if they like. Nobody sees it; the ledger counts it where enough have said it."""

    account: Mapped[Account] = relationship()
    community: Mapped[Community | None] = relationship()
    committee: Mapped[Committee | None] = relationship()
    office: Mapped[Office | None] = relationship()


class HelperLink(Record):
    """A revocable link by which a helper writes or records for others, without an account.

    `name` is for those who gave it; the public says *helper 2*. The page holds the token, this row
    only its hash. Words are sealed on the helper's phone with a key that the vault derives from `id`.
    """

    __tablename__ = "helper_link"
    __table_args__ = (UniqueConstraint("token_hash"), UniqueConstraint("community_id", "number"))

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35))
    token_hash: Mapped[str] = mapped_column(String(64))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    """The office that pays this helper, if one does."""
    paid_by_office: Mapped[bool]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    office: Mapped[Office | None] = relationship()
