"""One theme and this office's answer to it: what people said above, what the office says below."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms import TextAreaField as Text
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.close.verdicts import reopened
from consult.loop.respond.owed import Addressed, addressed_to
from consult.loop.respond.records import Kind, ResponseVersion
from consult.loop.respond.responses import draft, new_version, revise, versions_of
from consult.loop.respond.second_look import looks_from
from consult.loop.respond.texts import texts
from consult.loop.respond.wordings import missing_languages, words_by_language
from consult.loop.review.reviews import positions
from consult.loop.understand import quotes
from consult.people.permissions import Action
from consult.web.forms import Day, Form, Ticks, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import KINDS
from consult.web.respond.speaking import numbers_of, speak

WAYS = [Choice(kind.value, words) for kind, words in KINDS.items()]


class Answer(Form):
    kind = RadioField(
        _l("What do you say?"),
        [InputRequired(_l("Choose one."))],
        choices=WAYS,
    )
    words = Text(_l("The answer, as people read and hear it"))
    why = Text(_l("Why"))
    who = StringField(_l("Who does it or decided it, by role"))
    by_when = Day(_l("By when, or the day on which people hear more"))
    language = SelectField(_l("Language in which you write"))
    themes = Ticks(_l("This answers these numbers too"))
    only_wording = BooleanField(_l("Only a typing mistake is mended. The decision and its day stay."))


@blueprint.get("/<office>/themes/<uuid:theme>")
@needs(Action.ANSWER)
def theme(office: str, theme: UUID) -> ResponseReturnValue:
    this = _this(theme)
    return _page(this, _form(this, filled=True))


@blueprint.post("/<office>/themes/<uuid:theme>")
@needs(Action.ANSWER)
def save(office: str, theme: UUID) -> ResponseReturnValue:
    this = _this(theme)
    form = _form(this)
    if not form.validate():
        return _page(this, form, 422)
    try:
        _save(this, form)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, form, 422)
    flash(_("It is kept as a draft. Nobody outside your office sees it yet."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _save(this: Addressed, form: Answer) -> ResponseVersion:
    """A first draft, a change of the draft, or the draft of the next version."""
    said = {name: form[name].data for name in ("words", "why", "who", "by_when")}
    said = {**said, "kind": Kind(form.kind.data), "speak": speak, "by": g.account, "now": now()}
    if this.response is None or this.newest is None:
        also = {UUID(each) for each in form.themes.data or []}
        themes = [each for each in _others(this) if each.theme.id in also]
        answered = [this.theme, *(each.theme for each in themes)]
        return draft(g.session, office=g.office, themes=answered, language=form.language.data, **said)
    if this.newest.published_at is None:
        return revise(g.session, version=this.newest, **said)
    return new_version(g.session, response=this.response, only_wording=form.only_wording.data, **said)


def _this(theme: UUID) -> Addressed:
    """The theme, if it is addressed to this office and not held back. 404 otherwise."""
    found = addressed_to(g.session, office=g.office, now=now())
    this = next((each for each in found if each.theme.id == theme), None)
    if this is None:
        abort(404)
    return this


def _others(this: Addressed) -> list[Addressed]:
    """Other themes of the same findings that this office may answer in one with it."""
    found = addressed_to(g.session, office=g.office, now=now())
    of_same = [each for each in found if each.theme.findings_id == this.theme.findings_id]
    return [each for each in of_same if each.response is None and each.theme.id != this.theme.id]


def _form(this: Addressed, *, filled: bool = False) -> Answer:
    newest = this.newest
    form = Answer(obj=newest) if filled and newest else Answer()
    if filled and newest:
        form.kind.data = newest.kind.value
        form.only_wording.data = newest.only_wording
    languages = [each for each in parts().languages.all() if not each.participants_only]
    form.language.choices = [Choice(each.code, each.autonym) for each in languages]
    form.themes.choices = [Choice(str(each.theme.id), str(each.theme.number)) for each in _others(this)]
    if newest is not None:
        del form.language, form.themes
    elif filled:
        form.language.data = g.account.language
    if newest is None or newest.published_at is None:
        del form.only_wording
    return form


def _page(this: Addressed, form: Answer, status: int = 200) -> ResponseReturnValue:
    worded = words_by_language(g.session, this.newest) if this.newest else {}
    page = render_template(
        "respond/theme.html",
        this=this,
        form=form,
        office=g.office,
        versions=versions_of(g.session, this.response) if this.response else [],
        positions=positions(g.session, this.theme),
        quotes=quotes.released(g.session, [this.theme], where=quotes.WRITTEN).get(this.theme.id, []),
        reopened=reopened(g.session, this.theme.theme),
        worded=worded,
        texts=texts(worded, numbers=numbers_of(this.newest), speak=speak) if this.newest else {},
        missing=missing_languages(g.session, this.newest) if this.newest else [],
        looks_from=looks_from(this.newest, by=g.account) if this.newest else None,
        kinds=KINDS,
    )
    return page, status


def here(theme: UUID) -> tuple[Addressed, ResponseVersion]:
    """For the pages beside this one: the theme and the newest version of its answer. 404 without one."""
    this = _this(theme)
    if this.newest is None:
        abort(404)
    return this, this.newest
