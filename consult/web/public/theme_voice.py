"""The name of a theme as somebody of the place says it, where everyone may read that theme."""

from flask import abort, g
from flask.typing import ResponseReturnValue

from consult.loop.collect.records import Recording
from consult.loop.understand.names_heard import in_check, in_results
from consult.web.guards import everyone
from consult.web.parts import now
from consult.web.public import blueprint
from consult.web.public.saying import asking
from consult.web.voice import played


@blueprint.get("/c/<slug>/themes/<int:number>/voice")
@everyone
def theme_voice(slug: str, number: int) -> ResponseReturnValue:
    return _heard(in_results(g.session, consultation=asking(slug).consultation), number)


@blueprint.get("/c/<slug>/check/<int:number>/voice")
@everyone
def voice_in_check(slug: str, number: int) -> ResponseReturnValue:
    return _heard(in_check(g.session, consultation=asking(slug).consultation, now=now()), number)


def _heard(said: dict[int, Recording], number: int) -> ResponseReturnValue:
    if number not in said:
        abort(404)
    return played(said[number])
