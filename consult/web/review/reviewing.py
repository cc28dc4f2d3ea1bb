"""Findings before the committee, and a member's word on each theme."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.hints import kept_hints
from consult.loop.review import reviews
from consult.loop.review.assessments import answerable, assessed
from consult.loop.review.dissent import dissents
from consult.loop.review.owes import tasks_of
from consult.loop.review.records import Position
from consult.loop.review.standing import standing, was_missed
from consult.loop.understand import audiences, quotes
from consult.loop.understand import findings as releases
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.permissions import Action, seats_held
from consult.people.records import Community, Role
from consult.web.collect.hints import SENTENCES
from consult.web.forms import Form, refused_on
from consult.web.guards import needs, signed_in
from consult.web.i18n import code_here
from consult.web.parts import in_words_of, now, parts
from consult.web.review import blueprint
from consult.web.titles import title


class Word(Form):
    position = RadioField(
        _l("What do you say of it?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(value=Position.AGREE.value, label=_l("I agree with it")),
            SelectChoice(value=Position.REMARK.value, label=_l("I have a remark")),
            SelectChoice(value=Position.DISSENT.value, label=_l("I disagree")),
        ],
    )
    reason = TextAreaField(_l("Why"), render_kw={"rows": 5})
    language = SelectField(_l("Language in which you write"))
    signed = StringField(_l("Signed"))


def _form() -> Word:
    form = Word()
    form.language.choices = languages_here()
    return form


def languages_here() -> list[SelectChoice]:
    """A member writes in any language of the consultation or in that of the page."""
    codes = dict.fromkeys([code_here(), *g.consultation.languages])
    return [SelectChoice(value=code, label=parts().languages.get(code).autonym) for code in codes]


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    here = _communities()
    listed = [
        (found, standing(g.session, found, now()))
        for community in here
        for consultation in consultations_of(g.session, community=community)
        for found in releases.all_findings(g.session, consultation)
    ]
    return render_template("review/home.html", listed=listed, communities=here)


def _communities() -> list[Community]:
    """Where the account sits as representative or in the committee."""
    found: dict[object, Community] = {}
    for seat in seats_held(g.session, account=g.account, now=now()):
        here = seat.committee.community if seat.committee else seat.community
        if here and seat.role in (Role.REPRESENTATIVE, Role.COMMITTEE_MEMBER):
            found[here.id] = here
    return list(found.values())


def findings_here(number: int) -> Findings:
    found = releases.findings_numbered(g.session, consultation=g.consultation, number=number)
    if found is None:
        abort(404)
    return found


def theme_here(findings: Findings, number: int) -> FindingsTheme:
    """The released theme, if the committee may see it."""
    for theme in audiences.themes_for(g.session, findings, viewer="committee"):
        if theme.number == number:
            return theme
    return abort(404)


def _is_member() -> bool:
    return bool(g.seat.role is Role.COMMITTEE_MEMBER)


@blueprint.get("/<slug>/<int:number>/")
@needs(Action.SEE_FINDINGS)
def findings(slug: str, number: int) -> ResponseReturnValue:
    found = findings_here(number)
    themes = audiences.themes_for(g.session, found, viewer="committee")
    seen = {theme.number for theme in themes}
    disagrees = {each.findings_theme.number for each in dissents(g.session, found)}
    return render_template(
        "review/findings.html",
        this=g.consultation,
        findings=found,
        themes=themes,
        held=audiences.held_from(g.session, found, viewer="committee"),
        standing=standing(g.session, found, now()),
        member=_is_member(),
        mine=reviews.said_by(g.session, findings=found, seat=g.seat),
        dissents=sorted(disagrees & seen),
        tasks=tasks_of(g.session, found, now()),
        title=title,
        kept=kept_hints(g.session, consultation=g.consultation),
        says=SENTENCES,
    )


def _page(found: Findings, theme: FindingsTheme, form: Word, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "review/theme.html",
        form=form,
        this=g.consultation,
        findings=found,
        theme=theme,
        positions=reviews.positions(g.session, theme),
        quotes=quotes.released(g.session, [theme], where=quotes.WRITTEN).get(theme.id, []),
        member=_is_member(),
        missed=was_missed(standing(g.session, found, now()), theme),
        earlier=reviews.earlier(g.session, findings_theme=theme, seat=g.seat),
        assessed=assessed(g.session, [theme]).get(theme.theme_id, []),
        offices=answerable(theme),
    )
    return page, status


@blueprint.get("/<slug>/<int:number>/<int:theme>/")
@needs(Action.SEE_FINDINGS)
def theme(slug: str, number: int, theme: int) -> ResponseReturnValue:
    found = findings_here(number)
    return _page(found, theme_here(found, theme), _form())


@blueprint.post("/<slug>/<int:number>/<int:theme>/")
@needs(Action.REVIEW)
def say(slug: str, number: int, theme: int) -> ResponseReturnValue:
    found, form = findings_here(number), _form()
    item = theme_here(found, theme)
    if not form.validate():
        return _page(found, item, form, 422)
    given = {
        "reason": form.reason.data or "",
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
        "signed": form.signed.data,
    }
    position = Position(form.position.data)
    try:
        reviews.say(g.session, findings_theme=item, seat=g.seat, position=position, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(found, theme_here(found, theme), form, 422)
    flash(_("Your word on theme %(number)s stands beside it.", number=theme))
    return redirect(url_for("review.findings", slug=slug, number=number), 303)
