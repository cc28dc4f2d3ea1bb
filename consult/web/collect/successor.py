"""Who answers when those who run this leave."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.common.closed_box import fingerprint, read_public
from consult.common.errors import Refused
from consult.loop.close.handover_done import rehearsed
from consult.loop.collect.successors import name_successor, successor_of
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now


class Follows(Form):
    name = StringField(_l("Who is it?"))
    address = StringField(_l("Where are they found?"))
    key = StringField(_l("The public key of their own house, if they have one"))


def _page(form: Follows, status: int = 200) -> ResponseReturnValue:
    stands = successor_of(g.session, g.consultation)
    page = render_template(
        "collect/successor.html",
        this=g.consultation,
        form=form,
        stands=stands,
        tried=rehearsed(g.session, g.community),
        spoken=fingerprint(read_public(stands.key)) if stands and stands.key else "",
    )
    return page, status


@blueprint.get("/<slug>/successor")
@needs(Action.DESIGN)
def successor(slug: str) -> ResponseReturnValue:
    stands = successor_of(g.session, g.consultation)
    typed = {"name": stands.name, "address": stands.address, "key": stands.key} if stands else {}
    return _page(Follows(data=typed))


@blueprint.post("/<slug>/successor")
@needs(Action.DESIGN)
def write_successor(slug: str) -> ResponseReturnValue:
    form = Follows()
    try:
        name_successor(
            g.session,
            consultation=g.consultation,
            name=form.name.data or "",
            address=form.address.data or "",
            key=form.key.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("It is kept. Everybody can read it."))
    return redirect(url_for("collect.successor", slug=slug), 303)
