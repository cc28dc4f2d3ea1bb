"""Sorting on a screen: one card a page, the codebook beside it, the next card at once."""

import re
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.common.errors import Refused
from consult.loop.collect.answers import reading_text, written_down_by
from consult.loop.understand import cards, codebook, coding, dealing, pointed_order, pointing, sought
from consult.loop.understand.piles import numbers_in
from consult.loop.understand.records import Card
from consult.loop.understand.side_by_side import codes_now, sorted_by_all
from consult.loop.understand.translating import said_of
from consult.loop.understand.voices import voices_for
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.titles import title
from consult.web.understand import blueprint
from consult.web.understand.labels import BY_NUMBER
from consult.web.understand.reading import card_of

SCRIPT = "; script-src 'self'"
"""Sorting by keys: one file of ours, and every button is there without it."""


class Sorting(Form):
    codes = StringField(
        _l("Numbers, for more than one"), render_kw={"inputmode": "numeric", "accesskey": "0"}
    )
    memo = TextAreaField(_l("A note for those who sort with you"), render_kw={"rows": 2})


@blueprint.get("/<slug>/sort/")
@needs(Action.SORT)
def sort(slug: str) -> ResponseReturnValue:
    wanted = request.args.get("card", type=int)
    after = request.args.get("after", 0, type=int)
    card = card_of(wanted) if wanted else None
    if card is None or card.masked_at is None:
        who = {"consultation": g.consultation, "by": g.account, "seat": g.seat, "after": after}
        card = _chosen(who) or dealing.next_for(g.session, **who)
    return _page(card, Sorting()) if card else _nothing_left()


def _chosen(who: dict[str, Any]) -> Card | None:
    """The next card by the order in which the machine puts them, where somebody asked for one."""
    if number := _code_sought():
        return sought.next_sought(g.session, number=number, **who)
    return pointed_order.next_useful(g.session, **who) if _order() else None


def _nothing_left() -> ResponseReturnValue:
    """No card waits for this reader: none at all, or those that wait lie with others."""
    return render_template(
        "understand/sort_none.html",
        form=Form(),
        this=g.consultation,
        progress=cards.progress(g.session, g.consultation, g.seat),
        last=_last(),
    )


def _order() -> str | None:
    """`useful`: the cards come first from which the machine would learn most; `under-7`: those that may go
    under code 7; None: by number."""
    order = request.args.get("order")
    return order if order == "useful" or _code_sought() else None


def _code_sought() -> int:
    """The number of the code for which the machine sought; 0: for none."""
    found = re.fullmatch(r"under-([0-9]{1,6})", request.args.get("order", ""))
    return int(found[1]) if found else 0


def _sought_through() -> int:
    """The number of the code for which the machine sought and has nothing left; 0: of none."""
    who = {"consultation": g.consultation, "by": g.account, "seat": g.seat}
    number = _code_sought()
    return number if number and sought.ran_out(g.session, number=number, **who) else 0


def _like(number: int | None) -> list[Card]:
    """Cards like the one sorted a moment ago."""
    where = {"consultation": g.consultation, "seat": g.seat}
    card = cards.card_numbered(g.session, number=number, **where) if number else None
    return pointing.shown_after(g.session, card=card, by=g.account, seat=g.seat) if card else []


def _last() -> int | None:
    """The card sorted a moment ago, which can still be taken back."""
    return request.args.get("last", type=int)


def _page(card: Card, form: Sorting, status: int = 200) -> ResponseReturnValue:
    g.scripts = SCRIPT
    seen, order = sorted_by_all(g.session, card=card, by=g.account), _order()
    forward = pointing.put_forward(g.session, card=card, number=_code_sought(), by=g.account)
    through = 0 if forward else _sought_through()
    page = render_template(
        "understand/sort.html",
        form=form,
        this=g.consultation,
        card_=card,
        text=reading_text(g.session, card.answer),
        voices=voices_for(g.session, card=card, by=g.account),
        wrote=written_down_by(g.session, card.answer),
        said=said_of(g.session, card=card, consultation=g.consultation),
        title=title,
        seen=[(each, name, codes_now(g.session, each)) for each, name in seen],
        codebook=codebook.codebook(g.session, g.consultation),
        controls=BY_NUMBER,
        waiting=dealing.how_many_wait(g.session, consultation=g.consultation, by=g.account),
        last=_last(),
        like=_like(_last()),
        beside=pointing.beside(g.session, card=card, by=g.account),
        order=None if through else order,
        forward=forward,
        through=through,
    )
    return page, status


@blueprint.post("/<slug>/sort/<int:number>")
@needs(Action.SORT)
def sort_card(slug: str, number: int) -> ResponseReturnValue:
    """A button sends one code, together with the numbers and the note that were typed."""
    card, form = card_of(number), Sorting()
    given = {"by": g.account, "memo": form.memo.data or "", "now": now()}
    try:
        numbers = numbers_in(" ".join([form.codes.data or "", *request.form.getlist("code")]))
        given |= {"in_order": _order() == "useful", "sought": _code_sought()}
        made = pointing.sort_by_numbers(g.session, card=card, numbers=numbers, **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(card_of(number), form, 422)
    if not made.primary:
        flash(_("Card %(number)s is read a second time. It stays as you sorted it.", number=number))
    last = number if made.primary else None
    return redirect(url_for("understand.sort", slug=slug, after=number, last=last, order=_order()), 303)


@blueprint.post("/<slug>/sort/<int:number>/undo")
@needs(Action.SORT)
def undo(slug: str, number: int) -> ResponseReturnValue:
    coding.undo(g.session, card=card_of(number), by=g.account, now=now())
    flash(_("Card %(number)s is back.", number=number))
    return redirect(url_for("understand.sort", slug=slug, card=number), 303)
