"""The sheet of a check: printed for the meeting, and typed in afterwards by the numbers of themes."""

import secrets

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.common.translation import worded
from consult.loop.understand import checks
from consult.loop.understand.check_sheets import type_in
from consult.loop.understand.records import Check, CheckSays
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.i18n import code_here
from consult.web.parts import now, parts
from consult.web.understand import blueprint

SAID = ("name", "statement")


def _running() -> Check:
    return checks.running(g.session, g.consultation, now=now()) or abort(404)


@blueprint.get("/<slug>/check/sheet")
@needs(Action.RELEASE)
def check_sheet(slug: str) -> ResponseReturnValue:
    """In the language of the meeting; a theme that has no words in it stands as it was written."""
    found, here, wanted = _running(), g.consultation, parts().languages.chain(code_here())
    name = worded(g.session, here, "name", source=here.language, wanted=wanted)
    themes = [
        (each.number, *(worded(g.session, each, what, source=each.language, wanted=wanted) for what in SAID))
        for each in checks.themes_to_check(g.session, here)
    ]
    return render_template("understand/check_sheet.html", this=here, name=name, check=found, themes=themes)


def _page(form: Form, key: str, status: int = 200) -> ResponseReturnValue:
    _running()
    page = render_template(
        "understand/check_typing.html",
        form=form,
        this=g.consultation,
        themes=checks.themes_to_check(g.session, g.consultation),
        says=list(CheckSays),
        key=key,
        typed=request.form,
    )
    return page, status


@blueprint.get("/<slug>/check/typing")
@needs(Action.RELEASE)
def check_typing(slug: str) -> ResponseReturnValue:
    return _page(Form(), secrets.token_urlsafe(18))


@blueprint.post("/<slug>/check/typing")
@needs(Action.RELEASE)
def type_check_in(slug: str) -> ResponseReturnValue:
    form, check, key = Form(), _running(), request.form.get("key", "")[:40]
    try:
        type_in(
            g.session,
            check=check,
            counted=_counted(check),
            words=request.form.get("words", ""),
            key=key,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, key, 422)
    flash(_("The sheet is typed in."))
    return redirect(url_for("understand.check", slug=slug), 303)


def _counted(check: Check) -> dict[int, dict[CheckSays, int]]:
    """What was typed, by theme; what is no number counts as -1, and the room refuses it."""
    themes = checks.themes_to_check(g.session, check.consultation)
    return {theme.number: {says: _number(f"{says}-{theme.number}") for says in CheckSays} for theme in themes}


def _number(name: str) -> int:
    typed = request.form.get(name, "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1 if typed else 0
