"""How those who speak here were chosen: the words of one consultation, and the terms of the seats."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.collect.opening import write_opening
from consult.people import terms
from consult.people.permissions import Action
from consult.people.records import Seat
from consult.web.account.term import Term, given, shown
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.titles import title


class Chosen(Form):
    opening = TextAreaField(_l("How those who speak here were chosen"), render_kw={"rows": 6})


def _page(form: Chosen, status: int = 200) -> ResponseReturnValue:
    seats = terms.speakers(g.session, community=g.community, now=now())
    page = render_template("collect/chosen.html", this=g.consultation, form=form, seats=seats, title=title)
    return page, status


@blueprint.get("/<slug>/chosen")
@needs(Action.DESIGN)
def chosen(slug: str) -> ResponseReturnValue:
    return _page(Chosen(data={"opening": g.consultation.opening}))


@blueprint.post("/<slug>/chosen")
@needs(Action.DESIGN)
def write_chosen(slug: str) -> ResponseReturnValue:
    form, text = Chosen(), Chosen().opening.data or ""
    try:
        write_opening(g.session, consultation=g.consultation, text=text, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("It is kept. People read it before they speak."))
    return redirect(url_for("collect.consultation", slug=slug), 303)


@blueprint.get("/seats/<community>")
@needs(Action.DESIGN)
def seats(community: str) -> ResponseReturnValue:
    return render_template(
        "collect/seats.html",
        community=g.community,
        seats=terms.terms_in(g.session, community=g.community),
        title=title,
        now=now(),
    )


def _seat(number: int) -> Seat:
    there = terms.terms_in(g.session, community=g.community)
    return next((seat for seat in there if seat.number == number), None) or abort(404)


def _one(number: int, form: Term, status: int = 200) -> ResponseReturnValue:
    seat = _seat(number)
    mine = seat.account_id == g.account.id
    page = render_template(
        "collect/seat.html", community=g.community, seat=seat, form=form, mine=mine, title=title
    )
    return page, status


@blueprint.get("/seats/<community>/<int:number>")
@needs(Action.DESIGN)
def seat(community: str, number: int) -> ResponseReturnValue:
    return _one(number, shown(_seat(number)))


@blueprint.post("/seats/<community>/<int:number>")
@needs(Action.DESIGN)
def record_seat(community: str, number: int) -> ResponseReturnValue:
    """Another's seat is renewed; of one's own only the record of the choice is written."""
    form = Term()
    if not form.validate():
        return _one(number, form, 422)
    try:
        _keep(_seat(number), given(form))
    except Refused as refused:
        refused_on(form, refused)
        return _one(number, form, 422)
    flash(_("The seat is kept as you wrote it. Everybody can read it."))
    return redirect(url_for("collect.seats", community=community), 303)


def _keep(seat: Seat, said: dict[str, Any]) -> None:
    by = {"seat": seat, "by": g.account, "now": now()}
    if seat.account_id == g.account.id:
        said.pop("until")
        terms.record_choice(g.session, **by, **said)
    else:
        terms.renew(g.session, **by, **said)
