"""Leave this page: at once, to somewhere that says nothing; and a page that explains it before."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from consult.web.guards import everyone
from consult.web.public import blueprint

ELSEWHERE = "https://www.wikipedia.org/"
"""A page that anyone may have open. Our address is not told to it: no referrer is ever sent."""


@blueprint.get("/leave")
@everyone
def leave() -> ResponseReturnValue:
    gone = redirect(ELSEWHERE, 303)
    gone.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return gone


@blueprint.get("/leaving")
@everyone
def leaving() -> ResponseReturnValue:
    return render_template("public/leaving.html")
