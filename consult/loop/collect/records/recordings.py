"""Recordings: voices, songs, recitals, kept sealed in the database so that leaving has one place."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.common.record import Record

MOST_BYTES = 2 * 1024 * 1024


class Recording(Record):
    """A sound of at most MOST_BYTES, sealed with the vault's key and bound to this row.

    Wiped: `sealed` None, the rest stays. `seconds` None: nobody measured it.
    """

    __tablename__ = "recording"

    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    seconds: Mapped[int | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    made_on: Mapped[date]
    wiped_on: Mapped[date | None]
