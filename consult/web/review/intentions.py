"""What offices intend, before they decide: read and answered by the committee and representatives."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, TextAreaField

from consult.common.errors import Refused
from consult.loop.collect.rounds import today_in
from consult.loop.review.intentions import brought_to, say_of, words_on
from consult.people.permissions import Action
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.i18n import code_here
from consult.web.parts import in_words_of, now, parts
from consult.web.review import blueprint
from consult.web.titles import title


class Thinks(Form):
    words = TextAreaField(_l("What you think of it"), render_kw={"rows": 4})
    language = SelectField(_l("Language in which you write"))


def writing_languages() -> list[SelectChoice]:
    """The languages of workspaces, that of the page first."""
    known = [each for each in parts().languages.all() if not each.participants_only]
    known.sort(key=lambda each: each.code != code_here())
    return [SelectChoice(each.code, each.autonym) for each in known]


def _page(form: Thinks, tried: UUID | None = None, status: int = 200) -> ResponseReturnValue:
    form.language.choices = form.language.choices or writing_languages()
    found = brought_to(g.session, g.community)
    page = render_template(
        "review/intentions.html",
        community=g.community,
        found=found,
        words=words_on(g.session, found),
        form=form,
        tried=tried,
        today=today_in(g.community, now()),
        title=title,
    )
    return page, status


@blueprint.get("/intentions/<community>/")
@needs(Action.SEE_FINDINGS)
def intentions(community: str) -> ResponseReturnValue:
    return _page(Thinks())


@blueprint.post("/intentions/<community>/<uuid:which>")
@needs(Action.SEE_FINDINGS)
def say_of_intention(community: str, which: UUID) -> ResponseReturnValue:
    brought = next((each for each in brought_to(g.session, g.community) if each.id == which), None)
    if brought is None:
        abort(404)
    form = Thinks()
    form.language.choices = writing_languages()
    if not form.validate():
        return _page(form, which, 422)
    said = {
        "words": form.words.data,
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
    }
    try:
        say_of(g.session, intention=brought, seat=g.seat, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, which, 422)
    flash(_("The office reads it beside what it brought. Nothing of it is published."))
    return redirect(url_for("review.intentions", community=community), 303)
