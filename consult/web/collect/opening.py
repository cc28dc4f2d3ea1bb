"""Open a round with its three dates; close it before its day."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.collect import answers, rounds
from consult.loop.collect.reading import must_name
from consult.loop.collect.records import Round
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.collect.last_days import LastDays
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now


def _page(form: LastDays, status: int = 200) -> ResponseReturnValue:
    """The form, or, while a round runs, what can be done with that one instead."""
    running = None
    if not rounds.can_open(g.session, g.consultation):
        running = rounds.current_round(g.session, g.consultation)
    page = render_template(
        "collect/open.html",
        form=form,
        this=g.consultation,
        running=running,
        unnamed=must_name(g.session, consultation=g.consultation, now=now()),
        open=running is not None and rounds.is_open(running, now()),
    )
    return page, status


@blueprint.get("/<slug>/open")
@needs(Action.DESIGN)
def opening(slug: str) -> ResponseReturnValue:
    return _page(LastDays())


@blueprint.post("/<slug>/open")
@needs(Action.DESIGN)
def open_round(slug: str) -> ResponseReturnValue:
    form = LastDays()
    if not form.validate():
        return _page(form, 422)
    try:
        rounds.open_round(
            g.session,
            consultation=g.consultation,
            closes_on=form.closes_on.data,
            news_by=form.news_by.data,
            review_by=form.review_by.data,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("It is open. People can speak now."))
    return redirect(url_for("collect.consultation", slug=slug), 303)


def _running() -> Round:
    current = rounds.current_round(g.session, g.consultation)
    if current is None or current.opened_at is None:
        abort(404)
    return current


@blueprint.get("/<slug>/close")
@needs(Action.DESIGN)
def closing(slug: str) -> ResponseReturnValue:
    current = _running()
    spoke = answers.spoke(g.session, current)
    return render_template("collect/close.html", form=Form(), this=g.consultation, round=current, spoke=spoke)


@blueprint.post("/<slug>/close")
@needs(Action.DESIGN)
def close_round(slug: str) -> ResponseReturnValue:
    rounds.close_round(g.session, round=_running(), by=g.account.actor, now=now())
    flash(_("It is closed. Words that still come are kept for the next round."))
    return redirect(url_for("collect.consultation", slug=slug), 303)
