"""The answer in another language of the people who spoke, typed by hand beside the first one."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.common.errors import Refused
from consult.common.translation import latest, that_wait
from consult.loop.respond.owed import Addressed
from consult.loop.respond.plain_words import hints
from consult.loop.respond.shown import FIELDS
from consult.loop.respond.texts import as_text
from consult.loop.respond.wordings import write_wording
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint
from consult.web.respond.answers import here
from consult.web.respond.speaking import numbers_of, speak


class Wording(Form):
    words = TextAreaField(_l("The answer"))
    why = TextAreaField(_l("Why"))
    who = StringField(_l("Who"))


@blueprint.get("/<office>/themes/<uuid:theme>/wordings/<code>")
@needs(Action.ANSWER)
def wording(office: str, theme: UUID, code: str) -> ResponseReturnValue:
    this, version = here(theme)
    kept = {name: latest(g.session, version, name, code, waiting=True) for name in FIELDS}
    return _page(this, code, Wording(data={name: each.text for name, each in kept.items() if each}))


@blueprint.post("/<office>/themes/<uuid:theme>/wordings/<code>")
@needs(Action.ANSWER)
def word(office: str, theme: UUID, code: str) -> ResponseReturnValue:
    this, version = here(theme)
    form = Wording()
    said = {name: form[name].data or "" for name in FIELDS}
    if not parts().languages.known(code):
        abort(404)
    try:
        write_wording(g.session, version=version, language=code, speak=speak, by=g.account, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(this, code, form, 422)
    waits = {each.language for each in that_wait(g.session, version)}
    if code in waits:
        flash(_("This wording is kept. It came after permission was asked, so nobody reads it before a yes."))
    else:
        flash(_("This wording is kept. Whoever waited for it hears now."))
    return redirect(url_for("respond.theme", office=office, theme=theme), 303)


def _page(this: Addressed, code: str, form: Wording, status: int = 200) -> ResponseReturnValue:
    if not parts().languages.known(code):
        abort(404)
    assert this.newest is not None  # here() looked
    words = form.words.data or ""
    text = as_text(words, language=code, numbers=numbers_of(this.newest), speak=speak)
    page = render_template(
        "respond/wording.html",
        this=this,
        form=form,
        office=g.office,
        into=parts().languages.get(code),
        text=text if words.strip() else None,
        plainer=hints(words, language=code),
    )
    return page, status
