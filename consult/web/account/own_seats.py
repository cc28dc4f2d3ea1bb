"""One's own seats: the name that the public reads, and stepping back in one press."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.collect import opening
from consult.people import terms
from consult.people.permissions import seats_held
from consult.people.records import Seat, WomanOrMan
from consult.people.women_and_men import say_woman_or_man
from consult.web.account import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import signed_in
from consult.web.parts import now
from consult.web.titles import title


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    seats = seats_held(g.session, account=g.account, now=now())
    page = render_template(
        "account/own_seats.html",
        form=form,
        seats=[(seat, opening.last_of_open(g.session, seat=seat, now=now())) for seat in seats],
        run_out=terms.run_out(g.session, of=g.account, now=now()),
        title=title,
    )
    return page, status


@blueprint.get("/settings/seats")
@signed_in
def own_seats() -> ResponseReturnValue:
    return _page(Form())


def _mine(which: UUID) -> Seat:
    seat = g.session.get(Seat, which)
    if seat is None or seat.account_id != g.account.id:
        abort(404)
    return seat  # type: ignore[no-any-return]  # the session of a request has no type


@blueprint.post("/settings/seats/<uuid:which>/name")
@signed_in
def show_name(which: UUID) -> ResponseReturnValue:
    seat, name = _mine(which), request.form.get("name", "")
    try:
        terms.show_name(g.session, seat=seat, name=name, by=g.account, now=now())
    except Refused as refused:
        form = Form()
        refused_on(form, refused)
        return _page(form, 422)
    flash(
        _("The public reads this name now.") if name.strip() else _("The public reads only the number now.")
    )
    return redirect(url_for("account.own_seats"), 303)


@blueprint.post("/settings/seats/<uuid:which>/counted")
@signed_in
def count_seat(which: UUID) -> ResponseReturnValue:
    given = request.form.get("says", "")
    says = WomanOrMan(given) if given in list(WomanOrMan) else None
    say_woman_or_man(g.session, seat=_mine(which), says=says, by=g.account, now=now())
    flash(_("It is kept."))
    return redirect(url_for("account.own_seats"), 303)


@blueprint.post("/settings/seats/<uuid:which>/leave")
@signed_in
def step_back(which: UUID) -> ResponseReturnValue:
    terms.step_back(g.session, seat=_mine(which), by=g.account, now=now())
    return redirect(url_for("account.stepped_back", which=which), 303)


@blueprint.get("/settings/seats/<uuid:which>/left")
@signed_in
def stepped_back(which: UUID) -> ResponseReturnValue:
    """What stepping back did, and what it did not do."""
    seat = _mine(which)
    if not seat.stepped_back:
        abort(404)
    community = seat.community
    return render_template(
        "account/stepped_back.html",
        seat=seat,
        title=title,
        others=len(terms.speakers(g.session, community=community, now=now())) if community else 0,
        open=opening.open_in(g.session, community=community, now=now()) if community else [],
    )
