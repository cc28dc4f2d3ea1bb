"""Hear a voice: the number on a printed card leads to it, and a code's name as somebody here says it."""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.loop.collect.answers import reading_text, written_down_by
from consult.loop.understand import cards, codebook
from consult.loop.understand.voices import voices_for
from consult.people.permissions import Action
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.understand import blueprint
from consult.web.voice import played


class Listening(Form):
    card = StringField(_l("Number on the card"), render_kw={"inputmode": "numeric", "size": 6})


@blueprint.get("/<slug>/listen/")
@needs(Action.READ_ANSWERS)
def listen(slug: str) -> ResponseReturnValue:
    """`card`: its number, in any digits."""
    form, number = Listening(request.args), request.args.get("card", type=int)
    card = None
    if number is not None:
        card = cards.card_numbered(g.session, consultation=g.consultation, number=number, seat=g.seat)
    read = card if card is not None and card.masked_at is not None else None
    voices = voices_for(g.session, card=read, by=g.account) if read else []
    if request.args.get("card") and not voices:
        g.mistake = True
        form.card.errors = [_("There is no card with this number that has a voice to hear.")]
    return render_template(
        "understand/listen.html",
        form=form,
        this=g.consultation,
        card_=read if voices else None,
        voices=voices,
        text=reading_text(g.session, read.answer) if read else None,
        wrote=written_down_by(g.session, read.answer) if read else [],
    ), 404 if form.errors else 200


@blueprint.get("/<slug>/codes/<int:number>/voice")
@needs(Action.READ_ANSWERS)
def code_voice(slug: str, number: int) -> ResponseReturnValue:
    """The name of a code as somebody here says it."""
    codes = codebook.codebook(g.session, g.consultation)
    code = next((code for code in codes if code.number == number), None)
    if code is None or code.recording is None:
        abort(404)
    return played(code.recording)
