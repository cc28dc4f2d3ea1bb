"""Forms of the workspaces: our own sentences, a refusal shown beside its field."""

from typing import Any

from flask import g
from flask_wtf import FlaskForm

from consult.common.errors import Refused
from consult.web.i18n import translated


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that speaks our languages; a mistake in it is noted for the title of the page."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = False

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not good:
            g.mistake = True
        return good


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
