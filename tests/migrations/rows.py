"""Rows as the schema of before took them."""

from sqlalchemy import column, insert, table

from consult.common.record import Record
from consult.db.unit import Database


def add(database: Database, into: str, /, **values: object) -> None:
    """One row of table `into` with exactly these columns: no default of today's records joins in."""
    types = Record.metadata.tables[into].c
    row = table(into, *(column(key, types[key].type) for key in values))
    with database.work() as session:
        session.execute(insert(row).values(values))
