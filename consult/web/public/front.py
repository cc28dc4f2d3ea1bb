"""The front page: what this is, the box for a receipt code, what is being asked now."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.common.translation import worded
from consult.loop.collect import rounds
from consult.web.guards import everyone
from consult.web.i18n import code_here
from consult.web.parts import now, parts
from consult.web.public import blueprint


@blueprint.get("/")
@everyone
def front() -> ResponseReturnValue:
    wanted = parts().languages.chain(code_here())
    asked = [
        (each, worded(g.session, each.consultation, "name", source=each.consultation.language, wanted=wanted))
        for each in rounds.open_rounds(g.session, now=now())
    ]
    return render_template("public/front.html", asked=asked)
