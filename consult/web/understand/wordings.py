"""Say a theme, and the line for words on no theme, in the other languages; hold a theme back."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.common.errors import Refused
from consult.common.translation import latest
from consult.loop.understand import findings, holds, themes
from consult.loop.understand.records import Findings, Theme
from consult.loop.understand.translating import said_in
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.titles import title
from consult.web.understand import blueprint
from consult.web.understand.themes import theme_of


class Said(Form):
    name = StringField(_l("Name"))
    statement = TextAreaField(_l("What people say"), render_kw={"rows": 5})


class Line(Form):
    text = TextAreaField(_l("The line for words on no theme"), render_kw={"rows": 4})


def _theme_page(form: Said, theme: Theme, lang: str, status: int = 200) -> ResponseReturnValue:
    if lang not in g.consultation.languages or lang == theme.language:
        abort(404)
    return render_template(
        "understand/theme_in.html",
        form=form,
        this=g.consultation,
        theme=theme,
        lang=lang,
        said=said_in(g.session, g.consultation, theme, "statement", lang),
        title=title,
    ), status


@blueprint.get("/<slug>/themes/<int:number>/in/<lang>")
@needs(Action.TRANSLATE)
def wording(slug: str, number: int, lang: str) -> ResponseReturnValue:
    theme = theme_of(number)
    before = {field: latest(g.session, theme, field, lang) for field in themes.FIELDS}
    return _theme_page(Said(data={key: each.text for key, each in before.items() if each}), theme, lang)


@blueprint.post("/<slug>/themes/<int:number>/in/<lang>")
@needs(Action.TRANSLATE)
def translate(slug: str, number: int, lang: str) -> ResponseReturnValue:
    form = Said()
    given = {"language": lang, "name": form.name.data or "", "statement": form.statement.data or ""}
    try:
        themes.translate(g.session, theme=theme_of(number), by=g.account, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _theme_page(form, theme_of(number), lang, 422)
    flash(_("Theme %(number)s is said in another language.", number=number))
    return redirect(url_for("understand.wording", slug=slug, number=number, lang=lang), 303)


def findings_of(number: int) -> Findings:
    found = findings.findings_numbered(g.session, consultation=g.consultation, number=number)
    if found is None:
        abort(404)
    return found


def _line_page(form: Line, number: int, lang: str, status: int = 200) -> ResponseReturnValue:
    found = findings_of(number)
    if lang not in g.consultation.languages or lang == found.language or not found.alone:
        abort(404)
    return render_template(
        "understand/alone_in.html",
        form=form,
        this=g.consultation,
        findings=found,
        lang=lang,
        said=said_in(g.session, g.consultation, found, "alone", lang),
        title=title,
    ), status


@blueprint.get("/<slug>/findings/<int:number>/in/<lang>")
@needs(Action.TRANSLATE)
def alone(slug: str, number: int, lang: str) -> ResponseReturnValue:
    before = latest(g.session, findings_of(number), "alone", lang)
    return _line_page(Line(data={"text": before.text if before else ""}), number, lang)


@blueprint.post("/<slug>/findings/<int:number>/in/<lang>")
@needs(Action.TRANSLATE)
def translate_alone(slug: str, number: int, lang: str) -> ResponseReturnValue:
    form = Line()
    found, text = findings_of(number), form.text.data or ""
    try:
        findings.translate_alone(g.session, findings=found, language=lang, text=text, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _line_page(form, number, lang, 422)
    flash(_("The line is said in another language."))
    return redirect(url_for("understand.alone", slug=slug, number=number, lang=lang), 303)


@blueprint.get("/<slug>/themes/<int:number>/hold")
@needs(Action.HOLD)
def holding(slug: str, number: int) -> ResponseReturnValue:
    theme = theme_of(number)
    held = holds.is_held(g.session, theme)
    return render_template("understand/hold.html", form=Form(), this=g.consultation, theme=theme, held=held)


@blueprint.post("/<slug>/themes/<int:number>/hold")
@needs(Action.HOLD)
def hold(slug: str, number: int) -> ResponseReturnValue:
    holds.hold(g.session, theme=theme_of(number), by=g.account, now=now())
    flash(_("Theme %(number)s is held back. Nobody but representatives sees it now.", number=number))
    return redirect(url_for("understand.theme", slug=slug, number=number), 303)


@blueprint.post("/<slug>/themes/<int:number>/lift")
@needs(Action.HOLD)
def lift(slug: str, number: int) -> ResponseReturnValue:
    holds.lift(g.session, theme=theme_of(number), by=g.account, now=now())
    flash(_("Theme %(number)s is shown again.", number=number))
    return redirect(url_for("understand.theme", slug=slug, number=number), 303)
