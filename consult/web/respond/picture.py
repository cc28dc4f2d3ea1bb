"""The picture in numbers for an office: the themes that are addressed to it, and no other."""

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.understand.picture import seen_by
from consult.people.permissions import Action
from consult.web.guards import needs
from consult.web.public.by_what import BY, own_names
from consult.web.respond import blueprint
from consult.web.understand.wordings import findings_of


@blueprint.get("/<office>/picture/<slug>/<int:number>")
@needs(Action.ANSWER)
def picture(office: str, slug: str, number: int) -> ResponseReturnValue:
    seen = seen_by(g.session, findings=findings_of(number), viewer=g.office)
    if not seen.themes:
        abort(404)
    return render_template(
        "review/picture.html", this=g.consultation, seen=seen, names=own_names(seen.themes), by=BY
    )
