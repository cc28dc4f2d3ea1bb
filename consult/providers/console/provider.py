"""The console: rehearsal phones that behave like a network, without one."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from consult.post.outcomes import Accepted, Found, Looked, Missing, Outcome, Why
from consult.post.states import REPORTED, Delivery
from consult.providers.console import phones, webhooks
from consult.providers.console.phones import Shown
from consult.providers.console.signing import signed_by
from consult.providers.port import Event, Letter, Outbound, Report, Request, Sought, Unknown

DEAD = "999"
"""A number that ends like this is nobody's: its texts are accepted and then fail."""
log = logging.getLogger(__name__)


class Console:
    """`file`: where the phones lie; `key`: signs its webhooks; `post`: how it reaches our door."""

    name = "console"
    keeps_stop = False

    def __init__(
        self,
        *,
        file: Path,
        key: str,
        public_url: str,
        clock: Callable[[], datetime],
        post: webhooks.Post = webhooks.post,
    ) -> None:
        self._file, self._key, self._public_url = file, key, public_url
        self._clock, self._post = clock, post

    def verify(self, request: Request) -> bool:
        return request.method == "POST" and signed_by(request.headers, request.body, key=self._key)

    def parse(self, request: Request) -> Sequence[Event]:
        try:
            said = json.loads(request.body)
            return [_letter(said) if "from" in said else _report(said)]
        except (ValueError, KeyError, TypeError, RecursionError):
            return [Unknown()]

    def acknowledge(self) -> tuple[str, str]:
        return "", "text/plain"

    def send(self, letter: Outbound) -> Outcome:
        """Lay the text on its phone and report it, as a network does: sent, then delivered or failed."""
        name = _name(letter.token)
        if not letter.to.endswith(DEAD):
            phones.put(self._file, Shown(name, letter.to, letter.text, self._clock()))
        for state in (Delivery.SENT, _end(letter.to)):
            self._report(letter.token, name, state)
        return Accepted(name)

    def look(self, sought: Sought) -> Looked:
        """The phones remember: what lies there was delivered, and a dead number is known for it."""
        name = _name(sought.token)
        if sought.to.endswith(DEAD):
            if sought.provider_message_id is None:
                return Missing()
            return Found(name, Delivery.FAILED, code="dead", why=Why.NUMBER)
        if any(shown.id == name for shown in phones.received(self._file, to=sought.to)):
            return Found(name, Delivery.DELIVERED)
        return Missing()

    def came_since(self, since: datetime) -> Sequence[Letter] | None:
        return None

    def wipe(self, provider_message_id: str) -> bool:
        return True

    def _report(self, token: str, name: str, state: Delivery) -> None:
        """Best effort: a report that gets lost is looked for later."""
        code = "dead" if state is Delivery.FAILED else ""
        said = {"token": token, "id": name, "state": str(state), "code": code}
        try:
            webhooks.bring("status", said, public_url=self._public_url, key=self._key, post=self._post)
        except OSError as fault:
            log.info("A report of the console phone did not arrive: %s", type(fault).__name__)


def _name(token: str) -> str:
    return f"console-{token}"


def _end(to: str) -> Delivery:
    return Delivery.FAILED if to.endswith(DEAD) else Delivery.DELIVERED


def _letter(said: dict[str, object]) -> Event:
    name, sender, text = said["id"], said["from"], said["text"]
    if not (isinstance(name, str) and isinstance(sender, str) and isinstance(text, str)):
        return Unknown()
    if not 0 < len(name) <= 120 or not sender:
        return Unknown()
    return Letter(name, sender, text)


def _report(said: dict[str, object]) -> Event:
    token, name, state = said["token"], said["id"], Delivery(str(said["state"]))
    if state not in REPORTED or not isinstance(token, str) or not isinstance(name, str):
        return Unknown()
    code = str(said.get("code", ""))[:40]
    return Report(state, token, name, code, Why.NUMBER if code == "dead" else None)
