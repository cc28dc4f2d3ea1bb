"""The columns of a file on a page: what they seem to be, what they hold, what somebody says they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from consult.common.errors import Refused, mark
from consult.files.mapping import TEXT, Uses, rows_of
from consult.files.tables import Table
from consult.loop.collect.records import Consultation
from consult.loop.collect.rows import Broken, Row
from consult.web.collect.column_form import FIELDS, TWICE, column_form
from consult.web.collect.column_seen import guess, looks
from consult.web.collect.senders import without
from consult.web.forms import Ticks
from consult.web.parts import parts

MOST = 120
"""Columns on the page; a form with more has its open questions first."""


@dataclass(frozen=True)
class Column:
    """`likely`: it may hold people's words. `looks`: what its first cells hold."""

    name: str
    field: str
    likely: bool
    looks: tuple[str, ...]


class Columns:
    """The form with one choice a column, filled with guesses until somebody says otherwise."""

    def __init__(self, table: Table, asked: Sequence[tuple[int, str]], consultation: Consultation) -> None:
        self.table = table
        names = [each for each in table.columns if each not in table.hidden]
        names.sort(key=lambda each: (each not in table.open, each not in table.guesses))
        self.listed = [
            Column(name, f"column{place}", name in table.open, looks(table, name))
            for place, name in enumerate(names[:MOST])
        ]
        self.form = column_form(table, {each.field: each.name for each in self.listed}, asked, consultation)
        for each in self.listed:
            self.form[each.field].data = guess(table, each.name, [number for number, _text in asked])

    def read(self, sent: MultiDict[str, str]) -> None:
        """What somebody chose on the page."""
        for each in self.form:
            if isinstance(each, Ticks):
                each.data = sent.getlist(each.name)
            elif each.name in sent:
                each.data = sent[each.name]

    def rows(self) -> list[Row | Broken]:
        """What is to be taken in, and why each of the other lines is not."""
        return list(rows_of(without(self.table, self.form["left"].data or []), self.uses()))

    def uses(self) -> Uses:
        """Refused where no column holds words, or two columns are the same thing."""
        chosen = [(each.name, self.form[each.field].data) for each in self.listed]
        offered = (
            {value for value, _label in self.form[self.listed[0].field].choices} if self.listed else set()
        )
        uses = [(name, use) for name, use in chosen if use and use in offered]
        if not any(use.startswith(TEXT) for _, use in uses):
            raise Refused(mark("Say which column holds people's words."))
        said = [use for _, use in uses]
        for field in FIELDS:
            if said.count(field) > 1:
                raise Refused(mark("Two columns cannot be the same thing, unless both hold words."))
        return uses

    def doubles(self) -> bool:
        """Whether what one phone or person says twice counts twice."""
        return bool(self.form["doubles"].data == TWICE)

    def language(self) -> str:
        chosen = self.form["language"].data
        return str(chosen if parts().languages.known(chosen) else self.form["language"].choices[0][0])
