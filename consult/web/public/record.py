"""How the findings were made: explained in plain words, and as a file that anybody can check."""

import json

from flask import Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from consult.loop.understand import findings
from consult.loop.understand.process_record import process_record
from consult.web.guards import everyone
from consult.web.public import blueprint
from consult.web.public.made import made_in_words
from consult.web.public.saying import asking

COMMAND = "consult findings verify %s-record.json"
"""By which anybody checks the file, on any machine."""


@blueprint.get("/c/<slug>/<lang>/record")
@everyone
def record(slug: str, lang: str) -> ResponseReturnValue:
    asked = asking(slug, lang)
    released = findings.all_findings(g.session, asked.consultation)
    return render_template(
        "public/record.html",
        asked=asked,
        released=released,
        command=COMMAND % slug,
        **made_in_words(),
    )


@blueprint.get("/c/<slug>/record.json")
@everyone
def record_file(slug: str) -> ResponseReturnValue:
    made = process_record(g.session, consultation=asking(slug).consultation)
    if made is None:
        abort(404)
    answer = Response(json.dumps(made, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-record.json"'
    return answer
