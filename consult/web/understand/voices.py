"""A card's voice: heard in its place, and written down by whoever may hear it."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.collect.answers import reading_text, written_down_by
from consult.loop.understand import voices as room
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.reading import card_of
from consult.web.voice import played


class WritingDown(Form):
    heard = TextAreaField(_l("What the voice says"), render_kw={"rows": 6})


@blueprint.get("/<slug>/cards/<int:number>/voice/<int:at>")
@needs(Action.READ_ANSWERS)
def voice(slug: str, number: int, at: int) -> ResponseReturnValue:
    """The voice at place `at`, from 1, among those that this reader may hear."""
    heard = room.voices_for(g.session, card=card_of(number), by=g.account)
    if not 0 < at <= len(heard):
        abort(404)
    return played(heard[at - 1])


@blueprint.get("/<slug>/cards/<int:number>/heard")
@needs(Action.SORT)
def writing_down(slug: str, number: int) -> ResponseReturnValue:
    return _page(number, WritingDown())


def _page(number: int, form: WritingDown, status: int = 200) -> ResponseReturnValue:
    card = card_of(number)
    heard = room.voices_for(g.session, card=card, by=g.account)
    if card.masked_at is None or not heard:
        abort(404)
    page = render_template(
        "understand/heard.html",
        form=form,
        this=g.consultation,
        card_=card,
        voices=heard,
        text=reading_text(g.session, card.answer),
        wrote=written_down_by(g.session, card.answer),
    )
    return page, status


@blueprint.post("/<slug>/cards/<int:number>/heard")
@needs(Action.SORT)
def write_down(slug: str, number: int) -> ResponseReturnValue:
    form = WritingDown()
    try:
        heard = form.heard.data or ""
        room.write_down(g.session, card=card_of(number), heard=heard, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(number, form, 422)
    flash(_("What the voice on card %(number)s says is written down.", number=number))
    return redirect(url_for("understand.sort", slug=slug, card=number), 303)
