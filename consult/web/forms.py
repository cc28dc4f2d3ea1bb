"""Forms of the workspaces: our own sentences, a refusal shown beside its field."""

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from consult.common.errors import Refused
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
    """A day. What cannot be read is said in our own sentence; none at all is the form's to refuse."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_("Write the day as year-month-day, for example 2027-06-04.")) from None


class Ticks(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a list, each with a box to tick: no key has to be held down."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def refused_on(form: FlaskForm, refused: Refused) -> None:
    """Put a room's refusal on `form`: by its field where it names one, else at its head.

    The view then shows the same page again with status 422; what was typed is still in the form.
    Whatever the room did before it refused is undone: the view returns, and returning commits.
    """
    g.mistake = True
    g.session.rollback()
    sentence = translated(refused.sentence, **refused.values)
    if refused.field is not None and refused.field in form:
        field = form[refused.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)
