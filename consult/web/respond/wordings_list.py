"""Translators' one list of what offices and representatives said in writing, language by language."""

from uuid import UUID

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.wordings import missing_languages
from consult.loop.respond.wordings_texts import Of, Text, texts_of
from consult.loop.respond.wordings_waiting import Waits, waiting
from consult.people.permissions import Action
from consult.web.guards import needs
from consult.web.parts import now, parts
from consult.web.respond import blueprint

NAMES = {
    Of.ANSWER: _l("The answer of %(office)s to No %(numbers)s"),
    Of.PROMISE: _l("A promise about No %(numbers)s"),
    Of.CLAIM: _l("What is said to be done about No %(numbers)s"),
    Of.CARD: _l("Card %(numbers)s to %(office)s"),
    Of.CARD_ANSWER: _l("What %(office)s said to card %(numbers)s"),
    Of.CARD_REFUSED: _l("Why it is no answer to card %(numbers)s"),
}


@blueprint.get("/wordings/<slug>/")
@needs(Action.TRANSLATE)
def all_wordings(slug: str) -> ResponseReturnValue:
    texts = texts_of(g.session, g.consultation, now=now())
    found = waiting(g.session, texts=texts, languages=_languages(texts), reads=parts().languages.reads)
    by_language: dict[str, list[Waits]] = {}
    for each in found:
        by_language.setdefault(each.language, []).append(each)
    return render_template(
        "respond/wordings_all.html", this=g.consultation, texts=texts, found=by_language, names=NAMES
    )


def _languages(texts: list[Text]) -> list[str]:
    """Those of the consultation, and those in which people spoke."""
    spoken = {
        code
        for each in texts
        if isinstance(each.about, ResponseVersion)
        for code in missing_languages(g.session, each.about)
    }
    listed = g.consultation.languages
    return [*listed, *sorted(spoken - set(listed))]


def waits_here(about: UUID, code: str) -> Waits:
    """What waits, of a text that is one of this consultation's, in a language of the list."""
    texts = [each for each in texts_of(g.session, g.consultation, now=now()) if each.about.id == about]
    if not texts or not parts().languages.known(code) or code == texts[0].language:
        abort(404)
    if code not in _languages(texts):
        abort(404)
    found = waiting(g.session, texts=texts, languages=[code], reads=lambda only: [])
    return found[0]
