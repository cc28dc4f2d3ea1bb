"""The rows of one community that go along, read by table; what hangs on what does not go is left out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Table, Uuid, select
from sqlalchemy.orm import Session

from consult.common.portions import in_portions
from consult.common.record import Record, UtcTime
from consult.loop.close.handover_parts import COLUMNS, STEPS, WORDED

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def table_of(name: str) -> Table:
    return Record.metadata.tables[name]


def columns_of(name: str) -> list[str]:
    """What goes along of a table; its id too, where it has one."""
    own = ["id"] if "id" in table_of(name).c else []
    return [*own, *COLUMNS[name].split()]


def rows_of(session: Session, community: UUID, *, owed: Sequence[Row] = ()) -> Rows:
    """Everything of `community` that goes along, as values of Python; `owed`: obligations that are not
    noted yet."""
    found: dict[str, dict[object, Row]] = defaultdict(dict)
    _find(session, found, "community", "id", {community})
    found["obligation"] = {row["id"]: row for row in owed}
    for name, column, source in STEPS:
        table, of = source.split(".")
        _find(session, found, name, column, {row[of] for row in found[table].values()} - {None})
        if name in KEPT:
            found[name] = {key: row for key, row in found[name].items() if KEPT[name](row)}
    for name in WORDED:
        _find(session, found, "translation", "about_id", set(found[name]))
    found["translation"] = {
        key: row for key, row in found["translation"].items() if not row["waits"] or row["let_at"]
    }
    rows = {name: list(found[name].values()) for name in COLUMNS}
    people = table_of("participant").c
    left = set(
        session.scalars(
            select(people.id).where(people.community_id == community, people.left_on.is_not(None))
        )
    )
    rows["participant"] = [row for row in rows["participant"] if row["id"] not in left]
    _between_communities(session, rows, community)
    return whole(rows)


KEPT: dict[str, Callable[[Row], bool]] = {
    "response_version": lambda row: row["published_at"] is not None,
    "receipt": lambda row: bool(row["verifier_hash"]),
}
"""Drafts stay: nobody was told them. So do receipts that have ended."""
STILL_WAITS = {"beans_brought": "settled_on"}
"""Only what waits yet goes along: the rest has come to something that does."""


def _find(
    session: Session,
    found: dict[str, dict[object, Row]],
    name: str,
    column: str,
    values: Collection[object],
) -> None:
    table = table_of(name)
    wanted = select(*(table.c[each] for each in columns_of(name)))
    if name in STILL_WAITS:
        wanted = wanted.where(table.c[STILL_WAITS[name]].is_(None))
    for row in of_values(session, wanted, table.c[column], values):
        found[name][key_of(name, dict(row._mapping))] = dict(row._mapping)


def of_values(
    session: Session, wanted: Any, column: Column[Any], values: Collection[object]
) -> Iterator[Any]:
    """What `wanted` finds where `column` holds one of `values`, asked in portions: they may be many."""
    for some in in_portions(sorted(values, key=str)):
        yield from session.execute(wanted.where(column.in_(some)))


def key_of(name: str, row: Row) -> object:
    return row["id"] if "id" in row else tuple(row[each] for each in COLUMNS[name].split())


def _between_communities(session: Session, rows: Rows, community: UUID) -> None:
    """A promise between two communities goes as this one's own; the other is named in its words."""
    names = {row["id"]: row["name"] for row in rows["community"]}
    others = table_of("community")
    for row in rows["commitment"]:
        if row["other_community_id"] is not None:
            both = {row["other_community_id"]} - set(names)
            other = session.scalar(select(others.c.name).where(others.c.id.in_(both)))
            row.update(by="community", other_community_id=None, who=f"{row['who']} + {other or ''}"[:200])
    rows["seat"] = [row for row in rows["seat"] if row["community_id"] in (None, community)]
    rows["faithfulness"] = [row for row in rows["faithfulness"] if row["community_id"] == community]


def whole(rows: Rows) -> Rows:
    """Only rows all of whose references go along too; a reference that may be empty is emptied. Who
    left goes nowhere, nor what was owed to them."""
    ids: dict[str, set[object]] = {}
    kept: Rows = {}
    for name in COLUMNS:
        references = [
            (column.name, next(iter(column.foreign_keys)).column.table.name, bool(column.nullable))
            for column in table_of(name).c
            if column.foreign_keys and column.name in columns_of(name)
        ]
        kept[name] = []
        for row in rows[name]:
            missing = [
                (column, nullable)
                for column, table, nullable in references
                if row[column] is not None and row[column] not in ids[table]
            ]
            if all(nullable for _, nullable in missing):
                kept[name].append({**row, **dict.fromkeys((column for column, _ in missing), None)})
        ids[name] = {row["id"] for row in kept[name] if "id" in row}
    about = set().union(*(ids[name] for name in WORDED))
    kept["translation"] = [row for row in kept["translation"] if row["about_id"] in about]
    return kept


def in_writing(rows: Rows) -> dict[str, list[list[Any]]]:
    """The rows as JSON has them, each a list in the order of `columns_of`."""
    return {name: [[_said(row[each]) for each in columns_of(name)] for row in rows[name]] for name in COLUMNS}


def _said(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date | datetime) else value


def read_rows(written: dict[str, list[list[Any]]]) -> Rows:
    """What `in_writing` wrote. Raises ValueError, KeyError or TypeError when something else wrote it."""
    rows: Rows = {}
    for name in COLUMNS:
        table, columns = table_of(name), columns_of(name)
        rows[name] = [
            {each: _read(table.c[each], value) for each, value in zip(columns, row, strict=True)}
            for row in written[name]
        ]
    return rows


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Uuid):
        return UUID(hex=value)
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
