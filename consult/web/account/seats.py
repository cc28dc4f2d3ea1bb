"""The administrator's pages about seats: who sits where, since when, how they were chosen."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectChoice
from wtforms.validators import ValidationError

from consult.common.errors import Refused
from consult.people import communities, rosters, terms
from consult.people import seats as room
from consult.people.accounts import account_of
from consult.people.permissions import Action
from consult.people.records import Account, Community, Office, Role, Seat
from consult.web.account import blueprint
from consult.web.account.fields import choice
from consult.web.account.people import by_id, by_slug
from consult.web.account.term import Term, given, shown
from consult.web.forms import refused_on
from consult.web.guards import needs
from consult.web.leaves import leaf, page_number
from consult.web.parts import now
from consult.web.titles import ROLES, title


class NewSeat(Term):
    account = EmailField(_l("E-mail address of the account"))
    role = choice(
        _l("What they do"),
        choices=[SelectChoice(value=str(role), label=name) for role, name in ROLES.items()],
    )
    place = choice(_l("Where they sit"))

    def validate_account(self, field: EmailField) -> None:
        if account_of(g.session, field.data or "") is None:
            raise ValidationError(_("No account has this e-mail address. Invite this person first."))


def _form(**known: Any) -> NewSeat:
    form = NewSeat(**known)
    open_places = [
        SelectChoice(value=f"{kind}:{each.slug}", label=each.name)
        for kind, rows in (
            ("community", rosters.communities(g.session)),
            ("office", rosters.offices(g.session)),
        )
        for each in rows
        if each.disabled_at is None
    ]
    form.place.choices = [SelectChoice(value="", label=_("Everywhere (administrators)")), *open_places]
    return form


@blueprint.get("/people/seats")
@needs(Action.ADMINISTER)
def seats() -> ResponseReturnValue:
    number = page_number()
    rows = rosters.seats(g.session, now=now(), page=number)
    return render_template("account/seats.html", leaf=leaf(rows, number), title=title)


@blueprint.get("/people/seats/new")
@needs(Action.ADMINISTER)
def new_seat() -> ResponseReturnValue:
    """`?account=` and `?place=` fill in what the page before knew."""
    which = request.args.get("account", type=UUID)
    account = g.session.get(Account, which) if which else None
    form = _form(account=account.email if account else "", place=request.args.get("place", ""))
    return render_template("account/seat_new.html", form=form)


@blueprint.post("/people/seats/new")
@needs(Action.ADMINISTER)
def give_seat() -> ResponseReturnValue:
    form = _form()
    if form.validate():
        try:
            seat = room.give(g.session, by=g.account.actor, now=now(), **_asked(form))
            flash(_("%(name)s has the seat now.", name=seat.account.name))
            return redirect(url_for("account.one_account", which=seat.account_id), 303)
        except Refused as refused:
            refused_on(form, refused)
    return render_template("account/seat_new.html", form=form), 422


def _asked(form: NewSeat) -> dict[str, Any]:
    """What the form asks, as the room takes it: a committee is chosen by its community."""
    role = Role(form.role.data)
    kind, _colon, slug = form.place.data.partition(":")
    where: dict[str, Any] = {}
    if kind == "office":
        where["office"] = by_slug(Office, slug)
    elif kind == "community":
        community = by_slug(Community, slug)
        if role is Role.COMMITTEE_MEMBER:
            where["committee"] = communities.committee_of(g.session, community)
        else:
            where["community"] = community
    return {
        "account": account_of(g.session, form.account.data),
        "role": role,
        **given(form),
        **where,
    }


@blueprint.get("/people/seats/<uuid:which>/end")
@needs(Action.ADMINISTER)
def ending_seat(which: UUID) -> ResponseReturnValue:
    return render_template("account/seat_end.html", seat=by_id(Seat, which), title=title)


@blueprint.post("/people/seats/<uuid:which>/end")
@needs(Action.ADMINISTER)
def end_seat(which: UUID) -> ResponseReturnValue:
    seat = by_id(Seat, which)
    room.end(g.session, seat=seat, by=g.account.actor, now=now())
    flash(_("The seat of %(name)s is ended.", name=seat.account.name))
    return redirect(url_for("account.one_account", which=seat.account_id), 303)


def _renewing(seat: Seat, form: Term, status: int = 200) -> ResponseReturnValue:
    return render_template("account/seat_renew.html", seat=seat, form=form, title=title), status


@blueprint.get("/people/seats/<uuid:which>/renew")
@needs(Action.ADMINISTER)
def renewing_seat(which: UUID) -> ResponseReturnValue:
    seat = by_id(Seat, which)
    return _renewing(seat, shown(seat))


@blueprint.post("/people/seats/<uuid:which>/renew")
@needs(Action.ADMINISTER)
def renew_seat(which: UUID) -> ResponseReturnValue:
    seat, form = by_id(Seat, which), Term()
    if form.validate():
        try:
            terms.renew(g.session, seat=seat, by=g.account, now=now(), **given(form))
            flash(_("The seat of %(name)s is renewed.", name=seat.account.name))
            return redirect(url_for("account.one_account", which=seat.account_id), 303)
        except Refused as refused:
            refused_on(form, refused)
    return _renewing(by_id(Seat, which), form, 422)
