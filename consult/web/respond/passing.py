"""A theme goes on to another office with a note, and the other office takes it on."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice

from consult.common.errors import Refused
from consult.loop.respond import passing as room
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.respond import blueprint
from consult.web.respond.answers import this_theme


class PassOn(Form):
    to = SelectField(_l("To which office?"))
    note = TextAreaField(_l("Why it belongs there"))


@blueprint.get("/<office>/themes/<uuid:theme>/pass-on")
@needs(Action.ANSWER)
def pass_on(office: str, theme: UUID) -> ResponseReturnValue:
    return _page(theme, _form())


@blueprint.post("/<office>/themes/<uuid:theme>/pass-on")
@needs(Action.ANSWER)
def passed_on(office: str, theme: UUID) -> ResponseReturnValue:
    this, form = this_theme(theme), _form()
    to = next((each for each in answering(g.session) if each.slug == form.to.data), None)
    said = {"to": to, "note": form.note.data or "", "by": g.account, "now": now()}
    try:
        room.pass_on(g.session, office=g.office, theme=this.theme, **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(theme, form, 422)
    flash(_("The representatives decide now. Until the other office takes it on, you owe the answer."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


@blueprint.post("/<office>/themes/<uuid:theme>/take-on/<uuid:passed>")
@needs(Action.PUBLISH)
def take_on(office: str, theme: UUID, passed: UUID) -> ResponseReturnValue:
    found = room.passed_to(g.session, office=g.office, theme=this_theme(theme).theme)
    this = next((each for each in found if each.id == passed), None)
    if this is None:
        abort(404)
    room.take_on(g.session, passed=this, by=g.account, now=now())
    flash(_("You took it on. The answer is yours to give now."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _form() -> PassOn:
    form = PassOn()
    form.to.choices = [
        Choice(each.slug, each.name) for each in answering(g.session) if each.id != g.office.id
    ]
    return form


def _page(theme: UUID, form: PassOn, status: int = 200) -> ResponseReturnValue:
    return render_template("respond/pass_on.html", this=this_theme(theme), form=form, office=g.office), status
