"""The door for texts: a signed webhook is on disk before it is answered."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue

from consult.providers.port import Provider, Request
from consult.sms.away import keep
from consult.sms.intake import is_signed
from consult.sms.parts import SmsParts, parts

MOST_BYTES = 64 * 1024
Webhook = Callable[[Provider, Request], ResponseReturnValue]


def sms_blueprint(sms: SmsParts) -> Blueprint:
    """The webhooks of every provider that is on. Must be exempt from form tokens: it checks signatures."""
    blueprint = Blueprint("sms", __name__)

    @blueprint.before_request
    def hand_in() -> None:
        g.sms = sms

    for what in ("inbound", "status"):
        blueprint.add_url_rule(f"/sms/<provider>/{what}", what, webhook, methods=["POST"])
    return blueprint


def signed(view: Webhook) -> Callable[[str], ResponseReturnValue]:
    """Open to what a provider of ours has signed, and to nothing else."""

    @wraps(view)
    def guarded(provider: str) -> ResponseReturnValue:
        known = parts().providers.get(provider)
        if known is None:
            abort(404)
        came = as_it_came()
        if came is None or not is_signed(known, came):
            return "", 403
        return view(known, came)

    guarded.guard = "signed"  # type: ignore[attr-defined]  # read by the house test and the matrix
    return guarded


@signed
def webhook(provider: Provider, came: Request) -> ResponseReturnValue:
    """Answered once it is on disk. It is a unit of work of its own: the site's session stays unused."""
    if not keep(parts(), provider, came):
        return "", 503
    body, kind = provider.acknowledge()
    return body, 200, {"Content-Type": kind}


def as_it_came() -> Request | None:
    """The request with its raw address and body; None when it is too large to be a webhook.

    The address is our public one and the path as it was sent: a proxy or a library that writes
    it differently would break the signature.
    """
    if request.content_length is None or request.content_length > MOST_BYTES:
        return None
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path
    return Request(
        method=request.method,
        url=parts().public_url + raw.removesuffix("?"),
        headers={name.lower(): value for name, value in request.headers},
        body=request.get_data(cache=False),
    )
