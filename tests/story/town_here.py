"""A town in this process: its web server is a thread, its worker goes by hand, its phones are rehearsed.

Texts still come in by the signed door, pages by a browser and time by the file of CONSULT_CLOCK; what a
story does not tell is written as records before it opens.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser
from werkzeug.serving import make_server

from consult.app import create_app
from consult.common.vault import make_keys
from consult.people import browsers
from consult.people.records import Account
from consult.settings import read_settings
from consult.web.account.session import KEY
from consult.web.site import Site
from tests.story.desk import Desk
from tests.story.hands import Hands
from tests.story.town import PATIENCE, Town


class TownHere(Town):
    """`hands`: the house and its worker."""

    def __init__(self, folder: Path, database_url: str, start: datetime) -> None:
        super().__init__(folder, database_url, start)
        keys = folder / "instance" / "keys.json"
        make_keys(keys)
        self.hands = Hands(self.env, folder, start)
        settings = read_settings(self.env, folder)
        self.site: Site = create_app(replace(settings, keys_file=keys))

    def pass_time(self, **much: float) -> None:
        """Time passes, and the worker does what is due then."""
        super().pass_time(**much)
        self.settle()

    def settle(self) -> None:
        self.hands.at = self.at
        self.hands.drain()

    def say(self, number: str, words: str) -> str:
        """Somebody sends a text; what they get back."""
        had = len(self.received(number))
        self.sends(number, words)
        self.settle()
        assert len(self.received(number)) == had + 1, self.received(number)
        return self.received(number)[-1]

    def cookie_for(self, account: Account) -> str:
        """As after a sign-in, without the slow hash of a password."""
        with self.hands.work() as session:
            token = browsers.let_in(session, account=session.get_one(Account, account.id), now=self.at)
        signer = self.site.session_interface.get_signing_serializer(self.site)  # type: ignore[attr-defined]
        return str(signer.dumps({KEY: token}))


class Seated(Desk):
    """The browser of somebody with a seat; let in anew when days have ended the session."""

    def __init__(self, town: TownHere, browser: Browser, account: Account, *, width: int = 360) -> None:
        super().__init__(town, browser, width=width)
        self.context.set_default_timeout(1000 * PATIENCE)
        self.here, self.account = town, account
        self._come_in()

    def _come_in(self) -> None:
        name = self.here.site.config["SESSION_COOKIE_NAME"]
        cookie = {"name": name, "value": self.here.cookie_for(self.account), "url": self.here.url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]

    def at_work(self, path: str) -> Desk:
        self.go(path)
        if "/sign-in" in self.page.url:
            self._come_in()
            self.go(path)
        return self


@contextmanager
def opened(town: TownHere) -> Iterator[TownHere]:
    """Its door stands open."""
    server = make_server("127.0.0.1", town.port, town.site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield town
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        town.hands.close()
        town.close()
