"""What representatives chose to show to everyone from their notebook, once findings are released."""

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.understand import notebook_seen, signs
from consult.loop.understand.notebook_beside import open_links
from consult.web.guards import everyone
from consult.web.public import blueprint
from consult.web.public.saying import asking
from consult.web.understand import notebook_names
from consult.web.understand.notebook_shown import Shown


@blueprint.get("/c/<slug>/<lang>/notebook")
@everyone
def notebook(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    if asked.results is None:
        abort(404)
    found = notebook_seen.open_entries(g.session, consultation=asked.consultation, viewer="everyone")
    links = open_links(g.session, entries=found, viewer="everyone")
    return render_template(
        "public/notebook.html",
        asked=asked,
        names=notebook_names,
        shown=Shown(found, links, signs.seen_of(g.session, found)),
    )
