"""The administrator's pages about offices that answer."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.common.errors import Refused
from consult.people import offices as room
from consult.people import rosters, terms
from consult.people.permissions import Action
from consult.people.records import Office
from consult.web.account import blueprint
from consult.web.account.people import by_slug
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.leaves import cut, page_number
from consult.web.parts import now
from consult.web.titles import title


class NewOffice(Form):
    name = StringField(_l("Its name, as people know it"))
    slug = StringField(_l("Short name for addresses"))


@blueprint.get("/people/offices")
@needs(Action.ADMINISTER)
def offices() -> ResponseReturnValue:
    leaf = cut(rosters.offices(g.session), page_number())
    return render_template("account/offices.html", leaf=leaf)


@blueprint.get("/people/offices/new")
@needs(Action.ADMINISTER)
def new_office() -> ResponseReturnValue:
    return render_template("account/office_new.html", form=NewOffice())


@blueprint.post("/people/offices/new")
@needs(Action.ADMINISTER)
def make_office() -> ResponseReturnValue:
    form = NewOffice()
    if form.validate():
        slug, name = form.slug.data, form.name.data
        try:
            made = room.make(g.session, slug=slug, name=name, by=g.account.actor, now=now())
            flash(_("%(name)s is added. Now give seats to its staff.", name=made.name))
            return redirect(url_for("account.one_office", which=made.slug), 303)
        except Refused as refused:
            refused_on(form, refused)
    return render_template("account/office_new.html", form=form), 422


@blueprint.get("/people/offices/<which>")
@needs(Action.ADMINISTER)
def one_office(which: str) -> ResponseReturnValue:
    found = by_slug(Office, which)
    seats = rosters.seats_in(g.session, place=found, now=now())
    run_out = terms.run_out(g.session, of=found, now=now())
    return render_template("account/office.html", found=found, seats=seats, run_out=run_out, title=title)


@blueprint.get("/people/offices/<which>/close")
@needs(Action.ADMINISTER)
def closing_office(which: str) -> ResponseReturnValue:
    return render_template("account/office_close.html", found=by_slug(Office, which))


@blueprint.post("/people/offices/<which>/close")
@needs(Action.ADMINISTER)
def close_office(which: str) -> ResponseReturnValue:
    found = by_slug(Office, which)
    room.disable(g.session, office=found, by=g.account.actor, now=now())
    flash(_("The office %(name)s is closed.", name=found.name))
    return redirect(url_for("account.offices"), 303)
