"""The name of a theme as somebody of the place says it, where everyone may read that theme."""

from flask import abort, g
from flask.typing import ResponseReturnValue

from consult.loop.understand.names_heard import in_check, in_results
from consult.web.guards import everyone
from consult.web.parts import now
from consult.web.public import blueprint
from consult.web.public.saying import asking
from consult.web.voice import played


@blueprint.get("/c/<slug>/themes/<int:number>/voice")
@everyone
def theme_voice(slug: str, number: int) -> ResponseReturnValue:
    asked = asking(slug).consultation
    said = in_results(g.session, consultation=asked) | in_check(g.session, consultation=asked, now=now())
    if number not in said:
        abort(404)
    return played(said[number])
