"""A private matter: abuse, violence or a threat, told to the protection officer and to nobody else.

The page says first what happens, that nobody watches it in an emergency, and whether there is an
officer at all. Nothing of the other words goes with it, and no receipt is given.
"""

import secrets

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.loop.collect import protected
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.parts import now, parts
from consult.web.public import blueprint
from consult.web.public.saying import Asking, asking

LONGEST_KEY = 80


@blueprint.get("/c/<slug>/<lang>/private")
@everyone
def private(slug: str, lang: str) -> ResponseReturnValue:
    return _page(asking(slug, lang), key=secrets.token_urlsafe(24))


@blueprint.post("/c/<slug>/<lang>/private")
@everyone
def tell_privately(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    text, key = request.form.get("text", ""), request.form.get("key", "")
    try:
        protected.report(
            g.session,
            vault=parts().vault,
            consultation=asked.consultation,
            text=text,
            language=lang,
            key=key[:LONGEST_KEY] or None,
            now=now(),
        )
    except Refused as refused:
        wrong = undone(refused)
        return _page(asking(slug, lang), key=key, text=text, wrong=wrong), 422
    return render_template("public/private_told.html", asked=asked, officer=_officer(asked))


def _officer(asked: Asking) -> bool:
    return protected.has_officer(g.session, community=asked.consultation.community, now=now())


def _page(asked: Asking, *, key: str, text: str = "", wrong: str = "") -> str:
    return render_template(
        "public/private.html", asked=asked, officer=_officer(asked), key=key, text=text, wrong=wrong
    )
