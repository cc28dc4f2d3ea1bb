"""What an entry of the notebook stands beside: other entries, cards, themes."""

from uuid import UUID

from flask import abort, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired

from consult.common.errors import Refused
from consult.loop.understand import notebook_links
from consult.loop.understand.records import EntryKind, NotebookEntry
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now
from consult.web.understand import blueprint
from consult.web.understand.notebook import back_to, entry_of
from consult.web.understand.notebook_asks import LINKS, OF_ACTORS
from consult.web.understand.notebook_writing import choosing


class Linking(Form):
    how = RadioField(
        _l("How does it stand beside the other?"), [InputRequired(_l("Choose one."))], choices=()
    )
    number = StringField(
        _l("The number of the other: an entry, a card or a theme"), render_kw={"inputmode": "numeric"}
    )
    since = StringField(_l("Since when?"))
    text = TextAreaField(_l("How do you know?"), render_kw={"rows": 3})


def _linking(found: NotebookEntry) -> Linking:
    form = Linking()
    ways = {key: said for key, said in LINKS.items() if found.kind is EntryKind.ACTOR or key not in OF_ACTORS}
    form.how.choices = [SelectChoice(value=key, label=said) for key, said in ways.items()]
    return form


@blueprint.get("/<slug>/notebook/<int:number>/link")
@needs(Action.NAME_THEMES)
def linking(slug: str, number: int) -> ResponseReturnValue:
    found = entry_of(number)
    return choosing("understand/notebook_link.html", found, _linking(found))


@blueprint.post("/<slug>/notebook/<int:number>/link")
@needs(Action.NAME_THEMES)
def link_entry(slug: str, number: int) -> ResponseReturnValue:
    found = entry_of(number)
    form = _linking(found)
    if not form.validate():
        return choosing("understand/notebook_link.html", found, form, 422)
    said = {"since": form.since.data or "", "text": form.text.data or ""}
    try:
        notebook_links.link_to(
            g.session,
            entry=found,
            how=form.how.data,
            number=form.number.data or "",
            by=g.account,
            now=now(),
            **said,
        )
    except Refused as refused:
        refused_on(form, refused)
        return choosing("understand/notebook_link.html", entry_of(number), form, 422)
    flash(_("The link is kept. It is seen by whoever sees both ends of it."))
    return back_to(number)


@blueprint.post("/<slug>/notebook/<int:number>/unlink")
@needs(Action.NAME_THEMES)
def unlink_entry(slug: str, number: int) -> ResponseReturnValue:
    link = request.form.get("link", type=UUID)
    if link is None:
        abort(404)
    notebook_links.take_off(g.session, entry=entry_of(number), link_id=link, by=g.account, now=now())
    flash(_("The link is taken off."))
    return back_to(number)
