"""A consultation's first pages: choose a language, then read who asks and what comes back."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.web.guards import everyone
from consult.web.parts import parts
from consult.web.public import blueprint
from consult.web.public.saying import asking


@blueprint.get("/c/<slug>/")
@everyone
def languages(slug: str) -> ResponseReturnValue:
    asked = asking(slug)
    offered = [(code, parts().languages.get(code)) for code in asked.consultation.languages]
    return render_template("public/languages.html", asked=asked, offered=offered)


@blueprint.get("/c/<slug>/<lang>/")
@everyone
def start(slug: str, lang: str) -> ResponseReturnValue:
    return render_template("public/start.html", asked=asking(slug, lang), old=False, preview=False)
