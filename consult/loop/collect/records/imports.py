"""Files of answers that were taken in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.common.record import Record
from consult.loop.collect.records.consultations import Round


class Import(Record):
    """A file of answers taken in, with what became of its rows in counts."""

    __tablename__ = "import"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    file_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40), default="")
    """csv, jsonl, xlsx, kobo, rapidpro or chat."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    taken: Mapped[int]
    known: Mapped[int]
    skipped: Mapped[int]

    round: Mapped[Round] = relationship()


class ImportRow(Record):
    """A row that was taken, by the keyed hash of its source id: the same row twice adds nothing."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("round_id", "source_hash"),
        Index("ix_import_row_person", "round_id", "person_hash"),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"))
    source_hash: Mapped[str] = mapped_column(String(64))
    person_hash: Mapped[str | None] = mapped_column(String(64))
    """Who said it, by the keyed hash of what the file calls them: a name is never kept."""
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
