"""Who reads and sorts the words of one consultation: everybody who has such a seat, or those named."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.common.errors import Refused
from consult.loop.collect import reading
from consult.people.permissions import Action
from consult.people.records import Seat
from consult.web.collect import blueprint
from consult.web.forms import Form, Ticks, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.titles import title


class Named(Form):
    seats = Ticks(_l("Who reads and sorts here"))


def _form() -> Named:
    named = [str(each.seat_id) for each in reading.named_to_read(g.session, consultation=g.consultation)]
    form = Named(data={"seats": named})
    there = reading.could_read(g.session, consultation=g.consultation, now=now())
    form.seats.choices = [(str(seat.id), _called(seat)) for seat in there]
    return form


def _called(seat: Seat) -> str:
    return f"{title(seat)} · {seat.account.name}"


def _page(form: Named, status: int = 200) -> ResponseReturnValue:
    named = reading.named_to_read(g.session, consultation=g.consultation)
    page = render_template(
        "collect/readers.html",
        form=form,
        this=g.consultation,
        named=[(each, _called(each.seat)) for each in named],
        mine=reading.may_name(g.session, consultation=g.consultation, account=g.account, now=now()),
    )
    return page, status


@blueprint.get("/<slug>/readers")
@needs(Action.DESIGN)
def readers(slug: str) -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/<slug>/readers")
@needs(Action.DESIGN)
def name_readers(slug: str) -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form, 422)
    seats = {UUID(each) for each in form.seats.data}
    try:
        reading.name_readers(g.session, consultation=g.consultation, seats=seats, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("Who reads is kept. It holds from now on."))
    return redirect(url_for("collect.readers", slug=slug), 303)
