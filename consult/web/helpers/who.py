"""Which helper is here: known by a cookie that no other place sends along, never by the address."""

import hashlib
import json
from uuid import UUID

from flask import Response, abort, g, make_response, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from consult.common.ids import new_id
from consult.people.helper_links import is_living
from consult.people.records import HelperLink
from consult.web.parts import now, parts

SCRIPTS = "; script-src 'self'; connect-src 'self'; worker-src 'self'"
"""What the pages of helpers may do beyond others: keep words on the phone, and send them later."""


def cookie_name() -> str:
    return "__Host-helper" if parts().settings.secure else "helper"


def keep(response: Response, link: HelperLink) -> Response:
    """Let this browser come back as `link` until its last day. Only pages of ours are sent the cookie,
    so that a form from elsewhere does nothing."""
    response.set_cookie(
        cookie_name(),
        signed(link),
        expires=link.until,
        secure=parts().settings.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def link_here() -> HelperLink | None:
    """The living link of this browser."""
    found = link_signed(request.cookies.get(cookie_name(), ""))
    return found if found is not None and is_living(found, now()) else None


def helper_here() -> HelperLink:
    """The same, or back to where the number is typed."""
    g.scripts = SCRIPTS
    found = link_here()
    if found is None:
        abort(redirect(url_for("helpers.door", over="1"), 303))
    return found


def signed(link: HelperLink) -> str:
    """Names `link` to us and to nobody else; what is sealed carries it, also after the cookie is gone."""
    return str(_signer("link").dumps(link.id.hex))


def link_signed(text: str) -> HelperLink | None:
    try:
        found = UUID(_signer("link").loads(text))
    except (BadSignature, ValueError, TypeError):
        return None
    link: HelperLink | None = g.session.get(HelperLink, found)
    return link


def fresh_key(link: HelperLink) -> str:
    """For the hidden field of a form: a key of its own, signed for `link`."""
    return str(_signer(link.id.hex).dumps(str(new_id())))


def key_sent(link: HelperLink, heard: bytes = b"") -> str:
    """What makes the form that was sent the same when it comes twice: its key, and all that it says.

    Somebody who goes back and writes down the next person in the same form sends another one.
    `heard`: the sound in it. A form that is not ours leads back to the start.
    """
    try:
        key = str(_signer(link.id.hex).loads(request.form.get("key", "")))
    except BadSignature:
        return abort(make_response(redirect(url_for("helpers.work"), 303)))
    says = json.dumps(sorted(request.form.items(multi=True)), ensure_ascii=True).encode()
    return hashlib.sha256(b"\0".join((key.encode(), says, heard))).hexdigest()[:32]


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(parts().vault.cookie_key("helper"), salt=salt)
