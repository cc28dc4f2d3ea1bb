"""What keeps the helper's pages on the phone: a worker in the browser that answers GET alone.

Its version is the hash of every file and template, so that a new page never waits behind an old one.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Response, g, url_for
from flask.typing import ResponseReturnValue

from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.who import SCRIPTS
from consult.web.style import asset

WEB = Path(__file__).parent.parent
SHEETS = ("participant.css", "helper.js")


@blueprint.get("/h/worker.js")
@everyone
def worker() -> ResponseReturnValue:
    g.scripts = SCRIPTS
    files = [asset(name) for name in SHEETS]
    head = f"const VERSION={json.dumps(version())};const FILES={json.dumps(files)};"
    head += f"const PAGES={json.dumps([url_for('helpers.work'), url_for('helpers.door')])};\n"
    code = (WEB / "static" / "helper-worker.js").read_text()
    return Response(head + code, mimetype="text/javascript")


@cache
def version() -> str:
    """Of all assets and templates, and of the words on them."""
    digest = hashlib.sha256()
    kept = [*(WEB / "static").rglob("*"), *(WEB / "templates").rglob("*.html")]
    for file in sorted(each for each in kept if each.is_file()):
        digest.update(file.relative_to(WEB).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
