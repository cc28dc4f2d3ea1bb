"""Which published answers are not in which language yet: people wait for these."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from consult.loop.close.returns import newest, numbers_in
from consult.loop.respond.unworded import unworded
from consult.loop.respond.wordings import missing_languages
from consult.people.permissions import Action
from consult.web.close import blueprint
from consult.web.guards import needs
from consult.web.i18n import listed
from consult.web.parts import parts

FIELDS = {
    # TRANSLATORS: What is missing of an office's answer in a language.
    "words": _l("the answer itself"),
    # TRANSLATORS: What is missing of an office's answer in a language.
    "why": _l("its reason"),
    # TRANSLATORS: What is missing of an office's answer in a language.
    "who": _l("who decided or does it"),
}


@blueprint.get("/<slug>/wordings")
@needs(Action.LOG_RETURN)
def wordings(slug: str) -> ResponseReturnValue:
    """Of the languages of the consultation, and of those in which people spoke."""
    versions = newest(g.session, g.consultation)
    spoken = {code for each in versions for code in missing_languages(g.session, each)}
    languages = [*g.consultation.languages, *sorted(spoken - set(g.consultation.languages))]
    return render_template(
        "close/wordings.html",
        this=g.consultation,
        versions=versions,
        missing=unworded(g.session, versions=versions, languages=languages, reads=parts().languages.reads),
        named=lambda missing: listed(FIELDS[field] for field in missing),
        numbers_in=numbers_in,
    )
