"""Say people's words in the consultation's language: one answer at a time, in no order."""

import secrets

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.widgets import HiddenInput

from consult.common.errors import Refused
from consult.loop.understand import translating as room
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint


class Said(Form):
    text = TextAreaField(_l("What it says"), render_kw={"rows": 6})
    seen = IntegerField(widget=HiddenInput())


def _page(lang: str, task: room.Task | None, form: Said, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "understand/translating.html", this=g.consultation, lang=lang, task=task, form=form
    ), status


@blueprint.get("/<slug>/words/answers/<lang>")
@needs(Action.TRANSLATE)
def translating(slug: str, lang: str) -> ResponseReturnValue:
    who = {"consultation": g.consultation, "by": g.account, "now": now()}
    task = room.next_task(g.session, language=lang, pick=secrets.randbelow, **who)
    written = task.there.text if task and task.there else ""
    return _page(lang, task, Said(data={"text": written, "seen": task.seen if task else None}))


@blueprint.post("/<slug>/words/answers/<lang>/<int:number>")
@needs(Action.TRANSLATE)
def translate_answer(slug: str, lang: str, number: int) -> ResponseReturnValue:
    form = Said()
    who = {"consultation": g.consultation, "by": g.account, "now": now()}
    try:
        room.say(g.session, number=number, text=form.text.data or "", seen=form.seen.data, **who)
    except Refused as refused:
        refused_on(form, refused)
        task = room.task_of(g.session, number=number, **who)
        form.seen.raw_data, form.seen.data = None, task.seen
        return _page(lang, task, form, 422)
    flash(_("It is kept. Here is the next one."))
    return redirect(url_for("understand.translating", slug=slug, lang=lang), 303)
