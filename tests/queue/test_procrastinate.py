"""Workers on many machines: woken with the cause, killed at work, nothing lost or doubled."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import procrastinate
import pytest
from sqlalchemy import func, select, text

from consult.common import outbox
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.inbound import store
from consult.post.records import Inbound, Message
from consult.queue import procrastinate as queue
from tests.cast import number

pytestmark = pytest.mark.parametrize("kind", ["postgres"])
LETTERS = 120
START = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def woken(database: Database) -> Database:
    queue.install(database.engine)
    queue.install(database.engine)  # twice is nothing
    queue.wake_with(database.engine)
    return database


def jobs(database: Database, status: str = "%") -> int:
    with database.engine.connect() as connection:
        asked = text("SELECT count(*) FROM procrastinate.procrastinate_jobs WHERE status::text LIKE :status")
        return int(connection.scalar(asked, {"status": status}) or 0)


def test_a_wake_up_comes_with_its_cause_and_goes_with_it(woken: Database, now: datetime) -> None:
    with woken.work() as session:
        outbox.ask_for(session, "owe", key="a", now=now)
        outbox.ask_for(session, "owe", key="b", now=now)
        assert jobs(woken) == 0
    assert jobs(woken) == 1
    with suppress(ZeroDivisionError), woken.work() as session:
        outbox.ask_for(session, "owe", key="c", now=now)
        raise ZeroDivisionError
    with woken.work() as session:
        session.execute(text("SELECT 1"))
    assert jobs(woken) == 1


def test_what_a_killed_worker_left_is_put_back(woken: Database, now: datetime) -> None:
    with woken.work() as session:
        outbox.ask_for(session, "owe", key="a", now=now)
    with woken.engine.begin() as connection:
        connection.execute(text("SET LOCAL search_path TO procrastinate"))
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))

    async def look() -> int:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(**queue._pool(woken.engine)))
        async with app.open_async():
            return await queue.take_up_what_was_left(app)

    assert asyncio.run(look()) == 1
    assert jobs(woken, "todo") == 1


def test_two_workers_one_killed_at_work_do_everything_once(
    woken: Database, database_url: str, vault: Vault, tmp_path: Path
) -> None:
    (tmp_path / "clock").write_text(START.isoformat())
    env = {
        "PATH": os.environ["PATH"],
        "CONSULT_DATABASE_URL": database_url,
        "CONSULT_QUEUE": "procrastinate",
        "CONSULT_KEYS_FILE": str(tmp_path / "keys.json"),
        "CONSULT_CLOCK": str(tmp_path / "clock"),
    }
    command = [sys.executable, "-m", "consult.cli", "worker"]
    workers = [subprocess.Popen(command, env=env, cwd=tmp_path) for _ in range(2)]
    try:
        for n in range(LETTERS):
            with woken.work() as session:
                store(
                    session,
                    vault=vault,
                    provider="console",
                    provider_message_id=str(n),
                    sender=number(n),
                    text="MENU",
                    now=START,
                )
        until(lambda: understood(woken) > 10)
        workers[0].send_signal(signal.SIGKILL)
        assert understood(woken) < LETTERS
        until(lambda: understood(woken) >= LETTERS - 1)
        (tmp_path / "clock").write_text((START + timedelta(minutes=6)).isoformat())  # its lease ends
        until(lambda: understood(woken) == LETTERS)
    finally:
        for each in workers:
            each.terminate()
        codes = [each.wait(20) for each in workers]
    assert codes[1] == 0
    with woken.reading() as session:
        of_each = session.execute(
            select(func.count()).select_from(Message).group_by(Message.contact_point_id)
        ).all()
    assert [tuple(each) for each in of_each] == [(1,)] * LETTERS


def understood(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Inbound.understood_at.is_not(None))) or 0


def until(true: Callable[[], bool], patience: float = 60) -> None:
    by = time.monotonic() + patience
    while not true():
        assert time.monotonic() < by, "it took too long"
        time.sleep(0.05)
