"""Who is missing so far, against both lists; each gap becomes a task in one press."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from consult.common.errors import Refused
from consult.loop.collect import outreach, rounds
from consult.loop.collect.records import OutreachTask
from consult.loop.understand.who_is_missing import How, who_is_missing
from consult.people.permissions import Action
from consult.people.records import Group, Place
from consult.web.collect import blueprint
from consult.web.collect.lists import WHOSE
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now

HOW = {
    How.GROUP: _l("Heard so far"),
    How.COMES_FROM: _l("Heard so far, who come from there"),
    How.STAYS_IN: _l("Heard so far, who stay there"),
}


class Plan(Form):
    what = TextAreaField(_l("What will be done?"), render_kw={"rows": 2})
    who = StringField(_l("Who does it?"))
    due_on = Day(_l("By which day?"), [Optional()])


class Done(Form):
    note = TextAreaField(_l("What came of it? A few words."), render_kw={"rows": 2})


@blueprint.get("/<slug>/missing")
@needs(Action.DESIGN)
def missing(slug: str) -> ResponseReturnValue:
    current = rounds.current_round(g.session, g.consultation)
    today = rounds.today_in(g.community, now())
    found = who_is_missing(g.session, round=current, today=today) if current else None
    tasks = outreach.tasks_of(g.session, consultation=g.consultation)
    return render_template(
        "collect/missing.html",
        this=g.consultation,
        found=found,
        tasks=tasks,
        waiting={each.group_id or each.place_id for each in tasks if each.done_at is None},
        whose=WHOSE,
        how=HOW,
        today=today,
        form=Form(),
    )


@blueprint.post("/<slug>/missing")
@needs(Action.DESIGN)
def make_task(slug: str) -> ResponseReturnValue:
    kind, _colon, which = request.form.get("about", "").partition(":")
    record = {"group": Group, "place": Place}.get(kind) or abort(404)
    try:
        about = g.session.get(record, UUID(which)) or abort(404)
    except ValueError:
        abort(404)
    task = outreach.make_task(g.session, consultation=g.consultation, about=about, by=g.account, now=now())
    flash(_("It is a task now. Say who goes, and by when."))
    return redirect(url_for("collect.task", slug=slug, which=task.id), 303)


def _task(which: UUID) -> OutreachTask:
    task = g.session.get(OutreachTask, which)
    if task is None or task.consultation_id != g.consultation.id:
        abort(404)
    return task  # type: ignore[no-any-return]  # the session of a request has no type


def _page(which: UUID, plan: Plan, done: Done, status: int = 200) -> ResponseReturnValue:
    task = _task(which)
    return render_template("collect/task.html", this=g.consultation, task=task, plan=plan, done=done), status


@blueprint.get("/<slug>/missing/<uuid:which>")
@needs(Action.DESIGN)
def task(slug: str, which: UUID) -> ResponseReturnValue:
    return _page(which, Plan(obj=_task(which)), Done())


@blueprint.post("/<slug>/missing/<uuid:which>")
@needs(Action.DESIGN)
def plan_task(slug: str, which: UUID) -> ResponseReturnValue:
    form = Plan()
    if not form.validate():
        return _page(which, form, Done(formdata=None), 422)
    given = {"what": form.what.data or "", "who": form.who.data or "", "due_on": form.due_on.data}
    try:
        outreach.plan(g.session, task=_task(which), by=g.account, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(which, form, Done(formdata=None), 422)
    flash(_("The task is kept. On its day it stands on your home page."))
    return redirect(url_for("collect.missing", slug=slug), 303)


@blueprint.post("/<slug>/missing/<uuid:which>/done")
@needs(Action.DESIGN)
def finish_task(slug: str, which: UUID) -> ResponseReturnValue:
    form = Done()
    try:
        outreach.done(g.session, task=_task(which), note=form.note.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(which, Plan(formdata=None, obj=_task(which)), form, 422)
    flash(_("Noted as done."))
    return redirect(url_for("collect.missing", slug=slug), 303)
