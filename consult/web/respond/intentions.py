"""An office brings what it intends to a community before it decides, and reads what is said of it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, TextAreaField

from consult.common.errors import Refused
from consult.loop.review.intentions import bring, brought_by, communities_here, words_on
from consult.people.permissions import Action
from consult.web.forms import Day, Form, refused_on
from consult.web.guards import needs
from consult.web.parts import in_words_of, now
from consult.web.respond import blueprint
from consult.web.review.intentions import writing_languages
from consult.web.titles import title


class Intends(Form):
    community = SelectField(_l("To which community"))
    words = TextAreaField(_l("What you think of doing"), render_kw={"rows": 5})
    decides_on = Day(_l("The day on which you decide"))
    language = SelectField(_l("Language in which you write"))


@blueprint.get("/<office>/intentions")
@needs(Action.ANSWER)
def intentions(office: str) -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/<office>/intentions")
@needs(Action.ANSWER)
def bring_intention(office: str) -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form, 422)
    communities = {each.slug: each for each in communities_here(g.session)}
    said = {
        "words": form.words.data,
        "language": form.language.data,
        "in_words": in_words_of(form.language.data),
        "decides_on": form.decides_on.data,
    }
    try:
        to = communities[form.community.data]
        bring(g.session, office=g.office, community=to, by=g.account, now=now(), **said)
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, 422)
    flash(_("The committee and the representatives see it now. Nothing of it is published."))
    return redirect(url_for("respond.intentions", office=office), 303)


def _form() -> Intends:
    form = Intends()
    form.community.choices = [SelectChoice(each.slug, each.name) for each in communities_here(g.session)]
    form.language.choices = writing_languages()
    return form


def _page(form: Intends, status: int = 200) -> ResponseReturnValue:
    found = brought_by(g.session, g.office)
    words = words_on(g.session, found)
    page = render_template(
        "respond/intentions.html", office=g.office, found=found, words=words, form=form, title=title
    )
    return page, status
