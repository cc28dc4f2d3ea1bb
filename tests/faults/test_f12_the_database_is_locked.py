"""F12, its first part. Somebody else holds the database: a webhook is on disk and answered in time."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from consult.common.vault import Vault
from consult.db import engine
from consult.db.unit import Database
from consult.post.records import Inbound
from consult.sms.away import PATIENCE, take_in_spool
from tests.faults.gate import INBOUND, a_text, gate
from tests.faults.sizes import noted

HELD = 600
"""Seconds at most, and what others wait for a writer here: it is let go when all are answered."""
GIVES_UP = 3.0
"""Seconds after which the network stops reading: `rt` in the address that it was given."""
BUSY = 300.0
"""Seconds that a busy machine may take for all of it. Without a patience of its own a webhook takes HELD."""


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another connection, unknown to ours, holds what a letter would be written to."""
    ready, done = Event(), Event()

    def hold() -> None:
        if database.engine.dialect.name == "sqlite":
            file = str(database.engine.url.database)
            with closing(sqlite3.connect(file, isolation_level=None)) as stranger:
                stranger.execute("BEGIN IMMEDIATE")
                ready.set()
                done.wait(HELD)
            return
        other = Database.at(database.engine.url.render_as_string(hide_password=False))
        with closing(other), other.work() as session:
            session.execute(text("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE"))
            ready.set()
            done.wait(HELD)

    holder = Thread(target=hold)
    holder.start()
    assert ready.wait(60)
    try:
        yield
    finally:
        done.set()
        holder.join()


def test_a_webhook_waits_no_longer_than_the_network_does(
    database: Database, database_url: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", HELD)
    with gate(tmp_path, database, database_url) as house:
        assert house.bring(INBOUND, list(a_text(0).items())) == 200

        def bring(n: int) -> tuple[int, float]:
            began = time.monotonic()
            return house.bring(INBOUND, list(a_text(n).items())), time.monotonic() - began

        with locked(database), ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(bring, [1, 2, 3, 4]))
            spooled = house.parts.spool.exists()
        noted("F12", database=database.engine.dialect.name, slowest=max(took for _, took in answers))
        assert {status for status, _ in answers} == {200}
        assert PATIENCE < GIVES_UP
        assert max(took for _, took in answers) < BUSY
        assert min(took for _, took in answers) > PATIENCE / 2, "it was tried first"
        assert spooled
        assert house.rows(Inbound) == [1]
        while take_in_spool(house.parts):
            pass
        assert house.rows(Inbound) == [5]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_whoever_is_not_in_a_hurry_waits_as_before(database: Database) -> None:
    """A short patience is its own transaction's: the connection that it used is patient again."""
    with database.work(waits=0.2) as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == 200
    with database.work() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == 15_000
