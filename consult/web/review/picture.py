"""The picture in numbers for the committee: the themes that are open to it."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.understand.picture import seen_by
from consult.people.permissions import Action
from consult.web.guards import needs
from consult.web.public.by_what import BY, own_names
from consult.web.review import blueprint
from consult.web.understand.wordings import findings_of


@blueprint.get("/<slug>/<int:number>/picture")
@needs(Action.SEE_FINDINGS)
def picture(slug: str, number: int) -> ResponseReturnValue:
    seen = seen_by(g.session, findings=findings_of(number), viewer="committee")
    return render_template(
        "review/picture.html", this=g.consultation, seen=seen, names=own_names(seen.themes), by=BY
    )
