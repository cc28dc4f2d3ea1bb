"""The front page: what this is, the box for a receipt code, what is being asked now."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.common.translation import Worded, worded
from consult.loop.collect import rounds
from consult.loop.collect.records import Consultation
from consult.loop.understand.findings import with_findings
from consult.web.guards import everyone
from consult.web.i18n import code_here
from consult.web.parts import now, parts
from consult.web.public import blueprint


@blueprint.get("/")
@everyone
def front() -> ResponseReturnValue:
    wanted = parts().languages.chain(code_here())

    def named(consultation: Consultation) -> Worded:
        return worded(g.session, consultation, "name", source=consultation.language, wanted=wanted)

    asked = rounds.open_rounds(g.session, now=now())
    still = {each.consultation_id for each in asked}
    return render_template(
        "public/front.html",
        asked=[(each, named(each.consultation)) for each in asked],
        spoken=parts().languages.all(),
        answered=[(each, named(each)) for each in with_findings(g.session) if each.id not in still],
    )
