"""A language in an afternoon: its name, keywords and the fifteen sentences that matter most."""

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField

from consult.common.errors import Refused
from consult.languages.export import as_po
from consult.languages.first import FIRST
from consult.languages.records import KINDS, SOURCE
from consult.loop.collect.joining import reserved_words
from consult.loop.collect.tongues import without_danger_place
from consult.people import languages as room
from consult.people.languages import Listed
from consult.people.records import Language
from consult.web.account import blueprint
from consult.web.account.sentence_voices import voices_to_hear
from consult.web.forms import Form, refused_on, undone
from consult.web.guards import signed_in
from consult.web.parts import now, parts


class Known(Form):
    """What must be known of a language. One field a kind of keyword, several words with commas."""

    code = StringField(_l("Its code"))
    autonym = StringField(_l("Its name, as its people say it"))
    direction = RadioField(
        _l("Written from"),
        choices=[
            SelectChoice(value="ltr", label=_l("the left")),
            SelectChoice(value="rtl", label=_l("the right")),
        ],
        default="ltr",
    )
    fallbacks = StringField(_l("Languages that stand in for missing sentences, in order"))
    menu = StringField(_l("Words for: menu"))
    stop = StringField(_l("Words for: no more texts"))
    start = StringField(_l("Words for: texts again"))
    erase = StringField(_l("Words for: remove my words"))
    wrong = StringField(_l("Words for: this is wrong"))
    more = StringField(_l("Words for: send me the answer"))


class Signing(Form):
    name = StringField(_l("Name of the person who grew up with it and read every sentence"))


def _listed() -> Listed:
    tongues = parts().languages
    codes = {each.code for each in tongues.all()}
    return Listed(codes, tongues.keyword_table(), reserved_words(g.session))


def _may() -> None:
    room.must_word(g.session, account=g.account, now=now())


@blueprint.get("/people/languages")
@signed_in
def languages() -> ResponseReturnValue:
    _may()
    return _list(Known())


def _list(form: Known) -> str:
    own = {each.code for each in room.read_added(g.session)}
    spoken = [each for each in parts().languages.all() if each.code not in own]
    return render_template(
        "account/languages.html", form=form, spoken=spoken, own=room.read_added(g.session), wanted=len(FIRST)
    )


@blueprint.post("/people/languages")
@signed_in
def add_language() -> ResponseReturnValue:
    form = Known()
    try:
        made = _write(form, (form.code.data or "").strip())
    except Refused as refused:
        refused_on(form, refused)
        return _list(form), 422
    flash(_("The language is here. Now write its sentences."))
    return redirect(url_for("account.language", code=made.code), 303)


def _write(form: Known, code: str) -> Language:
    form.validate()
    fallbacks = (form.fallbacks.data or "").replace(",", " ").split()
    if code == SOURCE:
        abort(404)
    return room.write_language(
        g.session,
        code=code,
        autonym=form.autonym.data or "",
        direction=form.direction.data or "",
        fallbacks=fallbacks,
        keywords={kind: _listed_words(form[kind].data) for kind in KINDS},
        listed=_listed(),
        by=g.account,
        now=now(),
    )


def _listed_words(typed: str | None) -> list[str]:
    return [word.strip() for word in (typed or "").replace("،", ",").split(",") if word.strip()]


@blueprint.get("/people/languages/<code>")
@signed_in
def language(code: str) -> ResponseReturnValue:
    _may()
    return _page(_own(code))


def _own(code: str) -> Language:
    found = room.own_language(g.session, code=code)
    if found is None:
        abort(404)
    return found


def _page(
    own: Language,
    *,
    known: Known | None = None,
    signing: Signing | None = None,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
) -> str:
    there, voices = room.sentences_of(g.session, own), voices_to_hear(own)
    return render_template(
        "account/language.html",
        own=own,
        known=known or Known(formdata=None, data=_data(own)),
        signing=signing or Signing(formdata=None),
        first=FIRST,
        typed=typed if typed is not None else there,
        voices=voices,
        only_said=[each for each in voices if each not in there],
        missing=[each for each in FIRST if each not in there and each not in voices],
        unsaid=without_danger_place(g.session, language=own.code),
        wrong=wrong or {},
    )


def _data(own: Language) -> dict[str, Any]:
    words = {kind: ", ".join(own.keywords.get(kind, ())) for kind in KINDS}
    return {
        "code": own.code,
        "autonym": own.autonym,
        "direction": own.direction,
        "fallbacks": " ".join(own.fallbacks),
        **words,
    }


@blueprint.post("/people/languages/<code>")
@signed_in
def change_language(code: str) -> ResponseReturnValue:
    form = Known()
    try:
        _write(form, _own(code).code)
    except Refused as refused:
        refused_on(form, refused)
        return _page(_own(code), known=form), 422
    flash(_("It is kept."))
    return redirect(url_for("account.language", code=code), 303)


@blueprint.post("/people/languages/<code>/sentences")
@signed_in
def word_language(code: str) -> ResponseReturnValue:
    typed = {sentence: request.form.get(f"s{place}", "") for place, sentence in enumerate(FIRST)}
    try:
        room.write_sentences(g.session, language=_own(code), sentences=typed, by=g.account, now=now())
    except Refused as refused:
        wrong = {str(refused.field): undone(refused)}
        return _page(_own(code), typed=typed, wrong=wrong), 422
    flash(_("The sentences are kept. Pages and texts say them now."))
    return redirect(url_for("account.language", code=code), 303)


@blueprint.post("/people/languages/<code>/sign")
@signed_in
def sign_language(code: str) -> ResponseReturnValue:
    form = Signing()
    try:
        room.sign(g.session, language=_own(code), name=form.name.data or "", by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        return _page(_own(code), signing=form), 422
    flash(_("It is signed. Until a sentence changes it is no draft any more."))
    return redirect(url_for("account.language", code=code), 303)


@blueprint.get("/people/languages/<code>.po")
@signed_in
def export_language(code: str) -> ResponseReturnValue:
    _may()
    own = _own(code)
    language = parts().languages.get(code)
    file = as_po(language, room.sentences_of(g.session, own))
    return Response(
        file,
        mimetype="text/x-gettext-translation",
        headers={"Content-Disposition": f'attachment; filename="{own.code}.po"'},
    )
