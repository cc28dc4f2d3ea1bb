"""The consultations of one's communities, and making a new one."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from consult.common.errors import Refused, mark
from consult.loop.collect import consultations, rounds
from consult.people.permissions import Action, seats_held
from consult.people.records import Community, Role
from consult.web.collect import blueprint
from consult.web.collect.owners import EVERYBODY, owners_offered, owners_sent
from consult.web.forms import Form, Ticks, refused_on
from consult.web.guards import needs, signed_in
from consult.web.parts import now, parts


class New(Form):
    name = StringField(_l("Its name, as people here will read it"))
    slug = StringField(_l("Its address: small letters a to z, digits, hyphens"))
    language = SelectField(_l("Its first language"), validate_choice=False)
    languages = Ticks(_l("Its other languages"), validate_choice=False)
    owners = SelectField(_l("Whose it is"), validate_choice=False)


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    held = seats_held(g.session, account=g.account, now=now())
    mine = [each.community for each in held if each.role is Role.REPRESENTATIVE and each.community]
    listed = [(each, _with_rounds(each)) for each in mine]
    return render_template("collect/home.html", listed=listed, now=now(), is_open=rounds.is_open)


def _with_rounds(community: Community) -> list[tuple[object, object]]:
    found = consultations.consultations_of(g.session, community=community)
    return [(each, rounds.current_round(g.session, each)) for each in found]


def _form(community: Community) -> New:
    offered = [(each.code, each.autonym) for each in parts().languages.all()]
    form = New(data={"language": _likely_first(community), "owners": EVERYBODY})
    form.language.choices = form.languages.choices = offered
    whose = owners_offered(community)
    form.owners.choices = [(key, called) for key, (called, _owners) in whose.items()]
    return form


def _likely_first(community: Community) -> str:
    """The language of whoever makes it, who will write it, and whose words are checked by its rules; that of
    the community where these pages are in another one only because they do not speak it."""
    spoken = parts().languages.get(community.language)
    return community.language if spoken.participants_only else g.account.language


@blueprint.get("/new/<community>")
@needs(Action.DESIGN)
def new(community: str) -> ResponseReturnValue:
    return render_template("collect/new.html", form=_form(g.community), community=g.community)


@blueprint.post("/new/<community>")
@needs(Action.DESIGN)
def make(community: str) -> ResponseReturnValue:
    form = _form(g.community)
    known = parts().languages.known
    try:
        if not all(known(each) for each in (form.language.data, *(form.languages.data or []))):
            raise Refused(mark("Choose languages from the list."), field="language")
        made = consultations.make(
            g.session,
            community=g.community,
            slug=form.slug.data or "",
            name=form.name.data or "",
            language=form.language.data,
            languages=form.languages.data or [],
            owners=owners_sent(g.community, form.owners.data),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return render_template("collect/new.html", form=form, community=g.community), 422
    flash(_("The consultation is there as a draft. Nobody else sees it yet."))
    return redirect(url_for("collect.consultation", slug=made.slug), 303)
