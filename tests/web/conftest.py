"""The real site on the test databases: real pages, a real vault, a clock that a test can set."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.languages.speak import Languages
from consult.people import browsers
from consult.people.records import Account
from consult.settings import Settings
from consult.web.account.session import KEY
from consult.web.build import build_site
from consult.web.parts import Parts
from tests.cast import Cast

LANGUAGES = Languages()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **how_far: float) -> datetime:
        self.at += timedelta(**how_far)
        return self.at


@dataclass
class SiteUnderTest:
    """The app, and what a test needs beside it. `cast` is committed; its records are detached.

    Change records in `with site.database.work() as session:`; look with `.reading()`.
    """

    app: Flask
    database: Database
    vault: Vault
    clock: Clock
    cast: Cast
    languages: Languages = field(default=LANGUAGES)

    def client(self) -> FlaskClient:
        """A browser that nobody signed in to."""
        return self.app.test_client()

    def sign_in(self, client: FlaskClient, account: Account) -> FlaskClient:
        """Sign `account` in to `client`, without the slow hash of a password."""
        with self.database.work() as session:
            token = browsers.let_in(session, account=session.get_one(Account, account.id), now=self.clock())
        with client.session_transaction() as cookie:
            cookie[KEY] = token
        return client

    def signed_in(self, account: Account) -> FlaskClient:
        return self.sign_in(self.client(), account)


def hidden(page: str, name: str = "csrf_token") -> str:
    """The value of a hidden field on `page`, for sending its form back."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return found[1]


@pytest.fixture
def site(database_url: str, tmp_path: Path, vault: Vault, now: datetime) -> Iterator[SiteUnderTest]:
    """The pages on an empty house with the cast in it. Forms need no token, except where a test asks
    for it by `site.app.config["WTF_CSRF_ENABLED"] = True`. A fault is raised in the test."""
    database = Database.at(database_url)
    clock = Clock(now)
    settings = Settings(database_url=database_url, keys_file=tmp_path / "keys.json")
    app = build_site(Parts(settings, database, vault, LANGUAGES, clock))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with database.work() as session:
        cast = Cast(session, now)
    yield SiteUnderTest(app, database, vault, clock, cast)
    database.close()
