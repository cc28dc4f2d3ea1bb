"""An open round is paused, goes on, goes on longer, or ends early: each after a question, with its reason."""

from datetime import date
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.collect import answers, rounds
from consult.loop.collect.records import Round
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.last_days import LastDays
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts

REASON = "reason_"


def _running() -> Round:
    current = rounds.current_round(g.session, g.consultation)
    if current is None or current.opened_at is None or current.closed_at is not None:
        abort(404)
    return current


def _form(base: type[Form], **data: date | str | None) -> Form:
    """A box a language for the reason, named by its code."""
    boxes: dict[str, Any] = {}
    for code in g.consultation.languages:
        tongue = parts().languages.get(code)
        label = _("Why, in %(language)s", language=tongue.autonym)
        boxes[REASON + code] = TextAreaField(label, render_kw={"rows": 2, "lang": tongue.tag})
    form: Form = type("WhyForm", (base,), boxes)(data=data)
    return form


def _reasons(form: Form) -> dict[str, str]:
    return {code: form[REASON + code].data or "" for code in g.consultation.languages}


def _page(what: str, form: Form, current: Round, refused: Refused | None = None) -> ResponseReturnValue:
    if refused is not None:
        refused_on(form, refused)
    page = render_template(
        "collect/running.html",
        what=what,
        form=form,
        this=g.consultation,
        round=current,
        reason=REASON,
        spoke=answers.spoke(g.session, current),
        why=rounds.reason_of(g.session, round=current, wanted=[g.account.language]),
    )
    return page, 422 if form.errors else 200


def _back() -> ResponseReturnValue:
    return redirect(url_for("collect.consultation", slug=g.consultation.slug), 303)


@blueprint.get("/<slug>/pause")
@needs(Action.DESIGN)
def pausing(slug: str) -> ResponseReturnValue:
    return _page("pause", _form(Form), _running())


@blueprint.post("/<slug>/pause")
@needs(Action.DESIGN)
def pause(slug: str) -> ResponseReturnValue:
    form, current = _form(Form), _running()
    try:
        rounds.pause(g.session, round=current, reasons=_reasons(form), by=g.account, now=now())
    except Refused as refused:
        return _page("pause", form, current, refused)
    flash(_("It is paused. Those who spoke are told, each as they chose."))
    return _back()


@blueprint.get("/<slug>/resume")
@needs(Action.DESIGN)
def resuming(slug: str) -> ResponseReturnValue:
    return _page("resume", Form(), _running())


@blueprint.post("/<slug>/resume")
@needs(Action.DESIGN)
def resume(slug: str) -> ResponseReturnValue:
    form, current = Form(), _running()
    try:
        rounds.resume(g.session, round=current, by=g.account, now=now())
    except Refused as refused:
        return _page("resume", form, current, refused)
    flash(_("It goes on. People can speak again, and those who spoke are told."))
    return _back()


@blueprint.get("/<slug>/extend")
@needs(Action.DESIGN)
def extending(slug: str) -> ResponseReturnValue:
    current = _running()
    days = {name: getattr(current, name) for name in ("closes_on", "review_by", "news_by")}
    return _page("extend", _form(LastDays, **days), current)


@blueprint.post("/<slug>/extend")
@needs(Action.DESIGN)
def extend(slug: str) -> ResponseReturnValue:
    form, current = _form(LastDays), _running()
    if not form.validate():
        return _page("extend", form, current)
    try:
        rounds.extend(
            g.session,
            round=current,
            closes_on=form.closes_on.data,
            review_by=form.review_by.data,
            news_by=form.news_by.data,
            reasons=_reasons(form),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        return _page("extend", form, current, refused)
    flash(_("The new days stand. Those who spoke are told, each as they chose."))
    return _back()


@blueprint.get("/<slug>/cancel")
@needs(Action.DESIGN)
def cancelling(slug: str) -> ResponseReturnValue:
    return _page("cancel", _form(Form), _running())


@blueprint.post("/<slug>/cancel")
@needs(Action.DESIGN)
def cancel(slug: str) -> ResponseReturnValue:
    form, current = _form(Form), _running()
    try:
        rounds.cancel(g.session, round=current, reasons=_reasons(form), by=g.account, now=now())
    except Refused as refused:
        return _page("cancel", form, current, refused)
    flash(_("It has ended. Those who spoke are told what becomes of their words."))
    return _back()
