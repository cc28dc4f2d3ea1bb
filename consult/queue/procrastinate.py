"""Who wakes workers on many machines: procrastinate, on the PostgreSQL that holds the rows.

A wake-up is deferred on the connection and in the transaction of its cause, so it comes when the
cause is there and not before. The rows stay the truth: a wake-up that is lost or comes twice loses
and doubles nothing, since workers also look by themselves now and then. Its tables have a schema of
their own, outside our migrations.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Any

import procrastinate
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from consult.common.silence import SILENCE

SCHEMA = "procrastinate"
WAKE, TICK = "consult.wake", "consult.tick"
CAUSES = frozenset({"inbound", "message", "outbox_item"})
"""Tables whose new rows are work."""
LOOK = 2.0
"""Seconds between two looks that nobody asked for: what is due at a later time has no wake-up."""
STALLED = 30.0
"""Seconds without a sign of life, after which the task of a worker counts as left behind."""
EACH_MINUTE = "* * * * *"
HANDS = 3
"""Tasks at once in one process: one works, one waits for it, and the minute's task finds a third."""
PATH = f"-c search_path={SCHEMA}"
MARK = "consult_cause"
log = logging.getLogger(__name__)


def install(engine: Engine) -> None:
    """Make its tables where there are none; `consult setup` does."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    if not installed(engine):
        app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(**_pool(engine)))
        with app.open():
            app.schema_manager.apply_schema()


def installed(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(text(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs')")) is not None


def wake_with(engine: Engine) -> None:
    """From now on each transaction of `engine` that adds work also wakes a worker when it commits."""
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())  # never opened: no pool

    @event.listens_for(engine, "before_execute")
    def note(connection: Connection, statement: Any, *_: Any) -> None:
        if getattr(statement, "is_insert", False) and statement.table.name in CAUSES:
            connection.info[MARK] = True

    @event.listens_for(engine, "rollback")
    def forget(connection: Connection) -> None:
        connection.info.pop(MARK, None)

    @event.listens_for(engine, "commit")
    def wake(connection: Connection) -> None:
        if connection.info.pop(MARK, False):
            # For the rest of this transaction, which ends with the next statement.
            connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}, public")
            driver = connection.connection.driver_connection
            try:
                app.configure_task(WAKE, connection=driver).defer()
            except ConnectorException as fault:  # the cause is not kept either: a fault like any other
                with suppress(Exception):  # a commit that failed is not rolled back by anybody else
                    connection.connection.rollback()
                raise OperationalError("waking a worker", None, fault) from fault


def work(engine: Engine, drain: Callable[[Event], None], stop: Event) -> None:
    """Call `drain(stop)` at every wake-up and every `LOOK` seconds, until `stop` is set; each minute
    what killed workers left is put back, once however many workers there are.

    One call at a time in this process; any number of processes may work on any number of machines.
    """
    while not stop.is_set():
        try:
            asyncio.run(_work(engine, drain, stop))
        except Exception:  # say, the database is away for a moment
            log.warning("Waiting for wake-ups failed; it begins anew.")
            stop.wait(LOOK)


async def _work(engine: Engine, drain: Callable[[Event], None], stop: Event) -> None:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(**_pool(engine)))
    hands, behind = asyncio.Lock(), asyncio.Lock()

    async def all_there_is() -> None:
        if behind.locked():
            return  # whoever waits already will see what this was about
        async with behind:
            await hands.acquire()
        try:
            await asyncio.to_thread(drain, stop)
        finally:
            hands.release()

    @app.task(name=WAKE)
    async def wake() -> None:
        await all_there_is()

    @app.periodic(cron=EACH_MINUTE)
    @app.task(name=TICK, queueing_lock=TICK)
    async def tick(timestamp: int) -> None:
        await take_up_what_was_left(app, STALLED)

    async with app.open_async():
        waiting = asyncio.create_task(
            app.run_worker_async(
                concurrency=HANDS,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=STALLED / 3,
                stalled_worker_timeout=STALLED,
            )
        )
        while not stop.is_set() and not waiting.done():
            await all_there_is()
            await asyncio.to_thread(stop.wait, LOOK)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting


async def take_up_what_was_left(app: procrastinate.App, seconds: float) -> int:
    """Put back the tasks of workers that gave no sign of life for `seconds`; how many there were."""
    left = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in left:
        await app.job_manager.retry_job(job)
    return len(left)


def _pool(engine: Engine) -> dict[str, Any]:
    said = make_url(engine.url)
    address = said.set(drivername="postgresql").render_as_string(hide_password=False)
    patience = {name: value for name, value in SILENCE.items() if name not in said.query}
    return {"conninfo": address, "kwargs": {"options": PATH, **patience}, "min_size": 1, "max_size": 6}
