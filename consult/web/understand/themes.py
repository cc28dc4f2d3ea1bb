"""Themes: name one, say it in other words, address it, put codes on it, hold it back."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.understand import codebook, holds
from consult.loop.understand import themes as room
from consult.loop.understand.lying_on_themes import cards_by_theme
from consult.loop.understand.records import Audience, Theme
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.web.forms import Form, Ticks, refused_on, undone
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.understand import blueprint
from consult.web.understand.labels import AUDIENCES, STEPS, called
from consult.web.voice import played, sent


class Words(Form):
    name = StringField(_l("Name, in the community's own words"))
    statement = TextAreaField(_l("What people say, in one or a few sentences"), render_kw={"rows": 5})


class Addressed(Form):
    audience = RadioField(
        _l("Who may know of it"), [InputRequired(_l("Choose who may know of it."))], choices=()
    )
    offices = Ticks(_l("Offices asked to answer it"), choices=())

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.audience.choices = [
            SelectChoice(value=key.value, label=label) for key, label in AUDIENCES.items()
        ]
        self.offices.choices = [
            SelectChoice(value=each.slug, label=each.name) for each in answering(g.session)
        ]


class Standing(Form):
    codes = Ticks(_l("Codes that it stands on"), coerce=int, choices=())

    def __init__(self, theme: Theme | None, **given: Any) -> None:
        super().__init__(**given)
        self.codes.choices = [
            SelectChoice(value=code.number, label=f"{code.number} · {called(code)}")
            for code in codebook.codebook(g.session, g.consultation)
            if code.theme_id is None or (theme and code.theme_id == theme.id)
        ]


def theme_of(number: int) -> Theme:
    found = room.theme_numbered(g.session, consultation=g.consultation, number=number)
    if found is None:
        abort(404)
    return found


def _form_page(form: Form, title: str, number: int | None = None, status: int = 200) -> ResponseReturnValue:
    theme = theme_of(number) if number else None
    page = render_template(
        "understand/theme_form.html", form=form, this=g.consultation, theme=theme, title=title
    )
    return page, status


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("understand.theme", slug=g.consultation.slug, number=number), 303)


@blueprint.get("/<slug>/themes/")
@needs(Action.NAME_THEMES)
def themes(slug: str) -> ResponseReturnValue:
    listed = room.themes_of(g.session, g.consultation)
    return render_template(
        "understand/themes.html",
        this=g.consultation,
        themes=listed,
        audiences=AUDIENCES,
        lying=cards_by_theme(g.session, g.consultation),
        held=holds.held_among(g.session, g.consultation),
    )


@blueprint.get("/<slug>/themes/new")
@needs(Action.NAME_THEMES)
def new_theme(slug: str) -> ResponseReturnValue:
    return _form_page(Words(), _("Name a theme"))


@blueprint.post("/<slug>/themes/new")
@needs(Action.NAME_THEMES)
def name_theme(slug: str) -> ResponseReturnValue:
    form = Words()
    try:
        made = room.name_theme(
            g.session,
            consultation=g.consultation,
            name=form.name.data or "",
            statement=form.statement.data or "",
            language=g.consultation.language,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _form_page(form, _("Name a theme"), status=422)
    flash(_("Theme %(number)s is named. Put codes on it, and say whom it is for.", number=made.number))
    return _back(made.number)


@blueprint.get("/<slug>/themes/<int:number>/")
@needs(Action.NAME_THEMES)
def theme(slug: str, number: int) -> ResponseReturnValue:
    return _one(number)


def _one(number: int, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    found = theme_of(number)
    page = render_template(
        "understand/theme.html",
        this=g.consultation,
        theme=found,
        codes=room.codes_on(g.session, found),
        cards=cards_by_theme(g.session, g.consultation).get(found.id, 0),
        hold=holds.is_held(g.session, found),
        audience=AUDIENCES[found.audience],
        steps=[(step, STEPS[step.step]) for step in room.steps_of(g.session, found)],
        spoken=room.translations_of(g.session, found),
        problem=problem,
    )
    return page, status


@blueprint.get("/<slug>/themes/<int:number>/voice")
@needs(Action.NAME_THEMES)
def theme_voice(slug: str, number: int) -> ResponseReturnValue:
    recording = theme_of(number).recording
    if recording is None:
        abort(404)
    return played(recording)


@blueprint.post("/<slug>/themes/<int:number>/voice")
@needs(Action.NAME_THEMES)
def say_theme(slug: str, number: int) -> ResponseReturnValue:
    given = {"vault": parts().vault, "by": g.account, **sent().as_given()}
    try:
        room.say_name(g.session, theme=theme_of(number), now=now(), **given)
    except Refused as refused:
        return _one(number, problem=undone(refused), status=422)
    flash(_("The voice is kept. It can be heard wherever theme %(number)s may be read.", number=number))
    return _back(number)


@blueprint.get("/<slug>/themes/<int:number>/words")
@needs(Action.NAME_THEMES)
def rewording(slug: str, number: int) -> ResponseReturnValue:
    return _form_page(Words(obj=theme_of(number)), _("Say it in other words"), number)


@blueprint.post("/<slug>/themes/<int:number>/words")
@needs(Action.NAME_THEMES)
def reword(slug: str, number: int) -> ResponseReturnValue:
    form = Words()
    given = {"name": form.name.data or "", "statement": form.statement.data or ""}
    try:
        room.reword(g.session, theme=theme_of(number), by=g.account, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _form_page(form, _("Say it in other words"), number, 422)
    flash(_("The new words are kept. What was released before stays as it was."))
    return _back(number)


@blueprint.get("/<slug>/themes/<int:number>/address")
@needs(Action.NAME_THEMES)
def addressing(slug: str, number: int) -> ResponseReturnValue:
    found = theme_of(number)
    chosen = {"audience": found.audience.value, "offices": [office.slug for office in found.offices]}
    return _form_page(Addressed(data=chosen), _("Whom is it for?"), number)


@blueprint.post("/<slug>/themes/<int:number>/address")
@needs(Action.NAME_THEMES)
def address(slug: str, number: int) -> ResponseReturnValue:
    form = Addressed()
    if not form.validate():
        return _form_page(form, _("Whom is it for?"), number, 422)
    offices = [office for office in answering(g.session) if office.slug in (form.offices.data or ())]
    audience = Audience(form.audience.data)
    try:
        room.address(
            g.session, theme=theme_of(number), audience=audience, offices=offices, by=g.account, now=now()
        )
    except Refused as refused:
        refused_on(form, refused)
        return _form_page(form, _("Whom is it for?"), number, 422)
    flash(_("It is kept whom theme %(number)s is for.", number=number))
    return _back(number)


@blueprint.get("/<slug>/themes/<int:number>/codes")
@needs(Action.NAME_THEMES)
def putting_codes(slug: str, number: int) -> ResponseReturnValue:
    found = theme_of(number)
    chosen = {"codes": [code.number for code in room.codes_on(g.session, found)]}
    return _form_page(Standing(found, data=chosen), _("Codes that it stands on"), number)


@blueprint.post("/<slug>/themes/<int:number>/codes")
@needs(Action.NAME_THEMES)
def put_codes(slug: str, number: int) -> ResponseReturnValue:
    found = theme_of(number)
    form = Standing(found)
    chosen = [
        code
        for code in codebook.codebook(g.session, g.consultation)
        if code.number in (form.codes.data or ())
    ]
    try:
        room.put_codes(g.session, theme=found, codes=chosen, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _form_page(form, _("Codes that it stands on"), number, 422)
    flash(_("The codes of theme %(number)s are kept.", number=number))
    return _back(number)
