"""Writing in the notebook: an entry, whom it is shown to, what is seen of a sign now."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from consult.common.errors import Refused
from consult.loop.understand import notebook as room
from consult.loop.understand import signs
from consult.loop.understand.notebook_details import DETAILS, Detail, Shape
from consult.loop.understand.records import EntryKind, NotebookAudience, NotebookEntry
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.i18n import code_here
from consult.web.parts import now, parts
from consult.web.understand import blueprint, notebook_names
from consult.web.understand.notebook import Again, Seen, back_to, entry_of, entry_page
from consult.web.understand.notebook_asks import (
    AUDIENCES,
    HINTS,
    IS,
    LABELS,
    NEW,
    QUESTIONS,
)

NEXT_LOOK = timedelta(days=90)
"""Proposed for a new entry; its makers change it."""


class Written(Form):
    """What every entry has. Its details are added by kind."""

    title = StringField(_l("What do you call it?"))
    text = TextAreaField(_l("In your own words"), render_kw={"rows": 5})
    language = SelectField(_l("Language in which you write"), validate_choice=False)
    review_on = Day(_l("When do you look at it again?"), [Optional()])


class Audience(Form):
    audience = RadioField(
        _l("Who may see it?"),
        [InputRequired(_l("Choose who may see it."))],
        choices=[SelectChoice(value=key.value, label=label) for key, label in AUDIENCES.items()],
    )


def _field(detail: Detail) -> Field:
    label = LABELS[detail.name]
    match detail.shape:
        case Shape.WHAT_IT_IS:
            choices = [SelectChoice(value=key, label=said) for key, said in IS.items()]
            return RadioField(label, choices=choices, validate_choice=False)
        case Shape.TEXT | Shape.LINES:
            return TextAreaField(label, render_kw={"rows": 3})
        case Shape.NUMBER:
            return StringField(label, render_kw={"inputmode": "numeric"})
        case _:
            return StringField(label)


def _form(kind: EntryKind, **given: object) -> Written:
    """The form for an entry of that kind."""
    fields = {each.name: _field(each) for each in DETAILS[kind]}
    form: Written = type("Entry", (Written,), fields)(**given)
    codes = dict.fromkeys([*g.consultation.languages, code_here()])
    form.language.choices = [
        SelectChoice(value=code, label=parts().languages.get(code).autonym) for code in codes
    ]
    return form


def _typed(form: Written, kind: EntryKind) -> dict[str, Any]:
    """What was typed, as the room takes it."""
    known = {choice.value for choice in form.language.choices}
    return {
        "title": form.title.data or "",
        "text": form.text.data or "",
        "details": {each.name: form[each.name].data or "" for each in DETAILS[kind]},
        "language": form.language.data if form.language.data in known else g.consultation.language,
        "review_on": form.review_on.data,
    }


def _writing(
    form: Written, kind: EntryKind, number: int | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "understand/notebook_form.html",
        form=form,
        this=g.consultation,
        entry=entry_of(number) if number else None,
        kind=kind,
        part=notebook_names.BY_KIND[kind],
        title=NEW[kind] if number is None else _("Write it anew"),
        details=[each.name for each in DETAILS[kind]],
        hints=HINTS,
        questions=QUESTIONS[kind],
    )
    return page, status


def _kind(word: str) -> EntryKind:
    try:
        return EntryKind(word)
    except ValueError:
        abort(404)


@blueprint.get("/<slug>/notebook/new/<kind>")
@needs(Action.NAME_THEMES)
def new_entry(slug: str, kind: str) -> ResponseReturnValue:
    wanted = _kind(kind)
    later = (now() + NEXT_LOOK).date()
    return _writing(_form(wanted, data={"language": g.consultation.language, "review_on": later}), wanted)


@blueprint.post("/<slug>/notebook/new/<kind>")
@needs(Action.NAME_THEMES)
def write_entry(slug: str, kind: str) -> ResponseReturnValue:
    wanted = _kind(kind)
    form = _form(wanted)
    if not form.validate():
        return _writing(form, wanted, status=422)
    try:
        made = room.write(
            g.session,
            consultation=g.consultation,
            kind=wanted,
            by=g.account,
            now=now(),
            **_typed(form, wanted),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _writing(form, wanted, status=422)
    flash(
        _("No %(number)s is written down. It stays on paper until you choose otherwise.", number=made.number)
    )
    return back_to(made.number)


@blueprint.get("/<slug>/notebook/<int:number>/words")
@needs(Action.NAME_THEMES)
def rewriting(slug: str, number: int) -> ResponseReturnValue:
    found = entry_of(number)
    kept = {
        name: "\n".join(value) if isinstance(value, list) else value for name, value in found.details.items()
    }
    own = {name: getattr(found, name) for name in ("title", "text", "language", "review_on")}
    return _writing(_form(found.kind, data=kept | own), found.kind, number)


@blueprint.post("/<slug>/notebook/<int:number>/words")
@needs(Action.NAME_THEMES)
def rewrite_entry(slug: str, number: int) -> ResponseReturnValue:
    found = entry_of(number)
    kind, form = found.kind, _form(found.kind)
    if not form.validate():
        return _writing(form, kind, number, 422)
    try:
        room.rewrite(g.session, entry=found, by=g.account, now=now(), **_typed(form, kind))
    except Refused as refused:
        refused_on(form, refused)
        return _writing(form, kind, number, 422)
    flash(_("The new words are kept. The old ones stay in its history."))
    return back_to(number)


def choosing(template: str, found: NotebookEntry, form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template(template, form=form, this=g.consultation, entry=found), status


@blueprint.get("/<slug>/notebook/<int:number>/audience")
@needs(Action.NAME_THEMES)
def showing(slug: str, number: int) -> ResponseReturnValue:
    found = entry_of(number)
    form = Audience(data={"audience": found.audience.value})
    return choosing("understand/notebook_audience.html", found, form)


@blueprint.post("/<slug>/notebook/<int:number>/audience")
@needs(Action.NAME_THEMES)
def show_entry(slug: str, number: int) -> ResponseReturnValue:
    found, form = entry_of(number), Audience()
    if not form.validate():
        return choosing("understand/notebook_audience.html", found, form, 422)
    audience = NotebookAudience(form.audience.data)
    try:
        room.show_to(g.session, entry=found, audience=audience, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return choosing("understand/notebook_audience.html", entry_of(number), form, 422)
    flash(_("It is kept who may see No %(number)s.", number=number))
    return redirect(url_for("understand.notebook", slug=slug), 303)


@blueprint.post("/<slug>/notebook/<int:number>/again")
@needs(Action.NAME_THEMES)
def look_again(slug: str, number: int) -> ResponseReturnValue:
    found, form = entry_of(number), Again()
    if not form.validate():
        return entry_page(found, form)
    try:
        room.look_again(g.session, entry=found, review_on=form.review_on.data, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return entry_page(entry_of(number), form)
    flash(_("You looked at No %(number)s again.", number=number))
    return back_to(number)


@blueprint.post("/<slug>/notebook/<int:number>/seen")
@needs(Action.NAME_THEMES)
def see_sign(slug: str, number: int) -> ResponseReturnValue:
    found, form = entry_of(number), Seen()
    try:
        signs.see_sign(g.session, entry=found, text=form.text.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return entry_page(entry_of(number), form)
    flash(_("What people see of it now is kept, beside what they saw before."))
    return back_to(number)


@blueprint.get("/<slug>/notebook/<int:number>/end")
@needs(Action.NAME_THEMES)
def ending(slug: str, number: int) -> ResponseReturnValue:
    return choosing("understand/notebook_end.html", entry_of(number), Form())


@blueprint.post("/<slug>/notebook/<int:number>/end")
@needs(Action.NAME_THEMES)
def end_entry(slug: str, number: int) -> ResponseReturnValue:
    room.end(g.session, entry=entry_of(number), by=g.account, now=now())
    flash(_("No %(number)s is off the notebook. Its history stays.", number=number))
    return redirect(url_for("understand.notebook", slug=slug), 303)
