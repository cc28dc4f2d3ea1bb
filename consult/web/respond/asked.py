"""What offices ask of the representatives of a community: questions back, and that another take part."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.respond.passing import decide, undecided
from consult.loop.respond.questions import questions_to, replies_to, reply
from consult.loop.respond.records import Reply, ResponseVersion
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.labels import REPLIES

WAYS = {
    Reply.ANSWERED: _l("We know, and answer here"),
    Reply.OUTREACH: _l("We go and ask people"),
    Reply.NEXT_ROUND: _l("We ask in the next round"),
    Reply.DECLINED: _l("We do not answer this"),
}


class Replied(Form):
    says = RadioField(
        _l("What do you do with it?"),
        [InputRequired(_l("Choose one."))],
        choices=[Choice(each.value, words) for each, words in WAYS.items()],
    )
    text = TextAreaField(_l("What you know, whom you ask and until when, or why you do not answer"))
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/community/<community>/asked/")
@needs(Action.NAME_THEMES)
def asked(community: str) -> ResponseReturnValue:
    questions = questions_to(g.session, g.community)
    return render_template(
        "respond/asked.html",
        community=g.community,
        questions=questions,
        replied=replies_to(g.session, [each.id for each in questions], here=[g.community]),
        passed=undecided(g.session, g.community),
        replies=REPLIES,
    )


@blueprint.get("/community/<community>/asked/<uuid:version>")
@needs(Action.NAME_THEMES)
def question(community: str, version: UUID) -> ResponseReturnValue:
    form = _form()
    form.language.data = g.community.language
    return _page(_question(version), form)


@blueprint.post("/community/<community>/asked/<uuid:version>")
@needs(Action.NAME_THEMES)
def say_back(community: str, version: UUID) -> ResponseReturnValue:
    this, form = _question(version), _form()
    if not form.validate():
        return _page(this, form, 422)
    said = {"says": Reply(form.says.data), "text": form.text.data, "language": form.language.data}
    try:
        reply(g.session, version=this, seat=g.seat, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, form, 422)
    flash(_("It is kept beside the question, and everybody can read it."))
    return redirect(url_for("respond.asked", community=community), 303)


@blueprint.post("/community/<community>/passed/<uuid:passed>")
@needs(Action.NAME_THEMES)
def choose(community: str, passed: UUID) -> ResponseReturnValue:
    this = next((each for each in undecided(g.session, g.community) if each.id == passed), None)
    if this is None:
        abort(404)
    decide(g.session, passed=this, agrees=yes_or_no(), by=g.account, now=now())
    flash(_("This is kept."))
    return redirect(url_for("respond.asked", community=community), 303)


def yes_or_no() -> bool:
    """Which of the two buttons was pressed."""
    said = request.form.get("agrees")
    if said not in {"yes", "no"}:
        abort(400)
    return said == "yes"


def _question(version: UUID) -> ResponseVersion:
    this = next((each for each in questions_to(g.session, g.community) if each.id == version), None)
    if this is None:
        abort(404)
    return this


def _form() -> Replied:
    form = Replied()
    form.language.choices = [Choice(each.code, each.autonym) for each in parts().languages.all()]
    return form


def _page(this: ResponseVersion, form: Replied, status: int = 200) -> ResponseReturnValue:
    page = render_template("respond/question.html", community=g.community, this=this, form=form)
    return page, status
