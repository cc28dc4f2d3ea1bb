"""The released picture in numbers, for everyone, drawn by the server."""

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.common.translation import worded
from consult.loop.understand.findings import latest
from consult.loop.understand.picture import differing, seen_by
from consult.web.guards import everyone
from consult.web.parts import parts
from consult.web.public import blueprint
from consult.web.public.by_what import BY
from consult.web.public.made import made_in_words
from consult.web.public.saying import asking


@blueprint.get("/c/<slug>/<lang>/picture")
@everyone
def picture(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    findings = latest(g.session, asked.consultation)
    if findings is None:
        abort(404)
    seen = seen_by(g.session, findings=findings, viewer="everyone")
    wanted = parts().languages.chain(lang)
    names = {
        each.id: worded(g.session, each, "name", source=each.language, wanted=wanted) for each in seen.themes
    }
    return render_template(
        "public/picture.html",
        asked=asked,
        seen=seen,
        names=names,
        by=BY,
        differing=differing,
        **made_in_words(),
    )
