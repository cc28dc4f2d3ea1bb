"""The second look: hand the draft over, read it as people will, send it back or let it go."""

from math import ceil
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.close.plan import plan
from consult.loop.respond import clearance
from consult.loop.respond.owed import Addressed
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.second_look import hand_over, looks_from, publish, send_back
from consult.loop.respond.texts import texts
from consult.loop.respond.together import answered_together
from consult.loop.respond.wordings import missing_languages, words_by_language
from consult.loop.review.reviews import positions_by_theme
from consult.people.permissions import Action
from consult.post.cost import price, segments_this_month, time_to_send
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.answers import here
from consult.web.respond.labels import ABOUT, KINDS
from consult.web.respond.offices import where_it_waits
from consult.web.respond.speaking import numbers_of, speak


class Back(Form):
    note = TextAreaField(_l("What should change?"))


@blueprint.post("/<office>/themes/<uuid:theme>/hand-over")
@needs(Action.ANSWER)
def hand(office: str, theme: UUID) -> ResponseReturnValue:
    version = here(theme)[1]
    hand_over(g.session, version=version, by=g.account, now=now())
    flash(_("It waits for the second look now."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


@blueprint.get("/<office>/themes/<uuid:theme>/look")
@needs(Action.PUBLISH)
def look(office: str, theme: UUID) -> ResponseReturnValue:
    this, version = here(theme)
    return _page(this, version, Back())


@blueprint.post("/<office>/themes/<uuid:theme>/publish")
@needs(Action.PUBLISH)
def put_out(office: str, theme: UUID) -> ResponseReturnValue:
    this, version = here(theme)
    form = Back()
    try:
        publish(g.session, version=version, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, version, form, 422)
    if version.published_at is not None:
        flash(_("It is published. It goes to everyone to whom it is owed."))
    else:
        flash(_("The representatives read it now. Then it goes to everyone to whom it is owed."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


@blueprint.post("/<office>/themes/<uuid:theme>/send-back")
@needs(Action.PUBLISH)
def back(office: str, theme: UUID) -> ResponseReturnValue:
    this, version = here(theme)
    form = Back()
    try:
        send_back(g.session, version=version, note=form.note.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, version, form, 422)
    flash(_("It went back to its writer with your note."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _page(this: Addressed, version: ResponseVersion, form: Back, status: int = 200) -> ResponseReturnValue:
    worded = words_by_language(g.session, version)
    together = answered_together(g.session, version.response)
    page = render_template(
        "respond/look.html",
        this=this,
        form=form,
        office=g.office,
        worded=worded,
        texts=texts(worded, numbers=numbers_of(version), speak=speak),
        sending=None
        if version.asked_at or version.published_at or version.only_wording
        else _sending(version, worded),
        together=together,
        positions=positions_by_theme(g.session, together.shown),
        missing=missing_languages(g.session, version),
        looks_from=looks_from(version, by=g.account),
        now=now(),
        kinds=KINDS,
        where_it_waits=where_it_waits,
        asks=ABOUT,
        slip=clearance.slip_of(g.session, version),
        level=clearance.missing_level(g.session, version),
    )
    return page, status


def _sending(version: ResponseVersion, worded: dict[str, str]) -> dict[str, Any]:
    """What publishing sends by text, what that costs and how long it takes. `price` None: not set."""
    settings, reads = parts().settings, parts().languages.reads
    planned = plan(g.session, version=version, worded=worded, chain=reads, speak=speak, k=settings.small_cell)
    used = segments_this_month(g.session, now=now())
    each, budget = settings.segment_price, settings.sms_budget
    return {
        "plan": planned,
        "price": price(planned.segments, each=each) if each else None,
        "minutes": ceil(
            time_to_send(planned.segments, a_second=settings.segments_per_second).total_seconds() / 60
        ),
        "budget": budget,
        "beyond": budget is not None and used + planned.segments > budget,
    }
