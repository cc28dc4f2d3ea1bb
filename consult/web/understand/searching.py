"""Search the cards by words."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.common.errors import Refused
from consult.loop.understand import phrases_used, searching
from consult.loop.understand.side_by_side import own_sorting
from consult.loop.understand.translating import said_in_some
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.labels import BY_NUMBER


class Search(Form):
    words = StringField(_l("Words to search for"), render_kw={"type": "search"})


@blueprint.get("/<slug>/search/")
@needs(Action.READ_ANSWERS)
def search(slug: str) -> ResponseReturnValue:
    return _page(Search(), None)


@blueprint.post("/<slug>/search/")
@needs(Action.READ_ANSWERS)
def find(slug: str) -> ResponseReturnValue:
    """Sent in the body: words that somebody searches for stand in no address and no log."""
    form, after = Search(), request.form.get("after", 0, type=int)
    words, where = form.words.data or "", g.consultation
    try:
        found = searching.find_cards(g.session, consultation=where, words=words, seat=g.seat, after=after)
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, None, 422)
    return _page(form, found)


def _page(form: Search, found: searching.Found | None, status: int = 200) -> ResponseReturnValue:
    answers = [each.card.answer_id for each in found.cards] if found else []
    page = render_template(
        "understand/search.html",
        form=form,
        this=g.consultation,
        found=found,
        said=said_in_some(g.session, consultation=g.consultation, answers=answers),
        mine=own_sorting(g.session, answers=answers, by=g.account),
        controls=BY_NUMBER,
    )
    return page, status


@blueprint.get("/<slug>/phrases/")
@needs(Action.READ_ANSWERS)
def phrases(slug: str) -> ResponseReturnValue:
    used = phrases_used.phrases_used(g.session, consultation=g.consultation, seat=g.seat, now=now())
    return render_template("understand/phrases.html", this=g.consultation, used=used, most=phrases_used.MOST)


@blueprint.post("/<slug>/phrases/")
@needs(Action.READ_ANSWERS)
def find_phrases(slug: str) -> ResponseReturnValue:
    phrases_used.ask_for_phrases(g.session, consultation=g.consultation, by=g.account, now=now())
    flash(_("The machine reads the cards. You may go on with other work meanwhile."))
    return redirect(url_for("understand.phrases", slug=slug), 303)
