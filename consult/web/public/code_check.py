"""With a receipt code: say of a number whether it was heard right, as one who spoke."""

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.common.errors import Refused
from consult.loop.understand.check_words import checks_for, say_all
from consult.loop.understand.records import CheckSays
from consult.web.guards import everyone
from consult.web.parts import now
from consult.web.public import blueprint
from consult.web.public.code_page import Typed, page_of, person_here, refused_page


@blueprint.post("/code/check")
@everyone
def code_check() -> ResponseReturnValue:
    """One number a sending; of a person the last word on it counts."""
    person, says, text = person_here(), request.form.get("says", ""), request.form.get("text", "")
    wanted, number = request.form.get("check", ""), request.form.get("number", 0, type=int)
    mine = {str(each.check.id): each.check for each in checks_for(g.session, participant=person, now=now())}
    if wanted not in mine or says not in list(CheckSays):
        abort(400)
    said = {number: (CheckSays(says), text)}
    try:
        say_all(
            g.session,
            check=mine[wanted],
            said=said,
            language=person.language,
            participant=person,
            now=now(),
        )
    except Refused as refused:
        return refused_page(person, refused, Typed("check", text=text, at=wanted, choice=str(number)))
    return page_of(person, done=_("Your word is kept. The people who asked read it."))
