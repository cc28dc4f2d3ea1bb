"""The codebook: add a code, give it another name or a voice, merge it with one that says the same."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.common.ids import new_id
from consult.loop.understand import codebook, merging, sought, spoken_codes
from consult.loop.understand.merging import merged_here
from consult.loop.understand.records import Code
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on, undone
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.understand import blueprint
from consult.web.understand.labels import called
from consult.web.voice import sent


class Named(Form):
    name = StringField(_l("Name"))
    definition = TextAreaField(_l("What belongs to it (optional)"), render_kw={"rows": 3})


class Added(Named):
    key = HiddenField()


class Merging(Form):
    into = SelectField(_l("Count its cards under"), [InputRequired(_l("Choose a code."))], coerce=int)
    sure = HiddenField()


def _list(form: Added, status: int = 200, problem: str = "") -> ResponseReturnValue:
    form.key.data = form.key.data or str(new_id())
    page = render_template(
        "understand/codes.html",
        form=form,
        problem=problem,
        this=g.consultation,
        codebook=codebook.codebook(g.session, g.consultation),
        split=codebook.split_codes(g.session, g.consultation),
        lying=codebook.cards_by_code(g.session, g.consultation),
    )
    return page, status


@blueprint.get("/<slug>/codes/")
@needs(Action.SORT)
def codes(slug: str) -> ResponseReturnValue:
    return _list(Added())


@blueprint.post("/<slug>/codes/")
@needs(Action.SORT)
def add_code(slug: str) -> ResponseReturnValue:
    form, voice = Added(), sent()
    given = {
        "consultation": g.consultation,
        "language": g.consultation.language,
        "by": g.account,
        "now": now(),
    }
    given |= {"name": form.name.data or "", "definition": form.definition.data or ""}
    try:
        if voice.data:
            given |= {"vault": parts().vault, "key": form.key.data or "", **voice.as_given()}
            code = spoken_codes.add_spoken(g.session, **given)
        else:
            code = codebook.add_code(g.session, **given)
    except Refused as refused:
        if refused.field == "sound":
            return _list(form, 422, undone(refused))
        refused_on(form, refused)
        return _list(form, 422)
    flash(_("Code %(number)s is in the codebook.", number=code.number))
    return redirect(url_for("understand.codes", slug=slug), 303)


def code_of(number: int) -> Code:
    """The living code of this number. Whoever comes for one that ended is led to where its cards are."""
    found = {code.number: code for code in codebook.codebook(g.session, g.consultation)}
    if number not in found:
        abort(_led_on(number) or 404)
    return found[number]


def _led_on(number: int) -> Response | None:
    slug = g.consultation.slug
    into = merging.merged_into(g.session, consultation=g.consultation, number=number)
    if into is not None:
        flash(_("Cards of code %(one)s count under code %(other)s now.", one=number, other=into.number))
        return redirect(url_for("understand.code", slug=slug, number=into.number), 303)
    split = codebook.split_codes(g.session, g.consultation)
    taken_by = next((step.before["into"] for step in split if step.code.number == number), None)
    if taken_by is None:
        return None
    flash(_("Code %(number)s is split. Its place is taken by %(into)s.", number=number, into=taken_by))
    return redirect(url_for("understand.codes", slug=slug), 303)


def _one(
    number: int,
    *,
    named: Named | None = None,
    merging: Merging | None = None,
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    code = code_of(number)
    page = render_template(
        "understand/code.html",
        this=g.consultation,
        code=code,
        named=named or Named(formdata=None, obj=code),
        merging=merging or _merging(number),
        steps=codebook.steps_of(g.session, code),
        merged=merged_here(g.session, code=code),
        sought=sought.sought_here(g.session, code=code, by=g.account, seat=g.seat, now=now()),
        problem=problem,
    )
    return page, status


def _merging(number: int, *, sent: bool = False) -> Merging:
    form = Merging() if sent else Merging(formdata=None)
    others = [code for code in codebook.codebook(g.session, g.consultation) if code.number != number]
    form.into.choices = [
        SelectChoice(value=code.number, label=f"{code.number} · {called(code)}") for code in others
    ]
    return form


@blueprint.get("/<slug>/codes/<int:number>")
@needs(Action.SORT)
def code(slug: str, number: int) -> ResponseReturnValue:
    return _one(number)


@blueprint.post("/<slug>/codes/<int:number>")
@needs(Action.SORT)
def rename_code(slug: str, number: int) -> ResponseReturnValue:
    form, code = Named(), code_of(number)
    given, before = {"name": form.name.data or "", "definition": form.definition.data or ""}, code.name
    try:
        codebook.rename(g.session, code=code, by=g.account, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _one(number, named=form, status=422)
    flash(
        _("It is kept.")
        if code.name == before
        else _("Code %(number)s has its new name. The old one is kept in its history.", number=number)
    )
    return redirect(url_for("understand.codes", slug=slug), 303)


@blueprint.post("/<slug>/codes/<int:number>/voice")
@needs(Action.SORT)
def say_code(slug: str, number: int) -> ResponseReturnValue:
    given = {"vault": parts().vault, "by": g.account, **sent().as_given()}
    try:
        codebook.say_name(g.session, code=code_of(number), now=now(), **given)
    except Refused as refused:
        return _one(number, problem=undone(refused), status=422)
    flash(_("The voice is kept. Whoever sorts can hear it beside code %(number)s.", number=number))
    return redirect(url_for("understand.code", slug=slug, number=number), 303)


@blueprint.post("/<slug>/codes/<int:number>/seek")
@needs(Action.SORT)
def seek_cards(slug: str, number: int) -> ResponseReturnValue:
    sought.ask_to_seek(g.session, code=code_of(number), by=g.account, now=now())
    flash(_("The machine reads the cards. You may go on with other work meanwhile."))
    return redirect(url_for("understand.code", slug=slug, number=number), 303)


@blueprint.post("/<slug>/codes/<int:number>/merge")
@needs(Action.SORT)
def merge_code(slug: str, number: int) -> ResponseReturnValue:
    """Without *sure* it is only looked at: it cannot be undone."""
    form = _merging(number, sent=True)
    if not form.validate():
        return _one(number, merging=form, status=422)
    code, into = code_of(number), code_of(form.into.data)
    if not form.sure.data:
        return render_template("understand/merge_sure.html", this=g.consultation, code=code, into=into)
    try:
        merging.merge(g.session, code=code, into=into, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _one(number, merging=form, status=422)
    flash(_("Cards of code %(one)s count under code %(other)s now.", one=number, other=form.into.data))
    return redirect(url_for("understand.codes", slug=slug), 303)
