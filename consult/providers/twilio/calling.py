"""Calls to Twilio: bounded in time and size, never followed elsewhere, never repeated.

Each answers with what came back, or says whether anything had been written when it broke.
"""

import io
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import requests
from urllib3.exceptions import HTTPError

from consult.providers.twilio.deadline import Session, within

CONNECT, READ, TOTAL = 5.0, 9.0, 10.0
"""Seconds: for one address to answer, for one more byte to come, and for all of a call together."""
MOST_BYTES = 8 * 1024 * 1024
"""A page of a list has less."""
# A list is asked for by a phone's number, and this library logs each address that is called.
logging.getLogger("urllib3").setLevel(logging.WARNING)
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

    def __init__(self, said: bytes) -> None:
        super().__init__(said)
        self.taken = self._withdrawn = False
        self._hold = threading.Lock()

    def read(self, size: int | None = -1, /) -> bytes:
        with self._hold:
            if self._withdrawn:
                raise OSError("nobody waits for this any more")
            self.taken = True
        return super().read(size)

    def withdraw(self) -> bool:
        """Never to be taken from now on; False when it has been."""
        with self._hold:
            self._withdrawn = not self.taken
            return self._withdrawn


class Line:
    """The way to one account. `url`: where Twilio is; `user` and `secret`: who we are there;
    `timeout`: seconds for a whole call, where that is less than `TOTAL`."""

    def __init__(self, *, url: str, account: str, user: str, secret: str, timeout: float = TOTAL) -> None:
        self._url, self._account, self._timeout = url.rstrip("/"), account, timeout
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
        session = self._session()
        try:
            return within(min(TOTAL, self._timeout), lambda: self._speak(session, method, path, letter))
        except TimeoutError:
            unsent = letter is not None and letter.withdraw()
            session.cut()
            self._here.session = None
            return NotSent() if unsent else Broken()

    def _speak(self, session: Session, method: str, path: str, letter: _Letter | None) -> Called:
        try:
            with session.request(
                method,
                self._url + path,
                data=letter,
                auth=self._who,
                headers=PLAIN | ({"Content-Type": FORM} if letter else {}),
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
            ) as came:
                return Answer(came.status_code, _object(_body(came)), came.headers)
        except (requests.RequestException, HTTPError, OSError):
            return NotSent() if letter is not None and not letter.taken else Broken()

    def _session(self) -> Session:
        """One for each thread, so that a connection is used again."""
        session: Session | None = getattr(self._here, "session", None)
        if session is None:
            session = self._here.session = Session()
        return session


def _body(came: requests.Response) -> bytes:
    """The whole body. Raises where it is too long."""
    body = bytearray()
    while piece := came.raw.read1(64 * 1024, decode_content=True):  # what is there, not all that will be
        body += piece
        if len(body) > MOST_BYTES:
            raise requests.ConnectionError("more than any answer has")
    return bytes(body)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
