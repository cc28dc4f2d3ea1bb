"""How far those who sort agree, what they talk of, and whether enough was heard."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.common.errors import Refused
from consult.loop.collect.answers import reading_text
from consult.loop.understand import blind, codebook, heard_so_far, new_codes, set_aside, talking
from consult.loop.understand.piles import numbers_in
from consult.loop.understand.second_looks import waiting_again
from consult.loop.understand.voices import voices_for
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.understand import blueprint
from consult.web.understand.labels import BY_NUMBER
from consult.web.understand.reading import card_of

A_PAGE = 25


class Settling(Form):
    codes = StringField(_l("Its numbers now"), render_kw={"inputmode": "numeric"})
    memo = TextAreaField(_l("Why it lies there now"), render_kw={"rows": 3})


@blueprint.get("/<slug>/agreement/")
@needs(Action.SORT)
def agreement(slug: str) -> ResponseReturnValue:
    here, skip = {"consultation": g.consultation}, max(request.args.get("skip", 0, type=int), 0)
    found = talking.differing(g.session, by=g.account, seat=g.seat, skip=skip, most=A_PAGE + 1, **here)
    some, agreed = found[:A_PAGE], blind.agreement_of(g.session, **here)
    return render_template(
        "understand/agreement.html",
        form=Form(),
        this=g.consultation,
        agreed=agreed,
        alpha=None if agreed is None or agreed.alpha is None else format_decimal(round(agreed.alpha, 2)),
        waiting=len(waiting_again(g.session, by=g.account, **here)),
        aside=set_aside.how_far_aside(g.session, **here),
        found=some,
        names=talking.names_of(g.session, some),
        controls=BY_NUMBER,
        more=skip + A_PAGE if len(found) > A_PAGE else None,
    )


@blueprint.post("/<slug>/agreement/")
@needs(Action.SORT)
def deal_again(slug: str) -> ResponseReturnValue:
    given = talking.deal_again(g.session, consultation=g.consultation, by=g.account, now=now())
    flash(
        ngettext(
            "%(num)s card is given to a second reader.", "%(num)s cards are given to second readers.", given
        )
        if given
        else _("No card is left to be read a second time, or nobody else may read it.")
    )
    return redirect(url_for("understand.agreement", slug=slug), 303)


@blueprint.get("/<slug>/agreement/<int:number>")
@needs(Action.SORT)
def settling(slug: str, number: int) -> ResponseReturnValue:
    return _settling(number, Settling())


def _settling(number: int, form: Settling, status: int = 200) -> ResponseReturnValue:
    card = card_of(number)
    found = talking.differing_on(g.session, card=card, by=g.account, seat=g.seat)
    if found is None:
        abort(404)
    page = render_template(
        "understand/settling.html",
        form=form,
        this=g.consultation,
        card_=card,
        text=reading_text(g.session, card.answer),
        voices=voices_for(g.session, card=card, by=g.account),
        each=found,
        names=talking.names_of(g.session, [found]),
        codebook=codebook.codebook(g.session, g.consultation),
        controls=BY_NUMBER,
    )
    return page, status


@blueprint.post("/<slug>/agreement/<int:number>")
@needs(Action.SORT)
def settle(slug: str, number: int) -> ResponseReturnValue:
    card, form = card_of(number), Settling()
    given = {"memo": form.memo.data or "", "by": g.account, "now": now()}
    try:
        talking.settle(g.session, card=card, numbers=numbers_in(form.codes.data or ""), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _settling(number, form, 422)
    flash(_("Card %(number)s lies where you came to together.", number=number))
    return redirect(url_for("understand.agreement", slug=slug), 303)


@blueprint.get("/<slug>/heard-enough/")
@needs(Action.SORT)
def heard_enough(slug: str) -> ResponseReturnValue:
    heard = heard_so_far.heard_so_far(
        g.session, consultation=g.consultation, small_cell=parts().settings.small_cell
    )
    everybody = heard.everybody
    return render_template(
        "understand/heard_enough.html",
        this=g.consultation,
        cards=everybody.cards,
        curve=new_codes.curve(everybody.firsts, everybody.cards),
        lately=new_codes.new_lately(everybody.firsts, everybody.cards),
        last=new_codes.LAST,
        by_group=[(group, new_codes.curve(came.firsts, came.cards)) for group, came in heard.by_group],
        counted_at=heard.counted_at,
    )
