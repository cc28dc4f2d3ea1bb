"""Where answers went, and until when an office's plans are open."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from consult.common.errors import Refused
from consult.loop.respond import plans as room
from consult.loop.respond.owed import Addressed
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.respond import blueprint
from consult.web.respond.answers import this_theme


class Plan(Form):
    plan = StringField(_l("Which plan or document?"))
    until = Day(_l("Until which day can something still go into it?"))


class Went(Form):
    document = StringField(_l("Into which plan or document?"))
    paragraph = StringField(_l("Paragraph"))
    page = StringField(_l("Page"))
    in_none = BooleanField(_l("In none"))
    on = Day(_l("Date of the document, or today"))


@blueprint.get("/<office>/plans/")
@needs(Action.ANSWER)
def plans(office: str) -> ResponseReturnValue:
    return _plans(Plan())


@blueprint.post("/<office>/plans/")
@needs(Action.ANSWER)
def add_plan(office: str) -> ResponseReturnValue:
    form = Plan()
    if not form.validate():
        return _plans(form, 422)
    said = {"plan": form.plan.data, "until": form.until.data, "by": g.account, "now": now()}
    try:
        room.add_day(g.session, office=g.office, **said)
    except Refused as refused:
        refused_on(form, refused)
        return _plans(form, 422)
    flash(_("Representatives see it when they plan a round."))
    return redirect(url_for("respond.plans", office=office), 303)


@blueprint.post("/<office>/plans/<uuid:plan>/strike")
@needs(Action.ANSWER)
def strike_plan(office: str, plan: UUID) -> ResponseReturnValue:
    listed = room.days_ahead(g.session, office=g.office, today=now().date())
    day = next((each for each in listed if each.id == plan), None)
    if day is None:
        abort(404)
    room.strike_day(g.session, day=day, by=g.account, now=now())
    flash(_("It is off the list."))
    return redirect(url_for("respond.plans", office=office), 303)


@blueprint.get("/community/<community>/plans/")
@needs(Action.DESIGN)
def plans_ahead(community: str) -> ResponseReturnValue:
    days = room.days_ahead(g.session, today=now().date())
    return render_template("respond/plans_ahead.html", days=days)


@blueprint.get("/<office>/themes/<uuid:theme>/went")
@needs(Action.ANSWER)
def went(office: str, theme: UUID) -> ResponseReturnValue:
    return _went(_published(theme), Went())


@blueprint.post("/<office>/themes/<uuid:theme>/went")
@needs(Action.ANSWER)
def say_went(office: str, theme: UUID) -> ResponseReturnValue:
    this, form = _published(theme), Went()
    assert this.response is not None  # what is published has one
    if not form.validate():
        return _went(this, form, 422)
    names = ("document", "paragraph", "page", "in_none", "on")
    said = {name: form[name].data for name in names} | {"by": g.account, "now": now()}
    try:
        room.went(g.session, response=this.response, **said)
    except Refused as refused:
        refused_on(form, refused)
        return _went(this, form, 422)
    flash(_("It stands beside the answer, for everyone."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _published(theme: UUID) -> Addressed:
    this = this_theme(theme)
    if this.published is None:
        abort(404)
    return this


def _plans(form: Plan, status: int = 200) -> ResponseReturnValue:
    days = room.days_ahead(g.session, office=g.office, today=now().date())
    return render_template("respond/plans.html", office=g.office, days=days, form=form), status


def _went(this: Addressed, form: Went, status: int = 200) -> ResponseReturnValue:
    return render_template("respond/went.html", office=g.office, this=this, form=form), status
