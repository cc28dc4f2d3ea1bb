"""The columns of a file on a page: what they seem to be, what they hold, what somebody says they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from consult.common.errors import Refused, mark
from consult.files.mapping import TEXT, Uses, rows_of
from consult.files.tables import Table
from consult.loop.collect.records import Consultation
from consult.loop.collect.rows import Broken, Row
from consult.web.collect.senders import senders_of, without
from consult.web.forms import Form, Ticks
from consult.web.parts import parts

LOOKS = 3
"""How many cells of each column are shown."""
CELL = 120
MOST = 120
"""Columns on the page; a form with more has its open questions first."""

FIELDS = {
    "language": _l("Language of the words"),
    "place": _l("Where the person stays"),
    "group": _l("Which group of our lists"),
    "phone": _l("Telephone number"),
    "hear_back": _l("How to hear back: whole, knock or nothing"),
    "person": _l("Who said it. It tells people apart and is not kept"),
    "id": _l("What tells this line from others. It is not kept"),
    "prompt": _l("Number of the prompt that was answered"),
    "text": _l("Words; another column says to which prompt"),
}

KINDS = {
    "csv": _l("A table (CSV)"),
    "json": _l("A list of answers (JSON)"),
    "jsonl": _l("A list of answers (JSON)"),
    "xlsx": _l("A spreadsheet"),
    "kobo": _l("Answers from KoboToolbox or ODK"),
    "rapidpro": _l("Answers from RapidPro"),
    "chat": _l("A chat"),
}


def kind_in_words(kind: str) -> str:
    return str(KINDS.get(kind, _l("A file")))


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
            Column(name, f"column{place}", name in table.open, _looks(table, name))
            for place, name in enumerate(names[:MOST])
        ]
        self.form = _form(table, self.listed, asked, consultation)
        for each in self.listed:
            self.form[each.field].data = _guess(table, each.name, [number for number, _text in asked])

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

    def language(self) -> str:
        chosen = self.form["language"].data
        return str(chosen if parts().languages.known(chosen) else self.form["language"].choices[0][0])


def _form(
    table: Table, listed: Sequence[Column], asked: Sequence[tuple[int, str]], consultation: Consultation
) -> Form:
    words = [
        (f"{TEXT}:{number}", _("Words to prompt %(number)s: %(prompt)s", number=number, prompt=text))
        for number, text in asked
    ]
    choices = [("", _("Leave it out")), *words, *FIELDS.items()]
    tongues = [(code, parts().languages.get(code).autonym) for code in consultation.languages]
    language = SelectField(_("The language of words where no column says it"), validate_choice=False)
    boxes = {
        each.field: SelectField(Markup("<bdi>{}</bdi>").format(each.name), validate_choice=False)
        for each in listed
    }
    left = Ticks(_("Whose messages are left out"), validate_choice=False)
    form: Form = type("ColumnsForm", (Form,), {**boxes, "language": language, "left": left})(formdata=None)
    form["left"].choices = senders_of(table)
    for each in listed:
        form[each.field].choices = choices
    form["language"].choices = tongues
    form["language"].data = consultation.language
    return form


def _looks(table: Table, name: str) -> tuple[str, ...]:
    """The first cells that hold something. Of a number only that it is one: it stays covered."""
    cells = (str(each.cells.get(name) or "").strip() for each in table.good)
    found = [each for each, _ in zip((each for each in cells if each), range(LOOKS), strict=False)]
    if table.guesses.get(name) == "phone":
        return tuple("•••" for _ in found)
    return tuple(each if len(each) <= CELL else each[:CELL] + "…" for each in found)


def _guess(table: Table, name: str, numbers: Sequence[int]) -> str:
    """Our own forms name their questions by the prompt's number; a chat has one column of words."""
    use = table.guesses.get(name, "")
    last = name.rpartition("/")[2]
    if last.startswith("prompt_") and last[7:].isdecimal() and int(last[7:]) in numbers:
        return f"{TEXT}:{int(last[7:])}"
    only = table.kind == "chat" or (use == TEXT and "prompt" not in table.guesses.values())
    if name in table.open and numbers and only:
        return f"{TEXT}:{numbers[0]}"
    return use
