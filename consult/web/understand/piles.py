"""Sorting on the ground: piles typed in, and what they would do seen before they are saved."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, TextAreaField

from consult.common.errors import Refused
from consult.loop.understand import cards, clashes, codebook, coding
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.labels import BY_NUMBER


class Piles(Form):
    piles = TextAreaField(_l("Piles, one a line"), render_kw={"rows": 8})
    move = BooleanField(_l("Move cards that lie in another pile already"))


def _page(
    form: Piles, status: int = 200, looked: list[clashes.PileSeen] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "understand/piles.html",
        form=form,
        this=g.consultation,
        looked=looked,
        codebook=codebook.codebook(g.session, g.consultation),
        lying=codebook.cards_by_code(g.session, g.consultation),
        controls=BY_NUMBER,
        progress=cards.progress(g.session, g.consultation, g.seat),
    )
    return page, status


@blueprint.get("/<slug>/piles/")
@needs(Action.SORT)
def piles(slug: str) -> ResponseReturnValue:
    return _page(Piles())


@blueprint.post("/<slug>/piles/")
@needs(Action.SORT)
def sort_piles(slug: str) -> ResponseReturnValue:
    """`look`: nothing is saved, the page says what would be."""
    form = Piles()
    given: dict[str, Any] = {
        "line": form.piles.data or "",
        "consultation": g.consultation,
        "by": g.account,
        "now": now(),
    }
    try:
        if "look" in request.form:
            return _page(form, looked=clashes.look_at_piles(g.session, **given))
        made = coding.sort_pile(g.session, move=form.move.data, **given)
    except Refused as refused:
        refused.field = "piles"  # a code that is none was typed there too
        refused_on(form, refused)
        return _page(form, 422, _looked(given))
    flash(ngettext("%(num)s pile is in.", "%(num)s piles are in.", len(made)))
    return redirect(url_for("understand.piles", slug=slug), 303)


def _looked(given: dict[str, Any]) -> list[clashes.PileSeen] | None:
    """What stands in the way, card by card; None where the lines cannot be understood at all."""
    try:
        return clashes.look_at_piles(g.session, **given)
    except Refused:
        return None
