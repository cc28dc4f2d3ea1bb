"""What phones sealed comes in, one record at a time, so that a bad one never holds up another.

The record says by its signed link who sealed it; no cookie is asked for, since words may come days
after it ran out. Only the vault opens them.
"""

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from flask import g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from consult.common.errors import Refused, mark
from consult.loop.collect.helping import Helped, open_sealed
from consult.people.helper_links import takes_sealed
from consult.people.records import HelperLink
from consult.web.forms import undone
from consult.web.guards import everyone
from consult.web.helpers import blueprint
from consult.web.helpers.fields import Fields
from consult.web.helpers.opening import speaks_own
from consult.web.helpers.who import SCRIPTS, link_signed
from consult.web.helpers.writing import TEMPLATES, taken
from consult.web.parts import now, parts
from consult.web.public.saying import Asking, asking


@dataclass(frozen=True)
class Sealed:
    """One record as it lies on a phone. It shows nothing but its size."""

    link: HelperLink
    key: str
    sealed: bytes


@blueprint.post("/h/send")
@everyone
def send() -> ResponseReturnValue:
    """The script's way. `taken` also when it was here before; 422: it will never be taken as it is."""
    try:
        helped = _take(_record(request.get_json(silent=True)))
    except Refused as refused:
        return jsonify(taken=False, why=undone(refused)), 422
    return jsonify(taken=True, receipt=helped.receipt_code if helped else None, note=_note(helped))


@blueprint.post("/h/file")
@everyone
def bring() -> ResponseReturnValue:
    """A copy that was kept of a record, brought by hand, from whatever phone."""
    g.scripts = SCRIPTS
    try:
        file = request.files.get("file")
        helped = _take(_record(_json(file.read() if file else b"")))
    except Refused as refused:
        return render_template("helpers/brought.html", why=undone(refused)), 422
    return render_template("helpers/brought.html", why=None, helped=helped, note=_note(helped))


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _record(sent: Any) -> Sealed:
    """What was sent, as a record of a link of ours. Raises Refused when it is none."""
    try:
        link = link_signed(str(sent["link"]))
        key, sealed = str(sent["key"]), b64decode(sent["sealed"], validate=True)
    except (TypeError, KeyError, ValueError):
        link = None
    if link is None or not 8 <= len(key) <= 40:
        raise Refused(mark("This is not a record that was kept by a page of ours."))
    speaks_own(link)
    return Sealed(link, key, sealed)


def _take(record: Sealed) -> Helped | None:
    link = record.link
    if not takes_sealed(link, now()):
        raise Refused(mark("This link has ended, and nothing more is taken in by it."))
    found = open_sealed(parts().vault, link=link, key=record.key, sealed=record.sealed)
    kind, fields = found.get("kind"), found.get("fields")
    if kind not in TEMPLATES or not isinstance(fields, dict):
        raise Refused(mark("We could not understand what was sent."))
    asked = _asked(link, str(found.get("slug")), str(found.get("lang")))
    return taken(kind, link, asked, Fields(fields), key=record.key, forgiving=True)


def _asked(link: HelperLink, slug: str, lang: str) -> Asking:
    try:
        asked = asking(slug, lang)
    except NotFound:
        asked = None
    if asked is None or asked.consultation.community_id != link.community_id:
        raise Refused(mark("This is not asked here any more. Keep a copy and show it to those who ask."))
    return asked


def _note(helped: Helped | None) -> str:
    """What the helper should know of it, beside that it arrived."""
    if helped is not None and helped.without_number:
        return str(_("The words are kept. The phone number could not be one, so it was left out."))
    return ""
