"""Add a row unless it is there: what two do at the same moment, or one does twice, is done once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.common.ids import new_id
from consult.common.portions import in_portions
from consult.common.record import Record


def add_once(session: Session, record: type[Record], *, unique: Sequence[str], **values: Any) -> bool:
    """Add a `record` of `values`, all its columns, with a new id unless they name one.

    `unique`: the columns of a unique constraint. False: one with the same is there, and stays as it is.
    """
    row = {"id": new_id(), **values}
    added = _insert(session, record, unique).values(row).returning(record.id)
    return session.scalar(added) is not None


def add_all_once(
    session: Session, record: type[Record], rows: Sequence[dict[str, Any]], *, unique: Sequence[str]
) -> None:
    """The same for many `rows` of the same columns."""
    once = _insert(session, record, unique)
    named = [{"id": new_id(), **row} for row in rows]
    for some in in_portions(named):
        session.execute(once, some)


def _insert(session: Session, record: type[Record], unique: Sequence[str]) -> Any:
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(record).on_conflict_do_nothing(index_elements=unique)
