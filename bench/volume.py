"""What the benches of pages share: their arguments, a town that is kept from one run to the next, and how
long each page of it takes.

Filling a town of a quarter of a million answers takes minutes, so it is done once for each size, kind of
database and way of filling; every run works on a copy of it."""

import argparse
import hashlib
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from bench import town
from bench.places import DATABASES, busy, chosen, database, folder
from bench.rehearsed import settings_for
from bench.said import say
from consult.app import create_app, stay
from consult.db.unit import Database
from consult.people.browsers import let_in
from consult.people.records import Account
from consult.web.account.session import KEY

GOAL = 300.0
"""Milliseconds that a page may take."""
WARM = 3
TOKENS = f"/understand/{town.SLUG}/piles/"
KEPT = Path(tempfile.gettempdir()) / "consult-bench"

Step = Callable[[int], TestResponse]
"""Opens a page the n-th time, or sends a form and follows where it leads."""


def arguments(description: str | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=description)
    asked.add_argument("--database", choices=DATABASES, default="both")
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--answers", type=int, default=250_000)
    asked.add_argument("--pages", type=int, default=40, help="how often each page is opened")
    asked.add_argument("--only", default="", help="only pages with this in their names, and the plainest")
    asked.add_argument("--kept", type=Path, default=KEPT, help="where filled towns are kept")
    return asked.parse_args()


def measure(
    name: str, given: argparse.Namespace, pages: Callable[["Walk"], Mapping[str, Step]], *, plain: str
) -> None:
    """Say of each of `pages` its 95th percentile beside that of `plain`, the plainest of them, and of the
    slowest how far it is from the goal; on each kind of database. `processor`: the same percentile of what
    processors worked for a page, the database's own among them, whoever else was at work."""
    for kind in chosen(given.database):
        with _opened(kind, given) as walk:
            steps = pages(walk)
            more = {"database": kind, "people": given.people, "answers": given.answers}
            took: dict[str, float] = {}
            worked: dict[str, float] = {}
            for page in (plain, *(each for each in steps if each != plain and given.only in each)):
                took[page], worked[page], size = _timed(walk, page, steps[page], given.pages)
                what = {"page": page, "processor": round(worked[page], 1), "bytes": size} | more
                say(name, took[page], "ms", baseline=took[plain], ratio=took[page] / took[plain], **what)
            slow = max(took, key=took.__getitem__)
            what = {"slowest": slow, "processor": round(max(worked.values()), 1)} | more
            say(name, took[slow], "ms", baseline=GOAL, ratio=took[slow] / GOAL, **what)


def _timed(walk: "Walk", page: str, step: Step, count: int) -> tuple[float, float, int]:
    """Milliseconds of a page and of processors, after some pages that are not counted; most bytes."""
    times, worked, size = [], [], 0
    for n in range(count + WARM):
        begun, before = time.perf_counter(), walk.worked()
        came = step(n)
        times.append((time.perf_counter() - begun) * 1000)
        worked.append((walk.worked() - before) * 1000)
        size = max(size, _came(page, came))
    return _late(times[WARM:]), _late(worked[WARM:]), size


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _came(page: str, came: TestResponse) -> int:
    if came.status_code not in (200, 303):  # 303: a form was taken; to sign in is 302
        raise SystemExit(f"The page “{page}” answered {came.status_code}.")
    return len(came.data)


class Walk:
    """Browsers in one town. `draw` is seeded, so that the same pages come in every run."""

    def __init__(self, app: Flask, given: argparse.Namespace, server: int | None) -> None:
        self.app, self.given, self.server = app, given, server
        self.database: Database = app.extensions["consult"].database
        self.draw = random.Random(7)

    def browser(self, email: str | None = None) -> "Browser":
        """One in which the account of `email` is signed in; None: nobody is."""
        client = self.app.test_client()
        if email is not None:
            with self.database.work() as session:
                account = session.scalars(select(Account).where(Account.email == email)).one()
                token = let_in(session, account=account, now=self.app.extensions["consult"].clock())
            with client.session_transaction() as cookie:
                cookie[KEY] = token
        return Browser(client)

    def any_card(self) -> int:
        return self.draw.randrange(101, 101 + self.given.answers)

    def worked(self) -> float:
        return time.process_time() + (busy(self.server) if self.server else 0.0)


class Browser:
    """What one person opens and sends."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.token = client, ""

    def open(self, address: str) -> TestResponse:
        return self.client.get(address, headers={"Accept-Encoding": "gzip"})

    def send(self, address: str, *, follow: bool = True, **fields: object) -> TestResponse:
        """Send a form as it stands on a page, and `follow` where it leads. What a page holds against forged
        forms is read once: it is the same on each."""
        self.token = self.token or found(self.open(TOKENS), r'name="csrf_token"[^>]*value="([^"]*)"')
        return self.client.post(address, data={"csrf_token": self.token, **fields}, follow_redirects=follow)


def found(page: TestResponse, pattern: str) -> str:
    """What stands on the page in the place of the pattern's group."""
    there = re.search(pattern, page.text)
    if there is None:
        raise SystemExit(f"{page.request.path} shows nothing like {pattern}.")
    return there[1]


@contextmanager
def _opened(kind: str, given: argparse.Namespace) -> Iterator[Walk]:
    kept = _kept(kind, given)
    with folder() as place:
        subprocess.run(["cp", "-a", f"{kept}/.", str(place)], check=True)
        with database(place, postgres=kind != "sqlite") as url:
            app = create_app(settings_for(place, url))
            stay()
            server = place / "data" / "postmaster.pid"
            pid = int(server.read_text().split()[0]) if server.exists() else None
            with closing(app.extensions["consult"].database):
                yield Walk(app, given, pid)


def _kept(kind: str, given: argparse.Namespace) -> Path:
    """The folder of the town, filled if it is not there yet."""
    filling = hashlib.sha256(Path(town.__file__).read_bytes()).hexdigest()[:12]
    kept: Path = given.kept / f"{kind}-{given.people}-{given.answers}-{filling}"
    if kept.exists():
        return kept
    given.kept.mkdir(parents=True, exist_ok=True)
    with folder() as place:
        with database(place, postgres=kind != "sqlite", keep=True) as url:
            town.fill(settings_for(place, url), people=given.people, answers=given.answers)
            if kind != "sqlite":
                _tidy(url)
        shutil.move(place, kept)
    return kept


def _tidy(url: str) -> None:
    """What PostgreSQL does by itself within minutes after very many rows came."""
    with closing(Database.at(url)) as filled, filled.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
