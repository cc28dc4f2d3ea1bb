"""The administrator's pages about communities, their places and their committee."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from consult.common.errors import Refused
from consult.people import communities as room
from consult.people import rosters, terms
from consult.people.permissions import Action
from consult.people.records import Community
from consult.web.account import blueprint
from consult.web.account.fields import choice, spoken
from consult.web.account.people import by_slug
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.leaves import cut, page_number
from consult.web.parts import now
from consult.web.titles import title


class Described(Form):
    name = StringField(_l("Its name, as its people say it"))
    danger_place = StringField(_l("Where to go in danger"))
    danger_number = StringField(_l("Number to call in danger"))
    public = BooleanField(_l("Show its open consultations on the front page"))


class New(Described):
    slug = StringField(_l("Short name for addresses"))
    language = choice(_l("Its first language"))
    region = StringField(_l("Country, in two letters"))
    timezone = StringField(_l("Time zone"))
    committee = StringField(_l("Name of its committee"))


class NewPlace(Form):
    name = StringField(_l("A place that people come from or stay in"), id="place")


@blueprint.get("/people/communities")
@needs(Action.ADMINISTER)
def communities() -> ResponseReturnValue:
    leaf = cut(rosters.communities(g.session), page_number())
    return render_template("account/communities.html", leaf=leaf)


def _new() -> New:
    form = New(public=True)
    form.language.choices = spoken(by_participants=True)
    return form


@blueprint.get("/people/communities/new")
@needs(Action.ADMINISTER)
def new_community() -> ResponseReturnValue:
    return render_template("account/community_new.html", form=_new())


@blueprint.post("/people/communities/new")
@needs(Action.ADMINISTER)
def make_community() -> ResponseReturnValue:
    form = _new()
    if form.validate():
        try:
            made = room.make(g.session, by=g.account.actor, now=now(), **_given(form))
            flash(_("%(name)s is added. Now give seats to its representatives.", name=made.name))
            return redirect(url_for("account.community", which=made.slug), 303)
        except Refused as refused:
            refused_on(form, refused)
    return render_template("account/community_new.html", form=form), 422


def _given(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def _shown(found: Community, form: Described, place: NewPlace) -> str:
    committee = room.committee_of(g.session, found)
    seats = [*rosters.seats_in(g.session, place=found, now=now())]
    seats += rosters.seats_in(g.session, place=committee, now=now())
    return render_template(
        "account/community.html",
        found=found,
        committee=committee,
        places=room.places_of(g.session, found),
        seats=seats,
        run_out=[
            *terms.run_out(g.session, of=found, now=now()),
            *terms.run_out(g.session, of=committee, now=now()),
        ],
        title=title,
        form=form,
        place_form=place,
    )


@blueprint.get("/people/communities/<which>")
@needs(Action.ADMINISTER)
def community(which: str) -> ResponseReturnValue:
    found = by_slug(Community, which)
    return _shown(found, Described(obj=found), NewPlace())


@blueprint.post("/people/communities/<which>")
@needs(Action.ADMINISTER)
def describe_community(which: str) -> ResponseReturnValue:
    found, form = by_slug(Community, which), Described()
    if form.validate():
        try:
            room.describe(g.session, community=found, by=g.account.actor, now=now(), **_given(form))
            flash(_("This is kept."))
            return redirect(url_for("account.community", which=which), 303)
        except Refused as refused:
            refused_on(form, refused)
    return _shown(found, form, NewPlace(formdata=None)), 422


@blueprint.post("/people/communities/<which>/places")
@needs(Action.ADMINISTER)
def add_place(which: str) -> ResponseReturnValue:
    found, form = by_slug(Community, which), NewPlace()
    if form.validate():
        try:
            by, name = g.account.actor, form.name.data
            room.add_place(g.session, community=found, name=name, by=by, now=now())
            flash(_("The place is added."))
            return redirect(url_for("account.community", which=which), 303)
        except Refused as refused:
            refused_on(form, refused)
    return _shown(found, Described(formdata=None, obj=found), form), 422


@blueprint.get("/people/communities/<which>/close")
@needs(Action.ADMINISTER)
def closing_community(which: str) -> ResponseReturnValue:
    return render_template("account/community_close.html", found=by_slug(Community, which))


@blueprint.post("/people/communities/<which>/close")
@needs(Action.ADMINISTER)
def close_community(which: str) -> ResponseReturnValue:
    found = by_slug(Community, which)
    room.disable(g.session, community=found, by=g.account.actor, now=now())
    flash(_("The community %(name)s is closed.", name=found.name))
    return redirect(url_for("account.communities"), 303)
