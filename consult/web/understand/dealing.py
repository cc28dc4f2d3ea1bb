"""Who sorts which cards: dealt out evenly, and ten more for whoever has none left."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.loop.understand import cards, dealing
from consult.people.permissions import Action
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint


@blueprint.get("/<slug>/deal/")
@needs(Action.SORT)
def deal(slug: str) -> ResponseReturnValue:
    here = {"consultation": g.consultation}
    return render_template(
        "understand/deal.html",
        form=Form(),
        this=g.consultation,
        hands=dealing.hands(g.session, now=now(), **here),
        waiting=dealing.how_many_wait(g.session, by=g.account, **here),
        progress=cards.progress(g.session, g.consultation, g.seat),
    )


@blueprint.post("/<slug>/deal/")
@needs(Action.SORT)
def deal_out(slug: str) -> ResponseReturnValue:
    dealt = dealing.deal_out(g.session, consultation=g.consultation, by=g.account, now=now())
    flash(
        ngettext("%(num)s card is dealt out.", "%(num)s cards are dealt out.", dealt)
        if dealt
        else _("No card was left to deal out.")
    )
    return redirect(url_for("understand.deal", slug=slug), 303)


@blueprint.post("/<slug>/deal/more")
@needs(Action.SORT)
def deal_me_more(slug: str) -> ResponseReturnValue:
    """`waiting`, as the page showed it, makes a second press harmless."""
    waiting = request.form.get("waiting", 0, type=int)
    came = dealing.deal_me_more(
        g.session, consultation=g.consultation, waiting=waiting, by=g.account, now=now()
    )
    flash(
        ngettext("%(num)s card came to you.", "%(num)s cards came to you.", came)
        if came
        else _("No further card came to you.")
    )
    return redirect(url_for("understand.sort", slug=slug), 303)
