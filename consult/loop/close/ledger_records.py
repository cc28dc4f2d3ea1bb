"""What is kept of ledgers that were counted: numbers alone, and no person."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.common.record import Record, Word
from consult.loop.close.records import Says


class SaidCount(Record):
    """What people had said of a consultation's answers by a day: counted then, and never again, so that no
    later word of one person shows in a number. `answers`: as many words, one of a person for each answer."""

    __tablename__ = "said_count"
    __table_args__ = (UniqueConstraint("consultation_id", "counted_on", "says"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    on: Mapped[date] = mapped_column("counted_on")
    says: Mapped[Says] = mapped_column(Word(Says))
    answers: Mapped[int]


class LedgerKept(Record):
    """The last count of a consultation's ledger, as everyone may read it: so nobody waits for it twice.

    `fewest`: the smallest number that was shown. `owed`: how many answers were owed.
    """

    __tablename__ = "ledger_kept"
    __table_args__ = (UniqueConstraint("consultation_id"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    counted_at: Mapped[datetime]
    fewest: Mapped[int]
    owed: Mapped[int]
    lines: Mapped[list[Any]]
    """Key, unit, value, whether withheld, and the day on which it was counted where that is another."""
