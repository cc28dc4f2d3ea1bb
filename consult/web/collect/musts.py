"""What stands before a consultation opens: who asks and reads, how it comes back, the talk about risks."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.common import translation
from consult.common.errors import Refused
from consult.loop.collect import consultations
from consult.people import danger
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now


class Musts(Form):
    who_asks = TextAreaField(_l("Who asks"))
    who_reads = TextAreaField(_l("Who reads the words first"))
    what_is_open = TextAreaField(_l("What is decided already, and what is still open"))
    costs = TextAreaField(_l("What taking part costs, and what helpers get"))
    meeting = StringField(_l("The place or meeting where everyone hears the answer"))


class Translated(Musts):
    name = StringField(_l("Its name"))
    opening = TextAreaField(_l("How those who speak here were chosen"))
    danger_place = StringField(_l("Where to go in danger"))


NAMES = (*consultations.IN_OTHER_LANGUAGES, danger.FIELD)


class Risks(Form):
    risks_note = TextAreaField(_l("Who talked about the risks, and what did you decide?"))


def _again(template: str, form: Form, refused: Refused | None = None, **more: Any) -> ResponseReturnValue:
    if refused is not None:
        refused_on(form, refused)
    page = render_template(template, form=form, this=g.consultation, **more)
    return page, 422 if refused else 200


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("collect.consultation", slug=g.consultation.slug), 303)


@blueprint.get("/<slug>/musts")
@needs(Action.DESIGN)
def musts(slug: str) -> ResponseReturnValue:
    return _again("collect/musts.html", Musts(obj=g.consultation))


@blueprint.post("/<slug>/musts")
@needs(Action.DESIGN)
def write_musts(slug: str) -> ResponseReturnValue:
    form = Musts()
    try:
        consultations.write_musts(
            g.session,
            consultation=g.consultation,
            who_asks=form.who_asks.data or "",
            who_reads=form.who_reads.data or "",
            what_is_open=form.what_is_open.data or "",
            meeting=form.meeting.data or "",
            costs=form.costs.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        return _again("collect/musts.html", form, refused)
    return _done(_("Kept. This is what people read before they speak."))


@blueprint.get("/<slug>/musts/<lang>")
@needs(Action.TRANSLATE)
def musts_in(slug: str, lang: str) -> ResponseReturnValue:
    if lang not in consultations.translated_into(g.consultation):
        abort(404)
    found = {
        field: translation.latest(g.session, g.consultation, field, lang)
        for field in consultations.IN_OTHER_LANGUAGES
    }
    data = {field: each.text if each else "" for field, each in found.items()}
    place = translation.latest(g.session, g.consultation.community, danger.FIELD, lang)
    form = Translated(data={**data, danger.FIELD: place.text if place else ""})
    return _again("collect/musts_in.html", form, lang=lang, said=[each for each in NAMES if form[each].data])


@blueprint.post("/<slug>/musts/<lang>")
@needs(Action.TRANSLATE)
def write_musts_in(slug: str, lang: str) -> ResponseReturnValue:
    form = Translated()
    try:
        consultations.write_musts_in(
            g.session,
            consultation=g.consultation,
            language=lang,
            texts=_sent(form),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        return _again(
            "collect/musts_in.html",
            form,
            refused,
            lang=lang if lang in g.consultation.languages else g.consultation.language,
            said=request.form.getlist("said"),
        )
    flash(_("Kept in this language."))
    return redirect(url_for("collect.musts_in", slug=slug, lang=lang), 303)


def _sent(form: Translated) -> dict[str, str]:
    """What stands on the page that was sent. What was empty there from the first is not taken back:
    somebody else may have said it since."""
    texts = {field: form[field].data or "" for field in NAMES if field in request.form}
    said = request.form.getlist("said")
    return {field: text for field, text in texts.items() if text.strip() or field in said}


@blueprint.get("/<slug>/risks")
@needs(Action.DESIGN)
def risks(slug: str) -> ResponseReturnValue:
    return _again("collect/risks.html", Risks(obj=g.consultation))


@blueprint.post("/<slug>/risks")
@needs(Action.DESIGN)
def talk_about_risks(slug: str) -> ResponseReturnValue:
    form = Risks()
    try:
        consultations.talk_about_risks(
            g.session,
            consultation=g.consultation,
            note=form.risks_note.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        return _again("collect/risks.html", form, refused)
    return _done(_("Noted: you talked about the risks."))
