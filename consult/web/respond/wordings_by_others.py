"""One text of an office or of representatives in another language: written, and looked at by another one."""

from datetime import datetime
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.common.errors import Refused
from consult.loop.respond import wordings_by_others as room
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.texts import as_text
from consult.loop.respond.wordings_looked import asks_levels, let_go
from consult.loop.respond.wordings_waiting import Waits
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on, wording_read
from consult.web.guards import needs
from consult.web.parts import in_words_of, now, parts
from consult.web.respond import blueprint
from consult.web.respond.speaking import speak
from consult.web.respond.wordings_list import NAMES, waits_here


class Said(Form):
    words = TextAreaField(_l("What it says"), render_kw={"rows": 5})
    what = TextAreaField(_l("What is promised"), render_kw={"rows": 4})
    text = TextAreaField(_l("What it says"), render_kw={"rows": 4})
    note = TextAreaField(_l("What it says"), render_kw={"rows": 4})
    why = TextAreaField(_l("Why"), render_kw={"rows": 4})
    who = TextAreaField(_l("Who"), render_kw={"rows": 2})


@blueprint.get("/wordings/<slug>/<uuid:about>/<code>")
@needs(Action.TRANSLATE)
def wording_of(slug: str, about: UUID, code: str) -> ResponseReturnValue:
    waits = waits_here(about, code)
    return _page(waits, Said(data={field: each.text for field, each in waits.wording.items()}))


@blueprint.post("/wordings/<slug>/<uuid:about>/<code>")
@needs(Action.TRANSLATE)
def write_wording_of(slug: str, about: UUID, code: str) -> ResponseReturnValue:
    waits, form = waits_here(about, code), Said()
    said = {field: form[field].data or "" for field in waits.text.fields}
    given = {"consultation": g.consultation, "text": waits.text, "language": code, "said": said}
    try:
        room.write(g.session, speak=speak, in_words=in_words_of(code), by=g.account, now=now(), **given)
    except Refused as refused:
        refused_on(form, refused)
        return _page(waits_here(about, code), form, 422)
    flash(_("It is kept. Nobody reads it before a second look."))
    return redirect(url_for("respond.wording_of", slug=slug, about=about, code=code), 303)


@blueprint.post("/wordings/<slug>/<uuid:about>/<code>/look")
@needs(Action.TRANSLATE)
def let_wording_go(slug: str, about: UUID, code: str) -> ResponseReturnValue:
    waits, form = waits_here(about, code), Said(formdata=None)
    read: datetime | None = wording_read()
    try:
        let_go(g.session, consultation=g.consultation, waits=waits, read=read, by=g.account, now=now())
    except Refused as refused:
        refused_on(form, refused)
        waits = waits_here(about, code)
        return _page(waits, _again(waits, form), 422)
    flash(_("Everybody can read it now. Whoever waited for it hears by itself."))
    return redirect(url_for("respond.all_wordings", slug=slug), 303)


def _again(waits: Waits, refused: Said) -> Said:
    form = Said(formdata=None, data={field: each.text for field, each in waits.wording.items()})
    form.form_errors = refused.form_errors
    return form


def _page(waits: Waits, form: Said, status: int = 200) -> ResponseReturnValue:
    text, words = waits.text, form.words.data or ""
    is_sent = isinstance(text.about, ResponseVersion) and bool(words.strip())
    page = render_template(
        "respond/wordings_one.html",
        this=g.consultation,
        each=waits,
        form=form,
        name=NAMES[text.of],
        into=parts().languages.get(waits.language),
        cost_of=as_text(words, language=waits.language, numbers=text.numbers, speak=speak)
        if is_sent
        else None,
        levels=asks_levels(g.session, text),
        looks_from=waits.looks_from(g.account),
        now=now(),
    )
    return page, status
