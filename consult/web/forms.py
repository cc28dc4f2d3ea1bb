"""Forms of the workspaces: our own sentences, a refusal shown beside its field."""

from datetime import datetime
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from consult.common.errors import Refused
from consult.common.fold import folded
from consult.web.i18n import translated


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that speaks our languages; a mistake in it is noted for the title of the page."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = False

    def validate(self, extra_validators: Any = None) -> bool:
        for field in self:
            if isinstance(field, StringField) and field.data is None:
                field.data = ""  # a text that was not sent at all is an empty one
        good = bool(super().validate(extra_validators))
        if not good:
            g.mistake = True
        return good


class Day(DateField):  # type: ignore[misc]  # WTForms ships no types
    """A day, in any script's digits and with any sign between them. What cannot be read is said in our own
    sentence; none at all is the form's to refuse."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(["-".join(folded(day).split()) for day in valuelist if day.strip()])
        except ValueError:
            raise ValueError(_("Write the day as year-month-day, for example 2027-06-04.")) from None


class Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a list, each with a box to tick: no key has to be held down."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def wording_read() -> datetime | None:
    """When the words that stood on the page were written, as its form sent it back."""
    try:
        return datetime.fromisoformat(request.form.get("read", ""))
    except ValueError:
        return None


def undone(refused: Refused) -> str:
    """Undo what the room did before it refused, and return why in the reader's language: for what no field
    of a form takes, such as a sound."""
    g.mistake = True
    g.session.rollback()
    return translated(refused.sentence, **refused.values)


def refused_on(form: FlaskForm, refused: Refused) -> None:
    """Put a room's refusal on `form`: by its field where it names one, else at its head.

    The view then shows the same page again with status 422; what was typed is still in the form.
    Whatever the room did before it refused is undone: the view returns, and returning commits.
    """
    sentence = undone(refused)
    if refused.field is not None and refused.field in form:
        field = form[refused.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)
