"""Lines of JSON, a list of objects, and what RapidPro's interface answers about the runs of a flow."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from consult.common.errors import Refused, mark
from consult.files.tables import Record, Table, checked
from consult.loop.collect.rows import Broken


def read(text: str) -> Table:
    """Whatever JSON it is: one document, or an object a line."""
    try:
        whole = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return _table("jsonl", _lines(text))
    runs = whole.get("results") if isinstance(whole, dict) else None
    if isinstance(runs, list):
        if any(isinstance(each, dict) and "values" in each for each in runs):
            return _runs(runs)
        return _table("json", _objects(runs))  # KoboToolbox's interface
    if isinstance(whole, list):
        return _table("json", _objects(whole))
    return _table("jsonl", _lines(text))


def _table(kind: str, records: Iterable[Record | Broken]) -> Table:
    found = checked(list(records))
    columns: dict[str, None] = {}
    for record in found:
        if isinstance(record, Record):
            columns |= dict.fromkeys(record.cells)
    return Table(kind, tuple(columns), found)


def _lines(text: str) -> Iterator[Record | Broken]:
    for line, each in enumerate(text.split("\n"), start=1):
        bare = each.strip("\ufeff \t\r\n")
        if not bare:
            continue
        try:
            found = json.loads(bare)
        except (ValueError, RecursionError):
            yield Broken(line, mark("This line is not JSON."))
            continue
        yield from _object(line, found)


def _objects(found: list[Any]) -> Iterator[Record | Broken]:
    for place, each in enumerate(found, start=1):
        yield from _object(place, each)


def _object(line: int, found: object) -> Iterator[Record | Broken]:
    if isinstance(found, dict):
        yield Record(line, found)
    else:
        yield Broken(line, mark("This line is not a JSON object."))


def _runs(runs: list[Any]) -> Table:
    """Runs of `/api/v2/runs.json`, each with its values by their key."""
    table = _table("rapidpro", (_run(place, each) for place, each in enumerate(runs, start=1)))
    if not table.columns:
        raise Refused(mark("There are no answers in this file. Nothing was changed."))
    nobody = dict.fromkeys(table.columns, "")
    records = (
        replace(each, cells=nobody | dict(each.cells)) if isinstance(each, Record) else each
        for each in table.records
    )
    return replace(table, records=tuple(records))


def _run(line: int, run: object) -> Record | Broken:
    values = run.get("values") if isinstance(run, dict) else None
    if not isinstance(run, dict) or not isinstance(values, dict):
        return Broken(line, mark("This is not a run of a flow with its values."))
    contact = run.get("contact")
    who: Mapping[str, Any] = contact if isinstance(contact, dict) else {}
    cells: dict[str, object] = {
        "Run UUID": run.get("uuid") or "",
        "Contact UUID": who.get("uuid") or "",
        "URN": who.get("urn") or "",
    }
    for key, value in values.items():
        if isinstance(value, dict):
            said = value.get("input") if value.get("input") is not None else value.get("value")
            cells[str(value.get("name") or key)] = said if said is not None else ""
    return Record(line, cells)
