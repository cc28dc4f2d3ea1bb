"""Permission inside an office: its list of levels, the slip that goes out on paper, what came back."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond import clearance
from consult.loop.respond.owed import Addressed
from consult.loop.respond.records import Clearance, Said
from consult.loop.respond.shown import wordings_of
from consult.loop.respond.together import answered_together
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.respond import blueprint
from consult.web.respond.answers import here, slip_out
from consult.web.respond.labels import ABOUT, KINDS

SAYS = {
    Said.YES: _l("Yes, it can go out"),
    Said.CHANGE: _l("Change this"),
    Said.NO: _l("No"),
}


class Level(Form):
    name = StringField(_l("Whose yes is needed, by role"))


class CameBack(Form):
    said = RadioField(
        _l("What does the slip say?"),
        [InputRequired(_l("Choose one."))],
        choices=[Choice(said.value, words) for said, words in SAYS.items()],
    )
    said_on = Day(_l("On which day was it signed?"))
    note = TextAreaField(_l("What it says beside that"))


@blueprint.get("/<office>/levels/")
@needs(Action.PUBLISH)
def levels(office: str) -> ResponseReturnValue:
    return _levels(Level())


@blueprint.post("/<office>/levels/")
@needs(Action.PUBLISH)
def add_level(office: str) -> ResponseReturnValue:
    form = Level()
    try:
        clearance.add_level(g.session, office=g.office, name=form.name.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _levels(form, 422)
    flash(_("It is on the list. Every answer needs this yes from now on."))
    return redirect(url_for("respond.levels", office=office), 303)


@blueprint.post("/<office>/levels/<int:place>/end")
@needs(Action.PUBLISH)
def end_level(office: str, place: int) -> ResponseReturnValue:
    listed = clearance.levels_of(g.session, g.office)
    level = next((each for each in listed if each.place == place), None)
    if level is None:
        abort(404)
    form = Level(formdata=None)
    try:
        clearance.end_level(g.session, level=level, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _levels(form, 422)
    flash(_("It is off the list."))
    return redirect(url_for("respond.levels", office=office), 303)


@blueprint.post("/<office>/themes/<uuid:theme>/permission")
@needs(Action.ANSWER)
def ask_permission(office: str, theme: UUID) -> ResponseReturnValue:
    clearance.ask(g.session, version=here(theme)[1], by=g.account, now=now())
    flash(_("It waits for permission from today, and everybody can see that. Print the slip."))
    return redirect(url_for("respond.slip", office=office, theme=theme), 303)


@blueprint.get("/<office>/themes/<uuid:theme>/slip")
@needs(Action.ANSWER)
def slip(office: str, theme: UUID) -> ResponseReturnValue:
    return _slip(*_out(theme), CameBack())


@blueprint.post("/<office>/themes/<uuid:theme>/slip")
@needs(Action.ANSWER)
def came_back(office: str, theme: UUID) -> ResponseReturnValue:
    this, out = _out(theme)
    form = CameBack()
    if not form.validate():
        return _slip(this, out, form, 422)
    try:
        clearance.note_return(
            g.session,
            slip=out,
            said=Said(form.said.data),
            said_on=form.said_on.data,
            note=form.note.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _slip(this, out, form, 422)
    flash(_("What came back is kept."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _out(theme: UUID) -> tuple[Addressed, Clearance]:
    """The theme and the slip that is out for its answer, or for wordings of what is published."""
    this = here(theme)[0]
    out = slip_out(this)
    if out is None:
        abort(404)
    return this, out


def _levels(form: Level, status: int = 200) -> ResponseReturnValue:
    listed = clearance.levels_of(g.session, g.office)
    return render_template("respond/levels.html", office=g.office, levels=listed, form=form), status


def _slip(this: Addressed, out: Clearance, form: CameBack, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "respond/slip.html",
        this=this,
        slip=out,
        together=answered_together(g.session, out.version.response),
        worded=wordings_of(g.session, out.version),
        later=wordings_of(g.session, out.version, waiting=True) if out.later else {},
        form=form,
        office=g.office,
        says=SAYS,
        kinds=KINDS,
        asks=ABOUT,
    )
    return page, status
