"""Which column of a file is what, and the rows that follow from it."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator

from consult.common.errors import Refused, mark
from consult.files.tables import Record, Table
from consult.loop.collect.rows import FIELDS, Broken, Row

TEXT = "text"
OURS = ("csv", "jsonl", "json")
"""Kinds whose columns may have our own names; of all others somebody says which ones hold words."""

Uses = list[tuple[str, str]]
"""Column and its use: a field, or `text:2`, the words to prompt 2."""


def use_of(said: str) -> str:
    """A use as somebody writes it."""
    name, colon, number = said.strip().partition(":")
    if name not in FIELDS or (colon and (name != TEXT or not re.fullmatch(r"[0-9]{1,3}", number))):
        listed = ", ".join((*FIELDS, "text:2"))
        raise Refused(mark("There is no field %(said)s. There are: %(fields)s."), said=said, fields=listed)
    return f"{TEXT}:{int(number)}" if colon else name


def settled(table: Table, given: Uses) -> Uses:
    """What is said of the columns, and what they seem to be where nothing is said."""
    for column, use in given:
        if column not in table.columns and table.columns:
            raise Refused(mark("The file has no column %(column)s for %(what)s."), column=column, what=use)
    said_columns, said_uses = {column for column, _ in given}, {use for _, use in given}
    words_said = any(_is_words(use) for use in said_uses)
    kept = [
        (column, use)
        for column, use in table.guesses.items()
        if column not in said_columns and use not in said_uses and not (words_said and _is_words(use))
    ]
    uses = [*kept, *given]
    if not any(_is_words(use) for _, use in uses) and table.columns:
        uses.append((_only(table), TEXT))
    return uses


def _is_words(use: str) -> bool:
    return use.partition(":")[0] == TEXT


def _only(table: Table) -> str:
    """The one column that may hold words."""
    if table.kind in OURS:
        raise Refused(mark("The file has no column named text. Say which one it is, with --map COLUMN=text."))
    if len(table.open) != 1:
        raise Refused(
            mark("Say which columns hold people's words, with --map COLUMN=text:1. These may: %(columns)s."),
            columns=", ".join(table.open or table.columns),
        )
    return table.open[0]


def rows_of(table: Table, uses: Uses) -> Iterator[Row | Broken]:
    """A row for each piece of somebody's words. Words of one line to several prompts are one person's."""
    words = [(column, use.partition(":")[2]) for column, use in uses if _is_words(use)]
    fields = {use: column for column, use in uses if not _is_words(use)}
    by_column = len(words) > 1 or table.kind not in OURS
    seen: Counter[str] = Counter()
    for record in table.records:
        if isinstance(record, Broken):
            yield record
        elif by_column and not any(column in record.cells for column, _ in words):
            continue  # of another sheet, or of another question
        elif not _all_text(record, [*fields.values(), *(column for column, _ in words)]):
            why = mark("A cell that we need holds more than text or a number.")
            yield Broken(record.line, why, record.where)
        else:
            found = {use: _cell(record, column) for use, column in fields.items()}
            said = {each: _cell(record, each[0]) for each in words}
            yield from _rows(record, found, said, by_column, seen)


def _rows(
    record: Record,
    found: dict[str, str],
    said: dict[tuple[str, str], str],
    by_column: bool,
    seen: Counter[str],
) -> Iterator[Row]:
    """`found`: use → cell; `said`: column and prompt → words."""
    own, person = found.pop("id", "") or record.key, found.pop("person", "") or record.person
    prompt, phone = found.pop("prompt", ""), _number(found.pop("phone", ""))
    if len(said) > 1 and not person and not phone:
        person = own or _told(record, seen)
    given = {each: words for each, words in said.items() if words} or dict(list(said.items())[:1])
    for place, ((column, number), words) in enumerate(given.items()):
        yield Row(
            line=record.line,
            text=words,
            id=f"{own}|{column}" if own and by_column else own,
            person=person,
            phone=phone,
            prompt=number or prompt,
            sound=record.sound if not place else None,
            where=record.where,
            **found,
        )


def _told(record: Record, seen: Counter[str]) -> str:
    """One line of a file without ids: all that it says, and how many said the same before."""
    says = json.dumps(dict(record.cells), ensure_ascii=False, default=str, sort_keys=True)
    digest = hashlib.sha256(says.encode("utf-8", "replace")).hexdigest()
    seen[digest] += 1
    return f"line|{digest}|{seen[digest]}"


def _all_text(record: Record, columns: list[str]) -> bool:
    return not any(isinstance(record.cells.get(each), dict | list | bool) for each in columns)


def _cell(record: Record, column: str) -> str:
    """A cell as text, without what no database keeps: NUL, and halves of letters."""
    value = record.cells.get(column)
    text = "" if value is None else str(value)
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _number(urn: str) -> str:
    """The number of `tel:…`; other ways of writing to somebody are none that we have."""
    scheme, colon, rest = urn.partition(":")
    if not colon:
        return urn
    return rest if scheme.casefold() == "tel" else ""
