"""Representatives give helpers their links, print the cards, and end a link at once."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.collect import helping
from consult.people import helper_links
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.people.records import HelperLink, Office
from consult.web.addresses import square, whole
from consult.web.collect import blueprint
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts

NOBODY, OTHER = "", "other"


class New(Form):
    name = StringField(_l("A name by which you know this helper. Nobody else sees it."))
    language = SelectField(_l("The language the helper reads"), validate_choice=False)
    paid = SelectField(_l("Does an office pay this helper? It is told in the open."), validate_choice=False)
    until = Day(_l("Last day of the link"), [InputRequired(_l("Choose a day."))])


class Ending(Form):
    nothing_more = BooleanField(_l("Take nothing more, also not what still waits on the phone"))


@blueprint.get("/helpers/<community>")
@needs(Action.DESIGN)
def helpers(community: str) -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/helpers/<community>")
@needs(Action.DESIGN)
def give_link(community: str) -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form, 422)
    try:
        link, number = helper_links.give(
            g.session,
            vault=parts().vault,
            community=g.community,
            name=form.name.data or "",
            language=form.language.data or g.community.language,
            paid_by_office=bool(form.paid.data),
            office=_offices().get(form.paid.data or ""),
            until=_end_of(form.until.data),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    return render_template(
        "collect/helper_card.html",
        link=link,
        number=number,
        address=whole("helpers.door"),
        square=_square(number),
    )


@blueprint.get("/helpers/<community>/<int:number>/end")
@needs(Action.DESIGN)
def ending(community: str, number: int) -> ResponseReturnValue:
    return render_template("collect/helper_end.html", form=Ending(), link=_link(number))


@blueprint.post("/helpers/<community>/<int:number>/end")
@needs(Action.DESIGN)
def end_link(community: str, number: int) -> ResponseReturnValue:
    more = bool(Ending().nothing_more.data)
    helper_links.end(g.session, link=_link(number), nothing_more=more, by=g.account, now=now())
    flash(_("The link of helper %(number)s opens nothing any more.", number=number))
    return redirect(url_for("collect.helpers", community=community), 303)


@blueprint.get("/<slug>/helped")
@needs(Action.DESIGN)
def helped(slug: str) -> ResponseReturnValue:
    """Who helped in this consultation, with exact numbers: the public page holds small ones back."""
    found = helping.helpers_in(g.session, consultation=g.consultation)
    return render_template("collect/helped.html", this=g.consultation, found=found)


def _form() -> New:
    form = New()
    form.language.choices = [(each.code, each.autonym) for each in parts().languages.all()]
    offices = [(slug, office.name) for slug, office in _offices().items()]
    form.paid.choices = [(NOBODY, _("No office pays")), *offices, (OTHER, _("Another office"))]
    if form.language.data is None:
        form.language.data = g.community.language
    return form


def _page(form: New, status: int = 200) -> ResponseReturnValue:
    links = helper_links.links_of(g.session, community=g.community)
    living = {each.id for each in links if helper_links.is_living(each, now())}
    page = render_template(
        "collect/helpers.html", form=form, community=g.community, links=links, living=living
    )
    return page, status


def _offices() -> dict[str, Office]:
    return {each.slug: each for each in answering(g.session)}


def _link(number: int) -> HelperLink:
    found = [
        each for each in helper_links.links_of(g.session, community=g.community) if each.number == number
    ]
    if not found:
        abort(404)
    return found[0]


def _end_of(day: date) -> datetime:
    """The last moment of `day` in the community."""
    return datetime.combine(day, time.max, ZoneInfo(g.community.timezone))


def _square(number: str) -> Markup:
    """The link as a square that a camera reads. The number stands behind the #: no server is told it."""
    return square(f"{whole('helpers.door')}#{number.replace(' ', '')}", scale=4, light="#fff")
