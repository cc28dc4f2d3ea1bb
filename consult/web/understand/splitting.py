"""Split a code that holds different things: say into what, see what it would do, then do it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, StringField
from wtforms import Form as Inner

from consult.common.errors import Refused
from consult.loop.understand import splitting
from consult.loop.understand.piles import cards_in
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.codes import code_of

MOST = 4
"""Codes into which one is split at once."""


class One(Inner):  # type: ignore[misc]  # WTForms ships no types
    name = StringField(_l("Name"))
    cards = StringField(
        _l("Its cards, for instance 104 109 117 (optional)"), render_kw={"inputmode": "numeric"}
    )


class Splitting(Form):
    parts = FieldList(FormField(One), min_entries=MOST, max_entries=MOST)
    sure = HiddenField()

    def named(self) -> list[splitting.Part]:
        """What was typed; a row without a name and without cards is none."""
        rows = [(each.form.name.data or "", each.form.cards.data or "") for each in self.parts]
        typed = [(name, tuple(cards_in(cards))) for name, cards in rows]
        return [splitting.Part(name, cards) for name, cards in typed if name.strip() or cards]


@blueprint.get("/<slug>/codes/<int:number>/split")
@needs(Action.SORT)
def splitting_code(slug: str, number: int) -> ResponseReturnValue:
    return _page(number, Splitting())


def _page(number: int, form: Splitting, status: int = 200) -> ResponseReturnValue:
    code = code_of(number)
    page = render_template(
        "understand/split.html",
        form=form,
        this=g.consultation,
        code=code,
        found=splitting.cards_under(g.session, code=code, by=g.account, seat=g.seat),
    )
    return page, status


@blueprint.post("/<slug>/codes/<int:number>/split")
@needs(Action.SORT)
def split_code(slug: str, number: int) -> ResponseReturnValue:
    """Without *sure* it is only looked at: it cannot be undone."""
    code, form = code_of(number), Splitting()
    try:
        into = form.named()
        if not form.sure.data:
            return _before(number, form, into)
        made = splitting.split(g.session, code=code, into=into, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(number, form, 422)
    listed = ", ".join(str(each.number) for each in made)
    flash(_("Code %(number)s is split. Its place is taken by %(into)s.", number=number, into=listed))
    return redirect(url_for("understand.codes", slug=slug), 303)


def _before(number: int, form: Splitting, into: list[splitting.Part]) -> ResponseReturnValue:
    code = code_of(number)
    anew = splitting.look_at_split(g.session, code=code, into=into, by=g.account, now=now())
    return render_template(
        "understand/split_sure.html", form=form, this=g.consultation, code=code, into=into, anew=anew
    )
