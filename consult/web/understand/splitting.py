"""Split a code that holds different things: say into what, see what it would do, then do it.

A new code that has cards and no word is named by a voice: it is recorded where one is asked to be sure.
"""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, StringField
from wtforms import Form as Inner

from consult.common.errors import Refused
from consult.loop.understand import splitting
from consult.loop.understand.piles import cards_in
from consult.loop.understand.records import Code
from consult.loop.understand.spoken_codes import split_spoken
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on, undone
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.understand import blueprint
from consult.web.understand.codes import code_of
from consult.web.voice import sent

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
        """What was typed; a row without a name and without cards is none, and one with cards alone is
        named by a voice."""
        rows = [(each.form.name.data or "", each.form.cards.data or "") for each in self.parts]
        typed = [(name, tuple(cards_in(cards))) for name, cards in rows]
        return [
            splitting.Part(name, cards, voiced=not name.strip())
            for name, cards in typed
            if name.strip() or cards
        ]


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
    given = {"code": code, "by": g.account, "now": now()}
    try:
        into = form.named()
        if not form.sure.data:
            return _before(code, form, into)
        made = split_spoken(g.session, vault=parts().vault, into=into, voices=_voices(into), **given)
    except Refused as refused:
        if (refused.field or "").startswith("sound-"):
            return _before(code, form, into, {refused.field: undone(refused)}, 422)
        refused_on(form, refused)
        return _page(number, form, 422)
    listed = ", ".join(str(each.number) for each in made)
    flash(_("Code %(number)s is split. Its place is taken by %(into)s.", number=number, into=listed))
    return redirect(url_for("understand.codes", slug=slug), 303)


def _voices(into: list[splitting.Part]) -> dict[int, dict[str, object]]:
    return {at: sent(f"sound-{at}").as_given() for at, part in enumerate(into) if part.voiced}


def _before(
    code: Code,
    form: Splitting,
    into: list[splitting.Part],
    problems: dict[str | None, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    anew = splitting.look_at_split(g.session, code=code, into=into, by=g.account, now=now())
    page = render_template(
        "understand/split_sure.html",
        form=form,
        this=g.consultation,
        code=code,
        into=into,
        anew=anew,
        problems=problems or {},
    )
    return page, status
