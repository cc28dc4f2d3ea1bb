"""The form that says which column of a file is what: one choice a column, and what holds for all."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import SelectField

from consult.files.mapping import TEXT
from consult.files.tables import Table
from consult.loop.collect.records import Consultation
from consult.web.collect.senders import senders_of
from consult.web.forms import Form, Ticks
from consult.web.parts import parts

TWICE = "twice"

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


def column_form(
    table: Table, listed: Mapping[str, str], asked: Sequence[tuple[int, str]], consultation: Consultation
) -> Form:
    """`listed`: the name of each column by that of its choice. `asked`: the prompts by number."""
    words = [
        (f"{TEXT}:{number}", _("Words to prompt %(number)s: %(prompt)s", number=number, prompt=text))
        for number, text in asked
    ]
    choices = [("", _("Leave it out")), *words, *FIELDS.items()]
    tongues = [(code, parts().languages.get(code).autonym) for code in consultation.languages]
    language = SelectField(_("The language of words where no column says it"), validate_choice=False)
    boxes = {
        field: SelectField(Markup("<bdi>{}</bdi>").format(name), validate_choice=False)
        for field, name in listed.items()
    }
    left = Ticks(_("Whose messages are left out"), validate_choice=False)
    again = SelectField(_("Lines in which the same phone or person says the same again"))
    fields = {**boxes, "language": language, "left": left, "doubles": again}
    form: Form = type("ColumnsForm", (Form,), fields)(formdata=None)
    form["left"].choices = senders_of(table)
    form["doubles"].choices = _doubles()
    for field in listed:
        form[field].choices = choices
    form["language"].choices = tongues
    form["language"].data = consultation.language
    return form


def _doubles() -> list[tuple[str, str]]:
    return [
        ("", _("Leave them out: it was sent twice")),
        (TWICE, _("Take in each: they said it more than once, or several people use the phone")),
    ]
