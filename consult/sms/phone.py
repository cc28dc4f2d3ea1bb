"""A rehearsal phone on a page: only while the console is on. It sends through the real door.

The number stands in the form alone, never in an address.
"""

import json

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from consult.common.errors import Refused
from consult.people.numbers import normal
from consult.providers.console import webhooks
from consult.providers.console.phones import received
from consult.providers.console.signing import HEADER, sign
from consult.providers.port import Request
from consult.sms.intake import is_signed, take_in
from consult.sms.parts import SmsParts, parts

MOST_SHOWN = 30


def phone_blueprint(sms: SmsParts) -> Blueprint:
    """The page of the rehearsal phone. Register it only when `sms.phones` is there."""
    blueprint = Blueprint("phone", __name__, template_folder="templates")

    @blueprint.before_request
    def hand_in() -> None:
        g.sms = sms

    blueprint.add_url_rule("/phone", "show", show, methods=["GET"])
    blueprint.add_url_rule("/phone", "use", use, methods=["POST"])
    return blueprint


def show() -> ResponseReturnValue:
    return render_template("phone.html", number="", text="", refused=None, texts=[])


def use() -> ResponseReturnValue:
    """Send a text from the phone, where there is one, and look at what it received."""
    text = request.form.get("text", "").strip()
    try:
        number = normal(request.form.get("number", ""), "ZZ")
    except Refused as refused:
        typed = request.form.get("number", "")
        return render_template("phone.html", number=typed, text=text, refused=refused, texts=[]), 422
    if text:
        send(number, text)
    return render_template("phone.html", number=number, text="", refused=None, texts=on_phone(number))


for view in (show, use):
    view.guard = "everyone"  # type: ignore[attr-defined]  # a rehearsal; read by the house test


def send(number: str, text: str) -> None:
    """Sign a letter as the console does and take it in as the door does."""
    provider = parts().providers["console"]
    body = json.dumps(webhooks.letter(number, text)).encode()
    headers = {HEADER.lower(): sign(body, key=parts().console_key)}
    signed = Request("POST", f"{parts().public_url}/sms/console/inbound", headers, body)
    if is_signed(provider, signed):
        take_in(g.session, parts(), provider, signed)


def on_phone(number: str) -> list[str]:
    """The last texts on the phone, newest first."""
    phones = parts().phones
    texts = [shown.text for shown in received(phones, to=number)] if phones else []
    return texts[: -MOST_SHOWN - 1 : -1]
