"""The words with which a text joins the consultation, one or more a language."""

from collections.abc import Sequence

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from consult.common.errors import Refused
from consult.loop.collect import joining, rounds
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now, parts


class Word(Form):
    word = StringField(_l("The word"))
    language = SelectField(_l("The language it joins in"), validate_choice=False)


def _form() -> Word:
    form = Word()
    form.language.choices = [(code, parts().languages.get(code).autonym) for code in g.consultation.languages]
    return form


def _page(form: Word, status: int = 200, free: Sequence[str] = ()) -> ResponseReturnValue:
    there = joining.join_words_of(g.session, consultation=g.consultation)
    last = rounds.current_round(g.session, g.consultation)
    opened = last is not None and last.opened_at is not None
    page = render_template(
        "collect/words.html", form=form, this=g.consultation, words=there, opened=opened, free=free
    )
    return page, status


@blueprint.get("/<slug>/words")
@needs(Action.DESIGN)
def words(slug: str) -> ResponseReturnValue:
    return _page(_form())


@blueprint.post("/<slug>/words")
@needs(Action.DESIGN)
def add_word(slug: str) -> ResponseReturnValue:
    form = _form()
    try:
        joining.add_join_word(
            g.session,
            consultation=g.consultation,
            word=form.word.data or "",
            language=form.language.data or "",
            keywords=parts().languages.keyword_table(),
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        free = joining.free_words(
            g.session, word=form.word.data or "", keywords=parts().languages.keyword_table()
        )
        return _page(form, 422, free)
    flash(_("Texts that begin with this word join now."))
    return redirect(url_for("collect.words", slug=slug), 303)


@blueprint.post("/<slug>/words/<word>/remove")
@needs(Action.DESIGN)
def remove_word(slug: str, word: str) -> ResponseReturnValue:
    there = joining.join_words_of(g.session, consultation=g.consultation)
    found = [each for each in there if each.word == word]
    if not found:
        abort(404)
    joining.remove_join_word(g.session, joining=found[0], by=g.account, now=now())
    flash(_("The word is free again."))
    return redirect(url_for("collect.words", slug=slug), 303)
