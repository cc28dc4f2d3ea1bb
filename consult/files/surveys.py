"""What KoboToolbox, ODK and RapidPro write, told by the names of their columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from consult.files.tables import Record, Table
from consult.loop.collect.rows import FIELDS, Broken

KOBO_IDS = ("_uuid", "meta/instanceID", "instanceID", "KEY", "__id", "_id")
KOBO_OWN = {
    *KOBO_IDS,
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"),
    *("meta/rootUuid", "meta/deprecatedID", "formhub/uuid", "SubmissionDate", "AttachmentsPresent"),
    *("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion", "SubmitterID"),
    *("SubmitterName", "PARENT_KEY", "instanceName"),
}
PARENTS = ("_submission__uuid", "_submission__id", "PARENT_KEY", "__Submissions-id")
RAPIDPRO_OWN = {
    *("contact_uuid", "contact_name", "contact_id", "contact", "urn", "urn_scheme", "urn_value", "groups"),
    *("started", "modified", "exited", "run_uuid", "run", "name", "value", "category", "created_on"),
    *("input", "text", "flow", "flow_name", "flow_uuid", "node_uuid", "time", "modified_on", "exited_on"),
}
OF_A_RESULT = re.compile(r"^(?P<name>.+) \((?P<part>Category|Value|Text|Corrected)\)( - .*)?$", re.IGNORECASE)


def plain(name: str) -> str:
    """A name of a column as it is compared: small letters, one mark between words."""
    return re.sub(r"[\s_\-.]+", "_", name.strip().casefold())


def known(sheets: Sequence[tuple[str, Table]]) -> Table:
    """The sheets as one table, with whose they are and what their columns seem to be."""
    _, first = sheets[0]
    names = {plain(each) for each in first.columns}
    if {"contact_uuid"} <= names or {"name", "value", "category"} <= names:
        return _rapidpro(_one("rapidpro", [table for _, table in sheets]))
    if any(each in first.columns for each in KOBO_IDS):
        return _kobo(sheets)
    return _ours(first if len(sheets) == 1 else _one(first.kind, [table for _, table in sheets]))


def _one(kind: str, tables: Iterable[Table]) -> Table:
    columns: dict[str, None] = {}
    records: list[Record | Broken] = []
    for table in tables:
        columns |= dict.fromkeys(table.columns)
        records += table.records
    return Table(kind, tuple(columns), tuple(records))


def _ours(table: Table) -> Table:
    """A file in our own words: columns named like our fields are those fields."""
    names = {"lang": "language"} | {field: field for field in FIELDS if field != "person"}
    guesses = {each: names[each] for each in table.columns if each in names}
    others = tuple(each for each in table.columns if each not in guesses or guesses[each] == "text")
    return replace(table, guesses=guesses, open=others)


def _kobo(sheets: Sequence[tuple[str, Table]]) -> Table:
    """One submission is one person; what is asked again and again stands on sheets of its own."""
    main = sheets[0][1]
    column = next(each for each in KOBO_IDS if each in main.columns)
    by_index: dict[str, str] = {}
    tables = []
    for place, (name, table) in enumerate(sheets):
        records = tuple(
            each if isinstance(each, Broken) else _submitted(each, column, by_index, name if place else "")
            for each in table.records
        )
        tables.append(replace(table, records=records))
    joined = _one("kobo", tables)
    own = {each for each in joined.columns if each in KOBO_OWN or each.startswith(("_", "meta/"))}
    ticks = _ticks(joined)
    candidates = tuple(
        each for each in joined.columns if each not in own | ticks and _has_words(joined, each)
    )
    return replace(joined, guesses={column: "id"}, open=candidates, hidden=frozenset(own - {column}))


def _submitted(record: Record, column: str, by_index: dict[str, str], sheet: str) -> Record:
    index = str(record.cells.get("_index", ""))
    if not sheet:
        key = str(record.cells.get(column, ""))
        by_index[index] = key
        return replace(record, key=key, person=key)
    parent = next((str(record.cells[each]) for each in PARENTS if record.cells.get(each)), "")
    parent = parent or by_index.get(str(record.cells.get("_parent_index", "")), "")
    parent = parent.split("/")[0] if parent.startswith("uuid:") else parent
    own = str(record.cells.get("KEY") or "") or f"{parent}/{sheet}/{index or record.line}"
    return replace(record, key=own, person=parent)


def _ticks(table: Table) -> set[str]:
    """Columns of choices: `group/question/choice` beside `group/question`."""
    there = set(table.columns)
    choices = {each for each in table.columns if "/" in each and each.rpartition("/")[0] in there}
    return choices | {each.rpartition("/")[0] for each in choices}


def _has_words(table: Table, column: str) -> bool:
    """Whether anybody wrote more than one word there: a number, a choice or a day never has."""
    said = [str(each.cells.get(column, "")).strip() for each in table.good]
    wordy = [each for each in said if not re.fullmatch(r"[\d\s.,:+\-TZ/]*", each)]
    return any(" " in each or not each.isascii() for each in wordy)


def _rapidpro(table: Table) -> Table:
    by = {plain(each): each for each in reversed(table.columns)}
    contact = by.get("contact_uuid") or by.get("contact") or ""
    urn = by.get("urn_value") or by.get("urn") or ""
    run = by.get("run_uuid") or by.get("run") or by.get("started") or ""
    guesses = {contact: "person"} | ({urn: "phone"} if urn else {})
    long = {"name", "value"} <= set(by)
    results: tuple[str, ...]
    if long:
        records = tuple(_spread(each, by) for each in table.records)
        names = dict.fromkeys(str(each.cells.get(by["name"], "")) for each in table.good)
        results = tuple(f"{by['name']}: {each}" for each in names if each)
        columns = (*table.columns, *results)
    else:
        records, columns = table.records, table.columns
        results = tuple(_results(table.columns))
    keyed = tuple(
        each if isinstance(each, Broken) else _run(each, contact, run, by["name"] if long else "")
        for each in records
    )
    hidden = frozenset(each for each in table.columns if plain(each) in ("contact_name", "groups"))
    guesses.pop("", None)
    return replace(table, columns=columns, records=keyed, guesses=guesses, open=results, hidden=hidden)


def _results(columns: Sequence[str]) -> Iterator[str]:
    """Of each result what people wrote, else its value; never its category."""
    parts: dict[str, dict[str, str]] = {}
    for each in columns:
        found = OF_A_RESULT.match(each)
        if found:
            parts.setdefault(found["name"], {})[found["part"].casefold()] = each
    if parts:
        yield from (
            each.get("text") or each["value"] for each in parts.values() if {"text", "value"} & set(each)
        )
        return
    yield from (
        each
        for each in columns
        if plain(each) not in RAPIDPRO_OWN and not each.startswith(("Field:", "Group:"))
    )


def _spread(record: Record | Broken, by: dict[str, str]) -> Record | Broken:
    """A line of one result: its words also under the name of the result, so that it can be chosen."""
    if isinstance(record, Broken):
        return record
    said = next((by[each] for each in ("input", "text", "value") if each in by), by["value"])
    name = str(record.cells.get(by["name"], ""))
    return replace(record, cells={**record.cells, f"{by['name']}: {name}": record.cells.get(said, "")})


def _run(record: Record, contact: str, run: str, name: str) -> Record:
    who, which = str(record.cells.get(contact, "")), str(record.cells.get(run, ""))
    result = str(record.cells.get(name, "")) if name else ""
    key = "|".join(each for each in (which or who, result) if each) if which or who else ""
    return replace(record, key=key, person=who)
