"""The picture for representatives, how small groups want to be shown in it, and the vote with beans."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired, Optional

from consult.common.errors import Refused
from consult.loop.collect.rounds import current_round
from consult.loop.understand import group_choice, rankings, themes
from consult.loop.understand.picture import differing, seen_by
from consult.loop.understand.records import Shown
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.public.by_what import BY, own_names
from consult.web.public.made import made_in_words
from consult.web.understand import blueprint
from consult.web.understand.wordings import findings_of

WAYS = {
    Shown.NAMED: _l("By their name"),
    Shown.UNNAMED: _l("Without their name, together with others"),
    Shown.SPOKEN_ONLY: _l("Spoken only: on no page"),
}


@blueprint.get("/<slug>/findings/<int:number>/picture")
@needs(Action.RELEASE)
def picture(slug: str, number: int) -> ResponseReturnValue:
    seen = seen_by(g.session, findings=findings_of(number), viewer="representatives")
    return render_template(
        "understand/picture.html",
        this=g.consultation,
        seen=seen,
        names=own_names(seen.themes),
        by=BY,
        differing=differing,
        **made_in_words(),
    )


class Decision(Form):
    about = SelectField(_l("Which group or place"), [InputRequired(_l("Choose one."))])
    shown = RadioField(
        _l("How they want to be shown"),
        [InputRequired(_l("Choose one."))],
        choices=[Choice(way.value, words) for way, words in WAYS.items()],
    )
    said_how = TextAreaField(_l("Who asked them, and where they said it"), render_kw={"rows": 3})


def _choices_page(form: Decision, status: int = 200) -> ResponseReturnValue:
    listed = group_choice.choices(g.session, g.consultation)
    return render_template(
        "understand/shown.html", this=g.consultation, form=form, listed=listed, ways=WAYS
    ), status


def _decision() -> tuple[Decision, dict[str, group_choice.Choice]]:
    form = Decision()
    listed = {str(each.about.id): each for each in group_choice.choices(g.session, g.consultation)}
    # Nobody stands there from the start: what is left out of a release by mistake does not come back.
    form.about.choices = [
        Choice("", _("Choose one.")),
        *(Choice(each, listed[each].about.name) for each in listed),
    ]
    return form, listed


@blueprint.get("/<slug>/shown")
@needs(Action.RELEASE)
def shown(slug: str) -> ResponseReturnValue:
    return _choices_page(_decision()[0])


@blueprint.post("/<slug>/shown")
@needs(Action.RELEASE)
def decide(slug: str) -> ResponseReturnValue:
    form, listed = _decision()
    if not form.validate():
        return _choices_page(form, 422)
    try:
        group_choice.decide(
            g.session,
            consultation=g.consultation,
            about=listed[form.about.data].about,
            shown=Shown(form.shown.data),
            said_how=form.said_how.data,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _choices_page(form, 422)
    flash(_("It is kept. It holds from now on."))
    return redirect(url_for("understand.shown", slug=slug), 303)


class Beans(Form):
    place = StringField(_l("Where it was"))
    held_on = Day(_l("On which day"), [InputRequired(_l("Choose a day."))])
    people = IntegerField(
        _l("How many people took part; empty: nobody counted"),
        [Optional()],
        render_kw={"inputmode": "numeric"},
    )
    beans = StringField()
    note = TextAreaField(_l("What should be known of it"), render_kw={"rows": 2})


def _beans_page(form: Beans, status: int = 200) -> ResponseReturnValue:
    asked = current_round(g.session, g.consultation)
    return render_template(
        "understand/beans.html",
        this=g.consultation,
        form=form,
        typed=request.form,
        themes=themes.themes_of(g.session, g.consultation),
        votes=rankings.rankings_of(g.session, asked=asked) if asked else [],
    ), status


def _typed() -> dict[int, int]:
    """Beans by theme number; what is no number counts as a mistake: below nothing."""
    boxes = {name: value.strip() for name, value in request.form.items() if name.startswith("beans-")}
    numbers = {name: name.removeprefix("beans-") for name in boxes}
    return {
        int(numbers[name]): int(value) if value.isdecimal() and len(value) < 10 else -1
        for name, value in boxes.items()
        if value and numbers[name].isdecimal() and len(numbers[name]) < 10
    }


@blueprint.get("/<slug>/beans")
@needs(Action.NAME_THEMES)
def beans(slug: str) -> ResponseReturnValue:
    return _beans_page(Beans(data={"held_on": now().date()}))


@blueprint.post("/<slug>/beans")
@needs(Action.NAME_THEMES)
def type_in_beans(slug: str) -> ResponseReturnValue:
    form = Beans()
    if not form.validate():
        return _beans_page(form, 422)
    try:
        rankings.type_in(
            g.session,
            consultation=g.consultation,
            place=form.place.data,
            held_on=form.held_on.data,
            people=form.people.data,
            beans=_typed(),
            note=form.note.data,
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _beans_page(form, 422)
    flash(_("The vote is kept."))
    return redirect(url_for("understand.beans", slug=slug), 303)


@blueprint.post("/<slug>/beans/<uuid:vote>/strike")
@needs(Action.NAME_THEMES)
def strike_beans(slug: str, vote: UUID) -> ResponseReturnValue:
    rankings.strike(g.session, consultation=g.consultation, ranking_id=vote, by=g.account, now=now())
    flash(_("It is taken off."))
    return redirect(url_for("understand.beans", slug=slug), 303)
