"""Promises of an office and of a community: what comes due, what is claimed, what two keep together."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice
from wtforms.validators import InputRequired

from consult.common.errors import Refused, mark
from consult.loop.collect.consultations import consultations_of
from consult.loop.respond import promises as room
from consult.loop.respond.decisions import decision_of
from consult.loop.respond.promise_states import promises_of
from consult.loop.respond.records import By, Commitment, ResponseVersion
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.findings import latest
from consult.loop.understand.records import FindingsTheme
from consult.people.offices import answering
from consult.people.permissions import Action
from consult.people.records import Community
from consult.web.forms import Day, Form, Ticks, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.asked import yes_or_no
from consult.web.respond.labels import KEEPERS
from consult.web.respond.promised import Promised, seen_first

OURS = {
    By.COMMUNITY: _l("We ourselves"),
    By.BOTH: _l("We and an office"),
    By.COMMUNITIES: _l("We and another community"),
}


class Kept(Form):
    text = TextAreaField(_l("What can people see of it?"))


class Moved(Form):
    to = Day(_l("The new day"))
    text = TextAreaField(_l("Why it moves"))


class Promise(Form):
    themes = Ticks(_l("Which numbers is it about?"))
    kept_by = RadioField(
        _l("Who keeps it?"),
        [InputRequired(_l("Choose one."))],
        choices=[Choice(by.value, words) for by, words in OURS.items()],
    )
    office = SelectField(_l("With which office?"), default="")
    other = SelectField(_l("With which community?"), default="")
    what = TextAreaField(_l("What is promised?"))
    who = StringField(_l("Who does it, by role"))
    by_when = Day(_l("By when?"))
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/<office>/promises/")
@needs(Action.PUBLISH)
def promises(office: str) -> ResponseReturnValue:
    found = seen_first(g.session, promises_of(g.session, office=g.office))
    return render_template(
        "respond/promises.html", office=g.office, found=found, keepers=KEEPERS, answers=_answers(found)
    )


@blueprint.get("/<office>/promises/<uuid:promise>/")
@needs(Action.PUBLISH)
def keeping(office: str, promise: UUID) -> ResponseReturnValue:
    return _page(_of_office(promise), Kept())


@blueprint.post("/<office>/promises/<uuid:promise>/claim")
@needs(Action.PUBLISH)
def claim(office: str, promise: UUID) -> ResponseReturnValue:
    return _claimed(_of_office(promise), url_for("respond.promises", office=office))


@blueprint.post("/<office>/promises/<uuid:promise>/agree")
@needs(Action.PUBLISH)
def agree(office: str, promise: UUID) -> ResponseReturnValue:
    return _agreed(_of_office(promise), url_for("respond.promises", office=office))


@blueprint.get("/community/<community>/promises/")
@needs(Action.RELEASE)
def our_promises(community: str) -> ResponseReturnValue:
    form = _new()
    form.language.data = g.account.language
    return _our_page(form)


@blueprint.post("/community/<community>/promises/")
@needs(Action.RELEASE)
def promise(community: str) -> ResponseReturnValue:
    form = _new()
    if not form.validate():
        return _our_page(form, 422)
    try:
        _promise(form)
    except Refused as refused:
        refused_on(form, refused)
        return _our_page(form, 422)
    flash(_("It is promised. Where another side keeps it with you, it holds when they agree."))
    return redirect(url_for("respond.our_promises", community=community), 303)


@blueprint.get("/community/<community>/promises/<uuid:promise>/")
@needs(Action.RELEASE)
def our_keeping(community: str, promise: UUID) -> ResponseReturnValue:
    return _page(_ours(promise), Kept(), Moved(prefix="moved"))


@blueprint.post("/community/<community>/promises/<uuid:promise>/claim")
@needs(Action.RELEASE)
def our_claim(community: str, promise: UUID) -> ResponseReturnValue:
    return _claimed(_ours(promise), url_for("respond.our_promises", community=community))


@blueprint.post("/community/<community>/promises/<uuid:promise>/move")
@needs(Action.RELEASE)
def our_move(community: str, promise: UUID) -> ResponseReturnValue:
    this, form = _ours(promise), Moved(prefix="moved")
    if not form.validate():
        return _page(this, Kept(formdata=None), form, 422)
    given = {"to": form.to.data, "why": form.text.data or "", "by": g.account, "now": now()}
    try:
        room.move(g.session, promise=this, **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, Kept(formdata=None), form, 422)
    flash(_("The day has moved. The days before stay visible."))
    return redirect(url_for("respond.our_promises", community=community), 303)


@blueprint.post("/community/<community>/promises/<uuid:promise>/agree")
@needs(Action.RELEASE)
def our_agree(community: str, promise: UUID) -> ResponseReturnValue:
    return _agreed(_ours(promise), url_for("respond.our_promises", community=community))


def _of_office(promise: UUID) -> Commitment:
    return _one(promises_of(g.session, office=g.office), promise)


def _ours(promise: UUID) -> Commitment:
    return _one(promises_of(g.session, community=g.community), promise)


def _claimed(this: Commitment, back: str) -> ResponseReturnValue:
    form = Kept()
    try:
        room.claim(g.session, promise=this, what=form.text.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, form, None, 422)
    if this.response_id is not None:
        flash(_("It is written down that you say it is done. People are asked after its day what they see."))
    else:
        flash(_("It is written down that you say it is done."))
    return redirect(back, 303)


def _agreed(this: Commitment, back: str) -> ResponseReturnValue:
    room.agree(g.session, promise=this, agrees=yes_or_no(), by=g.account, now=now())
    flash(_("This is kept."))
    return redirect(back, 303)


def _promise(form: Promise) -> Commitment:
    chosen = [each for each in _themes() if str(each.id) in (form.themes.data or [])]
    if not chosen:
        raise Refused(mark("Choose at least one number that this is about."), field="themes")
    consultation = chosen[0].findings.consultation
    office = next((each for each in answering(g.session) if each.slug == form.office.data), None)
    other = next((each for each in _communities() if each.slug == form.other.data), None)
    return room.promise(
        g.session,
        consultation=consultation,
        themes=[each.theme for each in chosen],
        kept_by=By(form.kept_by.data),
        what=form.what.data,
        who=form.who.data,
        by_when=form.by_when.data,
        language=form.language.data,
        office=office,
        other=other,
        by=g.account,
        now=now(),
    )


def _new() -> Promise:
    form = Promise()
    form.themes.choices = [Choice(str(each.id), f"{each.number} · {each.name}") for each in _themes()]
    none = Choice("", _("None of these"))
    form.office.choices = [none, *(Choice(each.slug, each.name) for each in answering(g.session))]
    form.other.choices = [none, *(Choice(each.slug, each.name) for each in _communities())]
    form.language.choices = [Choice(each.code, each.autonym) for each in parts().languages.all()]
    return form


def _communities() -> list[Community]:
    """The other communities of this house."""
    others = select(Community).where(Community.id != g.community.id, Community.disabled_at.is_(None))
    return list(g.session.scalars(others.order_by(Community.name)))


def _themes() -> list[FindingsTheme]:
    """The released themes of the community that everyone may know of."""
    released = [latest(g.session, each) for each in consultations_of(g.session, community=g.community)]
    return [
        theme
        for findings in released
        if findings
        for theme in themes_for(g.session, findings, viewer="everyone")
    ]


def _one(found: Sequence[Commitment], which: UUID) -> Commitment:
    this = next((each for each in found if each.id == which), None)
    if this is None:
        abort(404)
    return this


def _page(this: Commitment, kept: Kept, moved: Moved | None = None, status: int = 200) -> ResponseReturnValue:
    each = seen_first(g.session, [this])[0]
    page = render_template(
        "respond/promise.html",
        each=each,
        kept_form=kept,
        moved=moved,
        keepers=KEEPERS,
        answers=_answers([each]),
    )
    return page, status


def _answers(found: Sequence[Promised]) -> dict[UUID, ResponseVersion]:
    """By promise: the answer in which an office promised; it holds the words."""
    stand = {
        each.promise.id: each.promise.response and decision_of(g.session, each.promise.response)
        for each in found
    }
    return {promise: decision.newest for promise, decision in stand.items() if decision}


def _our_page(form: Promise, status: int = 200) -> ResponseReturnValue:
    found = seen_first(g.session, promises_of(g.session, community=g.community))
    page = render_template(
        "respond/our_promises.html", community=g.community, found=found, form=form, keepers=KEEPERS
    )
    return page, status
