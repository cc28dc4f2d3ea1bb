"""The community check: open it with a day, read what people say, write what changed because of it."""

from datetime import timedelta

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.understand import check_reading, checks, masking
from consult.loop.understand.records import Check
from consult.people.communities import places_of
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now
from consult.web.understand import blueprint

DAYS = timedelta(days=14)


class Until(Form):
    until = Day(_l("Day until which people can answer"), [InputRequired(_l("Choose a day."))])


class Masked(Form):
    text = TextAreaField(_l("What everybody else will read"), render_kw={"rows": 4})


class Changed(Form):
    changed = TextAreaField(_l("What you changed because of it"), render_kw={"rows": 4})


def _page(status: int = 200, **forms: Form) -> ResponseReturnValue:
    found = checks.checks_of(g.session, g.consultation)
    check = found[0] if found else None
    current = checks.running(g.session, g.consultation, now=now())
    until = Until(data={"until": (now() + DAYS).date()})
    given = {"until": until, "masked": Masked(), "changed": Changed(obj=check), **forms}
    return render_template(
        "understand/check.html",
        this=g.consultation,
        check=check,
        running=current,
        themes=checks.themes_to_check(g.session, g.consultation),
        ended_on=checks.ended_on,
        earlier=[
            {
                "check": each,
                "tally": checks.tally(g.session, each),
                "words": check_reading.read_words(g.session, each),
            }
            for each in found[1:]
            if checks.doors_of(g.session, each)
        ],
        **(_what_was_said(check, given["masked"]) if check else {}),
        **given,
    ), status


def _what_was_said(check: Check, form: Form) -> dict[str, object]:
    """What people said, and the words that this reader alone has before them."""
    mine = check_reading.in_hand(g.session, check=check, by=g.account)
    if mine is None:
        pieces = []
    else:
        places = [place.name for place in places_of(g.session, g.community)]
        spans = masking.suspects(mine.text, places=places)
        pieces = masking.pieces(mine.text, spans)
        if not form.is_submitted():
            form.text.data = masking.mask(mine.text, spans, say=in_words_of(mine.language))
    return {
        "mine": mine,
        "pieces": pieces,
        "waiting": check_reading.waiting(g.session, check),
        "words": check_reading.read_words(g.session, check),
        "tally": checks.tally(g.session, check),
        "page": checks.tally(g.session, check, known=False),
    }


def _check() -> Check:
    found = checks.checks_of(g.session, g.consultation)
    return found[0] if found else abort(404)


def _back() -> ResponseReturnValue:
    return redirect(url_for("understand.check", slug=g.consultation.slug), 303)


@blueprint.get("/<slug>/check/")
@needs(Action.RELEASE)
def check(slug: str) -> ResponseReturnValue:
    return _page()


@blueprint.post("/<slug>/check/open")
@needs(Action.RELEASE)
def open_check(slug: str) -> ResponseReturnValue:
    form = Until()
    if not form.validate():
        return _page(422, until=form)
    try:
        checks.open_check(
            g.session, consultation=g.consultation, until=form.until.data, by=g.account, now=now()
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(422, until=form)
    flash(_("The check is open. Print its sheet for the meeting, and tell people its page."))
    return _back()


@blueprint.post("/<slug>/check/end")
@needs(Action.RELEASE)
def end_check(slug: str) -> ResponseReturnValue:
    checks.end(g.session, check=_check(), by=g.account, now=now())
    flash(_("The check is over."))
    return _back()


@blueprint.post("/<slug>/check/take")
@needs(Action.RELEASE)
def take_check_words(slug: str) -> ResponseReturnValue:
    check_reading.take(g.session, check=_check(), by=g.account, now=now())
    return _back()


@blueprint.post("/<slug>/check/take-over")
@needs(Action.RELEASE)
def take_over_check_words(slug: str) -> ResponseReturnValue:
    check_reading.take(g.session, check=_check(), by=g.account, now=now(), left_lying=True)
    return _back()


@blueprint.post("/<slug>/check/pass-on")
@needs(Action.RELEASE)
def pass_check_words_on(slug: str) -> ResponseReturnValue:
    form = Masked()
    try:
        check_reading.pass_on(g.session, check=_check(), text=form.text.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(422, masked=form)
    flash(_("These words are read. The other representatives see them now."))
    return _back()


@blueprint.post("/<slug>/check/changed")
@needs(Action.RELEASE)
def write_changed(slug: str) -> ResponseReturnValue:
    form = Changed()
    try:
        checks.write_changed(g.session, check=_check(), text=form.changed.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(422, changed=form)
    flash(_("What changed is kept. It goes out with the findings."))
    return _back()
