"""A reader sees abuse, violence or a threat: one press and a confirm, and the words are gone from here."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.loop.collect import protected
from consult.people.permissions import Action
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.protected import blueprint
from consult.web.understand.reading import card_of


@blueprint.get("/cards/<slug>/<int:number>")
@needs(Action.READ_ANSWERS)
def flagging(slug: str, number: int) -> ResponseReturnValue:
    return render_template(
        "protected/flag.html",
        this=g.consultation,
        card_=card_of(number),
        officer=protected.has_officer(g.session, community=g.community, now=now()),
        form=Form(),
    )


@blueprint.post("/cards/<slug>/<int:number>")
@needs(Action.READ_ANSWERS)
def flag(slug: str, number: int) -> ResponseReturnValue:
    protected.flag(g.session, vault=parts().vault, answer=card_of(number).answer, by=g.account, now=now())
    flash(_("Card %(number)s is with the protection officer. You do not see it any more.", number=number))
    return redirect(url_for("understand.consultation", slug=slug), 303)


@blueprint.get("/lines/<slug>")
@needs(Action.READ_ANSWERS)
def lines(slug: str) -> ResponseReturnValue:
    """What speakers of protected reports agreed that those who read may know."""
    said = protected.general_lines(g.session, consultation=g.consultation)
    return render_template("protected/lines.html", this=g.consultation, said=said)
