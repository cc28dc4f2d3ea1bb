"""Workers on many machines: woken with the cause, killed at work, nothing lost or doubled."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import procrastinate
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from consult.common import outbox
from consult.common.heartbeat import Heartbeat
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.periodic import DUTIES
from consult.post.inbound import store
from consult.post.records import Inbound, Message
from consult.queue import procrastinate as queue
from tests.cast import number

pytestmark = pytest.mark.parametrize("kind", ["postgres"])
LETTERS = 60
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
    for _ in range(6):  # more than connections are kept: one of them had the cause that went
        with woken.work() as session:
            session.execute(text("SELECT 1"))
    assert jobs(woken) == 1


def test_a_wake_up_that_fails_is_a_fault_of_the_database_and_keeps_nothing(
    woken: Database, now: datetime
) -> None:
    with woken.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA procrastinate CASCADE"))
    with pytest.raises(SQLAlchemyError), woken.work() as session:
        outbox.ask_for(session, "owe", key="a", now=now)
    with woken.reading() as session:
        assert session.scalar(select(func.count()).select_from(outbox.OutboxItem)) == 0


def test_what_a_killed_worker_left_is_put_back(woken: Database, now: datetime) -> None:
    with woken.work() as session:
        outbox.ask_for(session, "owe", key="a", now=now)
    with woken.engine.begin() as connection:
        connection.execute(text("SET LOCAL search_path TO procrastinate"))
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))

    async def look() -> int:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(**queue._pool(woken.engine)))
        async with app.open_async():
            return await queue.take_up_what_was_left(app, queue.STALLED)

    with ThreadPoolExecutor() as apart:  # a browser of another test may have its loop in this thread
        assert apart.submit(asyncio.run, look()).result() == 1
    assert jobs(woken, "todo") == 1


ALONE = """
import os, signal
from itertools import count
from consult.post import inbound
from consult.queue import procrastinate as queue
queue.LOOK, queue.STALLED, queue.EACH_MINUTE = 600, 2, "* * * * * *"
understood, letters = inbound.understood, count(1)

def killed(*given, **named):
    if next(letters) == int(os.environ["KILLED_AT"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return understood(*given, **named)

inbound.understood = killed
from consult.cli import main
main(["worker"])
"""
"""A worker that looks by itself at its start alone: only wake-ups get it to work. Its minute is a second.
It is killed with the letter KILLED_AT in its hand, counted from 1."""


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    (tmp_path / "clock").write_text(START.isoformat())
    return tmp_path / "clock"


@pytest.fixture
def workers(woken: Database, database_url: str, clock: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two of them, that have looked once and wait to be woken; the first is killed in the middle."""
    env = {
        "PATH": os.environ["PATH"],
        "CONSULT_DATABASE_URL": database_url,
        "CONSULT_QUEUE": "procrastinate",
        "CONSULT_KEYS_FILE": str(clock.with_name("keys.json")),
        "CONSULT_CLOCK": str(clock),
    }
    both = [
        subprocess.Popen([sys.executable, "-c", ALONE], env=env | {"KILLED_AT": at}, cwd=clock.parent)
        for at in (f"{LETTERS // 3}", "0")
    ]
    try:
        until(lambda: listeners(woken) == 2)
        yield both
    finally:
        for each in both:
            each.send_signal(signal.SIGCONT)
            each.terminate()
        codes = [each.wait(60) for each in both]
    assert set(codes) <= {0, -signal.SIGKILL}


def listeners(database: Database) -> int:
    with database.engine.connect() as connection:
        waiting = connection.scalar(text("SELECT count(*) FROM procrastinate.procrastinate_workers"))
        return int(waiting or 0)


def letter(database: Database, vault: Vault, *which: int) -> None:
    """Store letters in one transaction, so with one wake-up."""
    with database.work() as session:
        for n in which:
            store(
                session,
                vault=vault,
                provider="console",
                provider_message_id=str(n),
                sender=number(n),
                text="MENU",
                now=START,
            )


def test_two_workers_one_killed_at_work_do_everything_once(
    woken: Database, vault: Vault, clock: Path, workers: list[subprocess.Popen[bytes]]
) -> None:
    """One wake-up for all; the worker that has it is killed, and the other never looks by itself."""
    killed, other = workers
    letter(woken, vault, 0)
    until(lambda: understood(woken) == 1)  # both have long looked for themselves
    until(lambda: every_duty_was_done(woken))  # and nobody is stopped with a turn of the clock in hand
    other.send_signal(signal.SIGSTOP)
    letter(woken, vault, *range(1, LETTERS))
    assert killed.wait(120) == -signal.SIGKILL
    assert LETTERS // 3 - 1 <= understood(woken) <= LETTERS // 3, "the first of all may have been the other's"
    other.send_signal(signal.SIGCONT)
    until(lambda: understood(woken) >= LETTERS - 1)  # its task was put back and taken up
    clock.write_text((START + timedelta(minutes=6)).isoformat())  # the lease of the letter in hand ends
    letter(woken, vault, LETTERS)
    until(lambda: understood(woken) == LETTERS + 1)
    with woken.reading() as session:
        of_each = session.execute(
            select(func.count()).select_from(Message).group_by(Message.contact_point_id)
        ).all()
    assert [tuple(each) for each in of_each] == [(1,)] * (LETTERS + 1)


def every_duty_was_done(database: Database) -> bool:
    with database.reading() as session:
        return {duty.name for duty in DUTIES} <= set(session.scalars(select(Heartbeat.name)))


def understood(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Inbound.understood_at.is_not(None))) or 0


def until(true: Callable[[], bool], patience: float = 120) -> None:
    by = time.monotonic() + patience
    while not true():
        assert time.monotonic() < by, "it took too long"
        time.sleep(0.2)
