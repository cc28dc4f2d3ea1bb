"""Representatives read an answer beside what was said, and say whether it is faithful."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond.faithful import say
from consult.loop.respond.faithful_words import WITHIN, asked_of, said_of
from consult.loop.respond.records import Faithful, ResponseVersion
from consult.loop.respond.wordings import words_by_language
from consult.loop.review.reviews import positions_by_theme
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import ABOUT, KINDS

WAYS = [
    # TRANSLATORS: A representative says of an office's answer: it takes up what people said.
    Choice(Faithful.YES.value, _l("Yes, it is faithful to what was said")),
    Choice(Faithful.NO.value, _l("No, it is not faithful")),
]


class Word(Form):
    says = RadioField(_l("Is it faithful?"), [InputRequired(_l("Choose one."))], choices=WAYS)
    note = TextAreaField(_l("Not faithful, because…"))
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/community/<community>/faithful/")
@needs(Action.NAME_THEMES)
def faithful(community: str) -> ResponseReturnValue:
    asked = asked_of(g.session, seat=g.seat, now=now())
    return render_template("respond/faithful_all.html", community=g.community, asked=asked, until=_until)


@blueprint.get("/community/<community>/faithful/<uuid:version>")
@needs(Action.NAME_THEMES)
def is_faithful(community: str, version: UUID) -> ResponseReturnValue:
    form = _form()
    form.language.data = g.community.language
    return _page(_asked(version), form)


@blueprint.post("/community/<community>/faithful/<uuid:version>")
@needs(Action.NAME_THEMES)
def say_faithful(community: str, version: UUID) -> ResponseReturnValue:
    this, form = _asked(version), _form()
    if not form.validate():
        return _page(this, form, 422)
    said = {
        "says": Faithful(form.says.data),
        "note": form.note.data or "",
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
    }
    try:
        say(g.session, version=this, seat=g.seat, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, form, 422)
    flash(_("It is kept, and stands beside the answer."))
    return redirect(url_for("respond.faithful", community=community), 303)


def _asked(version: UUID) -> ResponseVersion:
    asked = asked_of(g.session, seat=g.seat, now=now())
    this = next((each for each in asked if each.id == version), None)
    if this is None:
        abort(404)
    return this


def _until(version: ResponseVersion) -> object:
    """The day after which it is no longer asked."""
    return version.asked_at + WITHIN if version.asked_at else None


def _form() -> Word:
    form = Word()
    form.language.choices = [Choice(each.code, each.autonym) for each in parts().languages.all()]
    return form


def _page(this: ResponseVersion, form: Word, status: int = 200) -> ResponseReturnValue:
    themes = this.response.themes
    here = [each for each in themes if each.findings.consultation.community_id == g.community.id]
    page = render_template(
        "respond/faithful.html",
        community=g.community,
        this=this,
        themes=here,
        positions=positions_by_theme(g.session, here),
        worded=words_by_language(g.session, this),
        checked=said_of(g.session, [this], here=g.community)[this.id],
        until=_until,
        form=form,
        kinds=KINDS,
        asks=ABOUT,
    )
    return page, status
