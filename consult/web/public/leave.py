"""Leave this page: at once, to somewhere that says nothing; and a page that explains it before."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from consult.web.guards import everyone
from consult.web.public import blueprint

ELSEWHERE = "https://www.wikipedia.org/"
"""A page that anyone may have open. Our address is not told to it: no referrer is ever sent."""

HELPERS = ("helper", "__Host-helper")
"""The cookies of a helper's phone: it stays the helper's, whoever reads a page on it in between."""


@blueprint.get("/leave")
@everyone
def leave() -> ResponseReturnValue:
    gone = redirect(ELSEWHERE, 303)
    # Never "storage": only a helper's pages keep anything there, the sealed words of others, and these
    # wait to be sent also after the link and its cookie have ended, when nothing tells us of them.
    helper = any(name in request.cookies for name in HELPERS)
    gone.headers["Clear-Site-Data"] = '"cache"' if helper else '"cache", "cookies"'
    return gone


@blueprint.get("/leaving")
@everyone
def leaving() -> ResponseReturnValue:
    return render_template("public/leaving.html")
