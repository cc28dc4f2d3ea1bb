"""What representatives chose to show to the committee from their notebook; nothing can be changed here."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.understand import notebook_seen, signs
from consult.loop.understand.notebook_beside import open_links
from consult.people.permissions import Action
from consult.web.guards import needs
from consult.web.review import blueprint
from consult.web.understand import notebook_names
from consult.web.understand.notebook_shown import Shown


@blueprint.get("/<slug>/notebook")
@needs(Action.SEE_FINDINGS)
def notebook(slug: str) -> ResponseReturnValue:
    found = notebook_seen.open_entries(g.session, consultation=g.consultation, viewer="committee")
    links = open_links(g.session, entries=found, viewer="committee")
    return render_template(
        "review/notebook.html",
        this=g.consultation,
        names=notebook_names,
        shown=Shown(found, links, signs.seen_of(g.session, found)),
    )
