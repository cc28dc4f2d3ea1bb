"""The review on paper: a sheet to print with a code for each theme, and the page to type it in."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.review.owes import members_of
from consult.loop.review.paper import sheet_code, type_in
from consult.loop.review.records import Position, Review
from consult.loop.review.reviews import positions_by_theme
from consult.loop.understand import audiences
from consult.loop.understand.records import Findings
from consult.people.permissions import Action
from consult.web.forms import refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now
from consult.web.review import blueprint
from consult.web.review.reviewing import Word, findings_here, languages_here
from consult.web.titles import title


class Sheet(Word):
    code = StringField(_l("The code on the sheet, beside the theme"))
    member = SelectField(_l("Who wrote it"), [InputRequired(_l("Choose one."))])
    read_back = BooleanField(_l("I read it back to the member as it stands here, and it is right."))


def _form(found: Findings) -> Sheet:
    form = Sheet()
    form.language.choices = languages_here()
    form.member.choices = [
        SelectChoice(value=str(seat.id), label=title(seat))
        for seat in members_of(g.session, found, now())
        if seat.account_id != g.account.id
    ]
    return form


@blueprint.get("/<slug>/<int:number>/sheet")
@needs(Action.SEE_FINDINGS)
def sheet(slug: str, number: int) -> ResponseReturnValue:
    found = findings_here(number)
    themes = audiences.themes_for(g.session, found, viewer="committee")
    return render_template(
        "review/sheet.html",
        this=g.consultation,
        findings=found,
        themes=themes,
        positions=positions_by_theme(g.session, themes),
        code=sheet_code,
    )


@blueprint.get("/<slug>/<int:number>/typing")
@needs(Action.SEE_FINDINGS)
def typing(slug: str, number: int) -> ResponseReturnValue:
    found = findings_here(number)
    return _page(found, _form(found))


@blueprint.post("/<slug>/<int:number>/typing")
@needs(Action.SEE_FINDINGS)
def type_sheet_in(slug: str, number: int) -> ResponseReturnValue:
    found = findings_here(number)
    form = _form(found)
    if not form.validate():
        return _page(found, form, 422)
    try:
        said = _typed(found, form)
    except Refused as refused:
        refused_on(form, refused)
        return _page(found, form, 422)
    flash(_("It stands beside theme %(number)s, marked as typed in from paper.", number=said))
    return redirect(url_for("review.typing", slug=slug, number=number), 303)


def _typed(found: Findings, form: Sheet) -> int:
    """Put it beside its theme; return the theme's number."""
    seats = {str(seat.id): seat for seat in members_of(g.session, found, now())}
    said: Review = type_in(
        g.session,
        findings=found,
        code=form.code.data,
        seat=seats[form.member.data],
        position=Position(form.position.data),
        reason=form.reason.data,
        language=form.language.data,
        in_words=in_words_of(form.language.data),
        signed=form.signed.data,
        read_back=form.read_back.data,
        by=g.account,
        now=now(),
    )
    return said.findings_theme.number


def _page(found: Findings, form: Sheet, status: int = 200) -> ResponseReturnValue:
    return render_template("review/typing.html", form=form, this=g.consultation, findings=found), status
