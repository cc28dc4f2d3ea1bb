"""Who wrote in a chat, by number and by how they begin: one of them can be left out, and no name is shown."""

from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.common.errors import mark
from consult.files.chats import WORDS
from consult.files.tables import Record, Table
from consult.loop.collect.rows import Broken

FIRST_WORDS = 60
"""Letters of a message by which somebody knows again whose it is."""


def senders_of(table: Table) -> list[tuple[str, str]]:
    """What a form sends for each and how they are called; empty where there is nobody to leave out."""
    messages = _by_sender(table)
    if len(messages) < 2:
        return []
    return [(str(number), _called(number, said)) for number, said in enumerate(messages.values(), start=1)]


def without(table: Table, left: Collection[str]) -> Table:
    """`table` where each message of those who are `left` out says why it is not taken."""
    numbers = {person: str(number) for number, person in enumerate(_by_sender(table), start=1)}
    why = mark("You chose to leave out whoever wrote this.")
    records = tuple(
        Broken(each.line, why, each.where)
        if isinstance(each, Record) and numbers.get(each.person) in left
        else each
        for each in table.records
    )
    return replace(table, records=records)


def _by_sender(table: Table) -> dict[str, list[Record]]:
    """Of a chat: the messages of each, in the order in which they first wrote."""
    found: dict[str, list[Record]] = {}
    for each in table.good if table.kind == "chat" else ():
        found.setdefault(each.person, []).append(each)
    return found


def _called(number: int, said: list[Record]) -> str:
    first = next((text for each in said for text in [_words(each)] if text), "")
    short = first if len(first) <= FIRST_WORDS else first[:FIRST_WORDS] + "…"
    count = ngettext("%(num)s message", "%(num)s messages", len(said))
    if not short:
        return str(_("Person %(number)s: %(count)s, only voice", number=number, count=count))
    return str(_("Person %(number)s: %(count)s, first “%(words)s”", number=number, count=count, words=short))


def _words(message: Record) -> str:
    return " ".join(str(message.cells.get(WORDS) or "").split())
