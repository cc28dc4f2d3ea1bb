"""The first reader's page: the words as they came, suspects marked, and the text to pass on."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.widgets import HiddenInput

from consult.common.errors import Refused
from consult.loop.collect.answers import original_text, reading_text
from consult.loop.collect.own_names import names_told
from consult.loop.understand import cards, first_reading, masking
from consult.loop.understand.records import Card
from consult.loop.understand.voices import voices_for
from consult.people.communities import places_of
from consult.people.known_names import known_names
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now
from consult.web.understand import blueprint


class Masking(Form):
    text = TextAreaField(_l("What everybody else will read"), render_kw={"rows": 6})
    seen = IntegerField(widget=HiddenInput())
    heard = TextAreaField(_l("What the voice says"), render_kw={"rows": 6})
    voice = BooleanField(_l("Everybody who reads here may hear this voice"))


def card_of(number: int) -> Card:
    card = cards.card_numbered(g.session, consultation=g.consultation, number=number, seat=g.seat)
    if card is None:
        abort(404)
    return card


def _suspects(text: str) -> list[masking.Span]:
    """Pointed at with what this deployment knows. One part of a name counts where it is written as one:
    it may be an ordinary word as well."""
    places = [place.name for place in places_of(g.session, g.community)]
    known = known_names(g.session, g.community, now=now())
    names = [*names_told(text), *(name for name in known if " " in name or name in text)]
    return masking.suspects(text, names=names, places=places)


@blueprint.get("/<slug>/first/")
@needs(Action.READ_ANSWERS)
def first(slug: str) -> ResponseReturnValue:
    card = first_reading.in_hand(g.session, consultation=g.consultation, by=g.account, seat=g.seat)
    if card is None:
        return _between_cards()
    text = original_text(g.session, card.answer)
    masked = masking.mask(text, _suspects(text), say=in_words_of(card.answer.language))
    return _page(card, Masking(data={"text": masked, "seen": first_reading.texts_on(g.session, card)}))


def _between_cards() -> ResponseReturnValue:
    others = first_reading.in_other_hands(g.session, consultation=g.consultation, by=g.account, seat=g.seat)
    progress = cards.progress(g.session, g.consultation, g.seat)
    return render_template(
        "understand/first_none.html",
        form=Form(),
        this=g.consultation,
        progress=progress,
        others=others,
        free=progress.to_read - len(others),
    )


def _page(card: Card, form: Masking, status: int = 200) -> ResponseReturnValue:
    text = original_text(g.session, card.answer)
    page = render_template(
        "understand/first.html",
        form=form,
        this=g.consultation,
        card_=card,
        pieces=masking.pieces(text, _suspects(text)),
        voices=voices_for(g.session, card=card, by=g.account),
        progress=cards.progress(g.session, g.consultation, g.seat),
    )
    return page, status


@blueprint.post("/<slug>/first/take")
@needs(Action.READ_ANSWERS)
def take(slug: str) -> ResponseReturnValue:
    first_reading.take(g.session, consultation=g.consultation, by=g.account, now=now())
    return redirect(url_for("understand.first", slug=slug), 303)


@blueprint.post("/<slug>/first/<int:number>")
@needs(Action.READ_ANSWERS)
def pass_on(slug: str, number: int) -> ResponseReturnValue:
    card, form = card_of(number), Masking()
    given = {"text": form.text.data or "", "seen": form.seen.data}
    given |= {"heard": form.heard.data or "", "voice": form.voice.data}
    try:
        first_reading.pass_on_and_take(g.session, card=card, by=g.account, now=now(), **given)
    except Refused as refused:
        return _refused(number, form, refused)
    flash(_("Card %(number)s is read.", number=number))
    return redirect(url_for("understand.first", slug=slug), 303)


def _refused(number: int, form: Masking, refused: Refused) -> ResponseReturnValue:
    """Show the words again only to whom they are open: the reader who holds the card."""
    refused_on(form, refused)
    mine = first_reading.in_hand(g.session, consultation=g.consultation, by=g.account, seat=g.seat)
    if mine is None or mine.number != number:
        raise refused
    form.seen.raw_data, form.seen.data = None, first_reading.texts_on(g.session, mine)
    return _page(mine, form, 422)


@blueprint.post("/<slug>/first/<int:number>/take-over")
@needs(Action.READ_ANSWERS)
def take_over(slug: str, number: int) -> ResponseReturnValue:
    first_reading.take_over(g.session, card=card_of(number), by=g.account, now=now())
    return redirect(url_for("understand.first", slug=slug), 303)


@blueprint.get("/<slug>/first/<int:number>/more")
@needs(Action.READ_ANSWERS)
def covering(slug: str, number: int) -> ResponseReturnValue:
    card = card_of(number)
    if card not in cards.flagged(g.session, g.consultation, g.seat):
        abort(404)
    return _more(number, Masking(data={"text": reading_text(g.session, card.answer)}))


def _more(number: int, form: Masking, status: int = 200) -> ResponseReturnValue:
    card = card_of(number)
    text = reading_text(g.session, card.answer)
    return render_template(
        "understand/more.html",
        form=form,
        this=g.consultation,
        card_=card,
        text=text,
        voices=voices_for(g.session, card=card, by=g.account),
    ), status


@blueprint.post("/<slug>/first/<int:number>/more")
@needs(Action.READ_ANSWERS)
def cover_more(slug: str, number: int) -> ResponseReturnValue:
    card, form = card_of(number), Masking()
    try:
        first_reading.cover_more(g.session, card=card, text=form.text.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _more(number, form, 422)
    flash(_("Card %(number)s is masked more.", number=number))
    return redirect(url_for("understand.consultation", slug=slug), 303)
