"""Calls to Twilio: bounded in time and size, never followed elsewhere, never repeated.

Each answers with what came back, or says whether anything had been written when it broke.
"""

import io
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import requests
from urllib3.exceptions import HTTPError

CONNECT, READ, TOTAL = 5.0, 10.0, 15.0
MOST_BYTES = 8 * 1024 * 1024
"""A page of a list has less."""
FORM = "application/x-www-form-urlencoded"
SERVICE = "2010-04-01"
PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}
"""Not packed: what comes is read as it comes, and its size is its size."""


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status, the JSON object ({} where there is none), and its headers."""

    status: int
    said: Mapping[str, Any] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def at(self) -> float | None:
        """The time of Twilio's own clock, in seconds since 1970."""
        try:
            return parsedate_to_datetime(self.headers.get("Date", "")).timestamp()
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True)
class NotSent:
    """Nobody was reached: no connection, no name, no trusted certificate. Nothing was written."""


@dataclass(frozen=True)
class Broken:
    """It was written and no whole answer came back: nobody knows what was done."""


Called = Answer | NotSent | Broken


class _Letter(io.BytesIO):
    """A form that knows whether it was taken: it is read only once the connection stands."""

    taken = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.taken = True
        return super().read(size)


class Line:
    """The way to one account. `url`: where Twilio is; `user` and `secret`: who we are there."""

    def __init__(self, *, url: str, account: str, user: str, secret: str) -> None:
        self._url, self._account = url.rstrip("/"), account
        self._who = (user, secret)
        self._here = threading.local()

    def __repr__(self) -> str:
        return "<Line>"

    @property
    def messages(self) -> str:
        """The path of all texts of the account."""
        return f"{self.of_account}/Messages.json"

    @property
    def of_account(self) -> str:
        return f"/{SERVICE}/Accounts/{self._account}"

    def message(self, sid: str) -> str:
        return f"{self.of_account}/Messages/{sid}.json"

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Called:
        """Ask for `path`; the values of `query` are written so that a `+` stays one."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Called:
        return self._call("POST", path, _Letter(urlencode(form).encode()))

    def close(self) -> None:
        """End the connection of this thread."""
        self._session().close()

    def _call(self, method: str, path: str, letter: _Letter | None) -> Called:
        until = time.monotonic() + TOTAL
        try:
            with self._session().request(
                method,
                self._url + path,
                data=letter,
                auth=self._who,
                headers=PLAIN | ({"Content-Type": FORM} if letter else {}),
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
            ) as came:
                body = _body(came, until)
                return Answer(came.status_code, _object(body), came.headers)
        except (requests.RequestException, HTTPError, OSError):
            return NotSent() if letter is not None and not letter.taken else Broken()

    def _session(self) -> requests.Session:
        """One for each thread, so that a connection is used again. Nothing of the machine is trusted
        to redirect it: no proxy and no password file from the environment."""
        session: requests.Session | None = getattr(self._here, "session", None)
        if session is None:
            session = self._here.session = requests.Session()
            session.trust_env = False
        return session


def _body(came: requests.Response, until: float) -> bytes:
    """The whole body. Raises where it is too long or comes too slowly."""
    body = bytearray()
    while piece := came.raw.read1(64 * 1024, decode_content=True):  # what is there, not all that will be
        body += piece
        if len(body) > MOST_BYTES:
            raise requests.ConnectionError("more than any answer has")
        if time.monotonic() > until:
            raise requests.Timeout("too slow")
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
