"""The words that representatives tell the prompt check: question words, charged words, actors."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField

from consult.common.errors import Refused
from consult.loop.collect import hints
from consult.loop.collect.prompt_check import has_lexicon
from consult.loop.collect.records import WordKind
from consult.people.permissions import Action
from consult.web.collect import blueprint
from consult.web.forms import Form, refused_on
from consult.web.guards import needs
from consult.web.parts import now

KINDS = {
    WordKind.QUESTION: _l("A question word, such as what or how"),
    WordKind.CHARGED: _l("A charged word: some people hear it as an accusation"),
    WordKind.ACTOR: _l("Somebody or some group that a prompt should not name"),
}


class OwnWordForm(Form):
    word = StringField(_l("The word, or a few words"))
    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(value=each.value, label=label) for each, label in KINDS.items()],
        default=WordKind.QUESTION.value,
    )


def _page(form: OwnWordForm, lang: str, status: int = 200) -> ResponseReturnValue:
    if lang not in g.consultation.languages:
        abort(404)
    page = render_template(
        "collect/own_words.html",
        form=form,
        this=g.consultation,
        code=lang,
        known=has_lexicon(lang),
        words=hints.own_words(g.session, community=g.community, language=lang),
        kinds=KINDS,
    )
    return page, status


@blueprint.get("/<slug>/check-words/<lang>")
@needs(Action.DESIGN)
def own_words(slug: str, lang: str) -> ResponseReturnValue:
    return _page(OwnWordForm(), lang)


@blueprint.post("/<slug>/check-words/<lang>")
@needs(Action.DESIGN)
def add_own_word(slug: str, lang: str) -> ResponseReturnValue:
    form = OwnWordForm()
    if lang not in g.consultation.languages or form.kind.data not in set(WordKind):
        abort(404)
    try:
        hints.add_own_word(
            g.session,
            community=g.community,
            language=lang,
            kind=WordKind(form.kind.data),
            word=form.word.data or "",
            by=g.account,
            now=now(),
        )
    except Refused as refused:
        refused_on(form, refused)
        return _page(form, lang, 422)
    flash(_("The check knows this word now."))
    return redirect(url_for("collect.own_words", slug=slug, lang=lang), 303)


@blueprint.post("/<slug>/check-words/<lang>/<uuid:word>/remove")
@needs(Action.DESIGN)
def remove_own_word(slug: str, lang: str, word: object) -> ResponseReturnValue:
    there = hints.own_words(g.session, community=g.community, language=lang)
    found = [each for each in there if each.id == word]
    if not found:
        abort(404)
    hints.remove_own_word(g.session, own=found[0], by=g.account, now=now())
    flash(_("The check has forgotten this word."))
    return redirect(url_for("collect.own_words", slug=slug, lang=lang), 303)
