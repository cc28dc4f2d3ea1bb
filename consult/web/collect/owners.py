"""Whose a consultation is: everybody's, a group's or a place's; chosen when made, or until it opens."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from consult.common.errors import Refused, mark
from consult.loop.collect import choosing
from consult.loop.collect.choosing import Owners
from consult.loop.collect.records import Consultation
from consult.people.communities import places_of
from consult.people.lists import groups_of
from consult.people.permissions import Action
from consult.people.records import Community
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now

EVERYBODY = "everyone"


class Whose(Form):
    owners = SelectField(_l("Whose it is"), validate_choice=False)


def owners_offered(community: Community) -> dict[str, tuple[str, Owners]]:
    """By what a form sends: how it is called, and what it is."""
    found: dict[str, tuple[str, Owners]] = {
        EVERYBODY: (_("Everybody in %(community)s", community=community.name), None)
    }
    for group in groups_of(g.session, community):
        found[f"group-{group.number}"] = (group.name, group)
    for place in places_of(g.session, community=community):
        found[f"place-{place.id}"] = (_("Those of one place: %(place)s", place=place.name), place)
    return found


def owners_sent(community: Community, sent: str | None) -> Owners:
    offered = owners_offered(community)
    if (sent or EVERYBODY) not in offered:
        raise Refused(mark("Choose whose it is from the list."), field="owners")
    return offered[sent or EVERYBODY][1]


def owners_in_words(this: Consultation) -> str:
    """To whom it belongs; empty when to everybody."""
    owners = this.group or this.place
    return owners.name if owners else ""


def _form(this: Consultation) -> Whose:
    offered = owners_offered(this.community)
    mine = [key for key, (_called, owners) in offered.items() if owners is (this.group or this.place)]
    form = Whose(data={"owners": mine[0] if mine else EVERYBODY})
    form.owners.choices = [(key, called) for key, (called, _owners) in offered.items()]
    return form


@blueprint.get("/<slug>/owners")
@needs(Action.DESIGN)
def owners(slug: str) -> ResponseReturnValue:
    return render_template("collect/owners.html", form=_form(g.consultation), this=g.consultation)


@blueprint.post("/<slug>/owners")
@needs(Action.DESIGN)
def give(slug: str) -> ResponseReturnValue:
    form = _form(g.consultation)
    try:
        choosing.give_to(
            g.session,
            consultation=g.consultation,
            owners=owners_sent(g.community, form.owners.data),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return render_template("collect/owners.html", form=form, this=g.consultation), 422
    flash(_("Noted whose it is. Say now who reads and sorts its words."))
    return redirect(url_for("collect.consultation", slug=slug), 303)
