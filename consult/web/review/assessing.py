"""A member says what an office did, as they saw it: public, beside what the office says."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField, TextAreaField

from consult.common.errors import Refused
from consult.loop.respond.answers_to import answers_to
from consult.loop.respond.faithful_words import said_of
from consult.loop.review.assessments import answerable, assess, assessed
from consult.loop.review.reviews import positions
from consult.loop.understand.records import FindingsTheme
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now
from consult.web.respond.labels import ABOUT, KINDS
from consult.web.review import blueprint
from consult.web.review.reviewing import findings_here, languages_here, theme_here


class Saw(Form):
    office = SelectField(_l("Which office"))
    words = TextAreaField(_l("What it did, as you saw it"), render_kw={"rows": 5})
    language = SelectField(_l("Language in which you write"))
    signed = StringField(_l("Signed"))


def _form(theme: FindingsTheme) -> Saw:
    form = Saw()
    form.office.choices = [SelectChoice(each.slug, each.name) for each in answerable(theme)]
    form.language.choices = languages_here()
    return form


def _page(theme: FindingsTheme, form: Saw, status: int = 200) -> ResponseReturnValue:
    answers = answers_to(g.session, [theme]).get(theme.theme_id, [])
    page = render_template(
        "review/assessing.html",
        form=form,
        this=g.consultation,
        findings=theme.findings,
        theme=theme,
        positions=positions(g.session, theme),
        answers=answers,
        checked=said_of(
            g.session, [each.newest for each in answers], here=theme.findings.consultation.community
        ),
        assessed=assessed(g.session, [theme]).get(theme.theme_id, []),
        kinds=KINDS,
        asks=ABOUT,
    )
    return page, status


@blueprint.get("/<slug>/<int:number>/<int:theme>/saw")
@needs(Action.REVIEW)
def saw(slug: str, number: int, theme: int) -> ResponseReturnValue:
    item = theme_here(findings_here(number), theme)
    return _page(item, _form(item))


@blueprint.post("/<slug>/<int:number>/<int:theme>/saw")
@needs(Action.REVIEW)
def say_what_was_seen(slug: str, number: int, theme: int) -> ResponseReturnValue:
    item = theme_here(findings_here(number), theme)
    form = _form(item)
    if not form.validate():
        return _page(item, form, 422)
    office = next((each for each in answerable(item) if each.slug == form.office.data), None) or abort(404)
    said = {
        "words": form.words.data,
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
        "signed": form.signed.data,
    }
    try:
        assess(g.session, theme=item, office=office, seat=g.seat, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(theme_here(findings_here(number), theme), form, 422)
    flash(_("What you saw stands beside the answer, for everyone."))
    return redirect(url_for("review.theme", slug=slug, number=number, theme=theme), 303)
