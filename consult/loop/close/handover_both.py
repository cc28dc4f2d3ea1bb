"""What both houses wrote under the same name since the last pack: what stands here stands, and nobody who
is owed an answer is lost by it."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.close.handover_parts import COLUMNS
from consult.loop.close.handover_rows import Row, Rows, columns_of, of_values, table_of
from consult.loop.close.records import Says

THE_SAME = ("place", "people_group", "obligation")
"""What is the same by its name in both houses, so that what came to hang on the other hangs on ours."""
ASIDE = ("community", "consultation", "office", "receipt", "helper_link")
"""What has a way of its own to stand beside another of the same name."""
LEAST_FIRST = (Says.NOT_WHAT_WE_SAID, Says.NO, Says.PARTLY, Says.CANNOT_SAY, Says.YES)


def settled(session: Session, rows: Rows) -> Rows:
    """The rows without those for which another stands here under the same name, nor what hangs on them.

    Raises Refused when that would lose what is owed to somebody.
    """
    rows = {name: [dict(row) for row in some] for name, some in rows.items()}
    gone: set[object] = set()
    numbers: list[str] = []
    for name in COLUMNS:
        if name == "verdict":
            rows[name] = _said_in_turn(session, rows[name])
        clashes = _clashes(session, name, rows[name]) if name not in ASIDE else {}
        if name in THE_SAME:
            _hang_on_ours(rows, name, clashes)
            clashes = {}
        lost = [row for row in rows[name] if row.get("id") in clashes or gone & set(_names(name, row))]
        if lost and name == "obligation":
            raise Refused(
                mark(
                    "Both houses made something of their own since the last pack: %(what)s. The answers that"
                    " are owed for it would be lost. Nothing was taken."
                ),
                what=", ".join(numbers),
            )
        numbers += [f"{name} {row['number']}" for row in lost if "number" in row]
        gone |= {row["id"] for row in lost if "id" in row}
        rows[name] = [row for row in rows[name] if row not in lost] if lost else rows[name]
    return rows


def _names(name: str, row: Row) -> list[object]:
    """What the row hangs on, by the ids."""
    of = [each.name for each in table_of(name).c if each.foreign_keys or each.name == "about_id"]
    return [row[each] for each in of if row.get(each) is not None]


def _clashes(session: Session, name: str, rows: list[Row]) -> dict[object, UUID]:
    """The rows that are not here, where another row has the same unique values: which one, by the id."""
    table, found = table_of(name), dict[object, UUID]()
    if "id" not in table.c:
        return found
    for unique in table.constraints:
        if not isinstance(unique, UniqueConstraint):
            continue
        names = [each.name for each in unique.columns]
        if not set(names) <= set(columns_of(name)):
            continue
        theirs = {tuple(row[each] for each in names): row["id"] for row in rows}
        wanted = select(table.c.id, *(table.c[each] for each in names))
        for row in of_values(session, wanted, table.c[names[0]], {key[0] for key in theirs}):
            other = theirs.get(tuple(row[1:]))
            if other is not None and other != row[0]:
                found[other] = row[0]
    return found


def _hang_on_ours(rows: Rows, name: str, ours: dict[object, UUID]) -> None:
    """Let the row of ours stand for theirs, wherever theirs is named."""
    if not ours:
        return
    for row in rows[name]:
        row["id"] = ours.get(row["id"], row["id"])
    for other in COLUMNS:
        of = [
            each.name
            for each in table_of(other).c
            if each.name in columns_of(other)
            and any(key.column.table.name == name for key in each.foreign_keys)
        ]
        for row in rows[other]:
            for each in of:
                own = ours.get(row[each])
                if own is not None:
                    if "key" in row:
                        row["key"] = row["key"].replace(str(row[each]), str(own))
                    row[each] = own


def _said_in_turn(session: Session, rows: list[Row]) -> list[Row]:
    """A person's words of one answer: what was said there later follows what was said here; of one day the
    word holds that leaves more to do."""
    table = table_of("verdict")
    here: dict[object, list[Any]] = {}
    people = {row["participant_id"] for row in rows}
    for row in of_values(session, select(table), table.c.participant_id, people):
        here.setdefault(_asked(row._mapping), []).append(row)
    known = {each.id for some in here.values() for each in some}
    theirs = {row["id"] for row in rows}
    kept = []
    for row in sorted(rows, key=lambda each: each["sequence"]):
        ours = here.get(_asked(row), [])
        if row["id"] not in known and any(each.id not in theirs for each in ours):
            last = max(ours, key=lambda each: each.sequence)
            if _order(row["said_on"], row["says"]) < _order(last.said_on, last.says):
                continue
            row["sequence"] = last.sequence + 1
            ours.append(SimpleNamespace(**row))
        kept.append(row)
    return kept


def _asked(row: Any) -> object:
    return row["participant_id"], row["theme_id"], row["question"]


def _order(day: Any, says: str) -> tuple[Any, int]:
    return day, -LEAST_FIRST.index(Says(says))
