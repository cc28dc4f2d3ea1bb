"""Exact sentences for a theme: offer them where their speaker allowed, agree to them, take them down."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.common.errors import Refused
from consult.loop.understand import cards
from consult.loop.understand import quotes as room
from consult.loop.understand.records import Quote, Theme
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.themes import theme_of

WHERE = {"meeting": _l("At the meeting"), "poster": _l("On a poster"), "web": _l("On the web")}
MOST = 20


@dataclass(frozen=True)
class Card:
    """A card from which may be quoted, sentence by sentence, and where."""

    number: int
    language: str
    sentences: list[str]
    where: list[str]


def _cards(theme: Theme, after: int) -> list[Card]:
    found = room.quotable(g.session, theme=theme, seat=g.seat, after=after, most=MOST + 1)
    return [
        Card(
            each.card.number,
            each.card.answer.language,
            [each.text[start:end] for start, end in room.sentences_of(each.text)],
            each.card.answer.quote_where,
        )
        for each in found
    ]


def _page(theme: Theme, form: Form, status: int = 200) -> ResponseReturnValue:
    found = _cards(theme, request.args.get("after", 0, type=int))
    page = render_template(
        "understand/quotes.html",
        form=form,
        this=g.consultation,
        theme=theme,
        quotes=room.quotes_of(g.session, theme),
        alone=room.checked_by_one,
        cards=found[:MOST],
        more=found[MOST - 1].number if len(found) > MOST else None,
        places=WHERE,
        typed=request.form,
    )
    return page, status


@blueprint.get("/<slug>/themes/<int:number>/quotes")
@needs(Action.NAME_THEMES)
def quotes(slug: str, number: int) -> ResponseReturnValue:
    return _page(theme_of(number), Form())


@blueprint.post("/<slug>/themes/<int:number>/quotes")
@needs(Action.NAME_THEMES)
def offer_quote(slug: str, number: int) -> ResponseReturnValue:
    form = Form()
    wanted = request.form.get("card", 0, type=int)
    card = cards.card_numbered(g.session, consultation=g.consultation, number=wanted, seat=g.seat)
    if card is None:
        abort(404)
    chosen = request.form.getlist("sentences", type=int)
    where = request.form.getlist("where")
    try:
        room.offer(
            g.session,
            theme=theme_of(number),
            card=card,
            sentences=chosen,
            where=where,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(theme_of(number), form, 422)
    flash(_("The quote is offered. A second representative agrees to it before it can go out."))
    return _back(number)


@blueprint.post("/<slug>/themes/<int:number>/quotes/<uuid:quote>/agree")
@needs(Action.NAME_THEMES)
def agree_to_quote(slug: str, number: int, quote: UUID) -> ResponseReturnValue:
    form = Form()
    try:
        room.agree(g.session, quote=_quote(number, quote), by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(theme_of(number), form, 422)
    flash(_("You agreed to this quote. It goes out with the next findings."))
    return _back(number)


@blueprint.post("/<slug>/themes/<int:number>/quotes/<uuid:quote>/down")
@needs(Action.HOLD)
def take_quote_down(slug: str, number: int, quote: UUID) -> ResponseReturnValue:
    room.take_down(g.session, quote=_quote(number, quote), by=g.account, now=now())
    flash(_("This quote is shown nowhere any more."))
    return _back(number)


def _quote(number: int, quote: UUID) -> Quote:
    """The quote, if it stands on this theme."""
    found = {each.id: each for each in room.quotes_of(g.session, theme_of(number))}
    if quote not in found:
        abort(404)
    return found[quote]


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("understand.quotes", slug=g.consultation.slug, number=number), 303)
