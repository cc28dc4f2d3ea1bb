"""Prompts in every language at a glance; one language of one prompt: written, said back, said aloud."""

from dataclasses import dataclass

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from consult.common.errors import Refused
from consult.loop.collect import prompts, tongues, wordings
from consult.loop.collect.prompts import Asked
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.voice import played, sent


class Wording(Form):
    text = TextAreaField(_l("The prompt in this language"), render_kw={"rows": 3})


class Back(Form):
    back = TextAreaField(_l("What it says, word for word"), render_kw={"rows": 3})


class OneMore(Form):
    language = SelectField(_l("The language"), validate_choice=False)


class Voice(Form):
    """The file comes beside it; what is wrong with it stands in `form_errors`."""


@dataclass(frozen=True)
class Tongue:
    """How far the prompts are in one language, in counts; `missing`: numbers of prompts not written."""

    code: str
    written: int
    said_back: int
    by_another: int
    voiced: int
    missing: list[int]


@dataclass(frozen=True)
class Forms:
    """What stands on the page of one wording."""

    wording: Wording
    back: Back
    voice: Voice


def _tongue(code: str, asked: list[Asked]) -> Tongue:
    there = [each.wordings[code] for each in asked if code in each.wordings]
    return Tongue(
        code,
        written=len(there),
        said_back=sum(bool(each.back_translation) for each in there),
        by_another=sum(wordings.said_by_another(each) for each in there),
        voiced=sum(each.recording_id is not None for each in there),
        missing=[each.prompt.number for each in asked if code not in each.wordings],
    )


def _asked() -> list[Asked]:
    return prompts.asked_in_languages(g.session, consultation=g.consultation)


def _one(lang: str, number: int) -> Asked:
    found = {each.prompt.number: each for each in _asked()}
    if number not in found or lang not in g.consultation.languages:
        abort(404)
    return found[number]


@blueprint.get("/<slug>/languages/")
@needs(Action.TRANSLATE)
def languages(slug: str) -> ResponseReturnValue:
    return _glance(_one_more())


def _glance(more: OneMore) -> str:
    asked = _asked()
    found = [_tongue(code, asked) for code in g.consultation.languages]
    return render_template(
        "collect/languages.html", this=g.consultation, asked=asked, tongues=found, more=more
    )


def _one_more() -> OneMore:
    """Of those that are spoken here and not in this consultation."""
    form, here = OneMore(), g.consultation.languages
    form.language.choices = [
        (each.code, each.autonym) for each in parts().languages.all() if each.code not in here
    ]
    return form


@blueprint.post("/<slug>/languages/")
@needs(Action.DESIGN)
def add_language(slug: str) -> ResponseReturnValue:
    form = _one_more()
    code = form.language.data or ""
    if not parts().languages.known(code):
        abort(404)
    try:
        tongues.add_language(g.session, consultation=g.consultation, language=code, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _glance(form), 422
    flash(_("People can be asked in it from now on. Write its prompts and what people read first."))
    return redirect(url_for("collect.language", slug=slug, lang=code), 303)


@blueprint.get("/<slug>/languages/<lang>/")
@needs(Action.TRANSLATE)
def language(slug: str, lang: str) -> ResponseReturnValue:
    if lang not in g.consultation.languages:
        abort(404)
    return render_template(
        "collect/language.html",
        this=g.consultation,
        asked=_asked(),
        lang=lang,
        by_another=wordings.said_by_another,
    )


@blueprint.get("/<slug>/languages/<lang>/<int:number>")
@needs(Action.TRANSLATE)
def wording(slug: str, lang: str, number: int) -> ResponseReturnValue:
    there = _one(lang, number).wordings.get(lang)
    text, back = (there.text, there.back_translation) if there else ("", "")
    return _page(lang, number, Forms(Wording(data={"text": text}), Back(data={"back": back}), Voice()))


def _page(lang: str, number: int, forms: Forms, status: int = 200) -> ResponseReturnValue:
    one = _one(lang, number)
    page = render_template(
        "collect/wording.html",
        this=g.consultation,
        lang=lang,
        one=one,
        forms=forms,
        there=one.wordings.get(lang),
        first=one.wordings.get(g.consultation.language),
        by_another=wordings.said_by_another,
        before=wordings.versions_before(g.session, prompt=one.prompt, language=lang),
    )
    return page, status


def _again(lang: str, number: int, refused: Refused, kept: Form) -> ResponseReturnValue:
    """The page once more, with what was typed in the one form that was sent."""
    refused_on(kept, refused)
    there = _one(lang, number).wordings.get(lang)
    fresh = {"text": there.text if there else "", "back": there.back_translation if there else ""}
    forms = Forms(
        kept if isinstance(kept, Wording) else Wording(formdata=None, data=fresh),
        kept if isinstance(kept, Back) else Back(formdata=None, data=fresh),
        kept if isinstance(kept, Voice) else Voice(formdata=None),
    )
    return _page(lang, number, forms, 422)


def _back_to(slug: str, lang: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("collect.wording", slug=slug, lang=lang, number=number), 303)


@blueprint.post("/<slug>/languages/<lang>/<int:number>/wording")
@needs(Action.TRANSLATE)
def write_wording(slug: str, lang: str, number: int) -> ResponseReturnValue:
    form, prompt = Wording(), _one(lang, number).prompt
    given = {"language": lang, "text": form.text.data or ""}
    try:
        prompts.change_wording(g.session, prompt=prompt, by=g.account, now=now(), **given)
    except Refused as refused:
        refused.field = "text"  # the room names the language, which is this page's
        return _again(lang, number, refused, form)
    flash(_("The prompt is kept in this language."))
    return _back_to(slug, lang, number)


@blueprint.post("/<slug>/languages/<lang>/<int:number>/back")
@needs(Action.TRANSLATE)
def say_back(slug: str, lang: str, number: int) -> ResponseReturnValue:
    form, prompt = Back(), _one(lang, number).prompt
    given = {"language": lang, "text": form.back.data or ""}
    try:
        wordings.say_back(g.session, prompt=prompt, by=g.account, now=now(), **given)
    except Refused as refused:
        return _again(lang, number, refused, form)
    flash(_("What it says is kept beside it."))
    return _back_to(slug, lang, number)


@blueprint.post("/<slug>/languages/<lang>/<int:number>/voice")
@needs(Action.TRANSLATE)
def give_voice(slug: str, lang: str, number: int) -> ResponseReturnValue:
    form, prompt = Voice(), _one(lang, number).prompt
    given = {"vault": parts().vault, "by": g.account, **sent().as_given()}
    try:
        wordings.give_voice(g.session, prompt=prompt, language=lang, now=now(), **given)
    except Refused as refused:
        return _again(lang, number, refused, form)
    flash(_("The voice is kept. People can hear it on the page of this prompt."))
    return _back_to(slug, lang, number)


@blueprint.get("/<slug>/languages/<lang>/<int:number>/voice/<int:version>")
@needs(Action.TRANSLATE)
def prompt_voice(slug: str, lang: str, number: int, version: int) -> ResponseReturnValue:
    found = wordings.voice_of(
        g.session, consultation=g.consultation, number=number, version=version, language=lang
    )
    if found is None or found.recording is None:
        abort(404)
    return played(found.recording)
