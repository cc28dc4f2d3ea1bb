"""One way to open SQLite and PostgreSQL, each set so that what is committed is on disk."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from consult.common.silence import SILENCE

READING = "consult_reading"
TURN = "consult_turn"
WAITS = "consult_waits"
PATIENCE = 15
"""Seconds that a writer waits for another, where nobody says WAITS."""
CACHE_KB = 16 * 1024
"""How much of the database a connection to SQLite keeps in memory. Its own two megabytes are read anew
again and again while an answer goes out to tens of thousands."""
MAPPED = 2**30
"""So many bytes of the file SQLite reads as if they were memory. Asked of the system page by page, a search
through thousands of cards takes five times as long. Writing goes the usual way, to the disk."""
NEAR = (
    """SELECT set_config('random_page_cost', '1.1', false) WHERE current_setting('random_page_cost') = '4'"""
)
"""What PostgreSQL reckons for a page found by an index, where one beside the last costs 1. Its own 4 is for a
disk that turns: with it every card is read rather than a few looked up. Whoever set another keeps it."""


def open_engine(url: str) -> Engine:
    """The engine for `url`. SQLite: WAL, full sync, foreign keys, writers queue for the lock.

    Faults never tell the values of a statement: they end in logs, and the values are people's words.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    said = make_url(url).query
    patience = {name: value for name, value in SILENCE.items() if name not in said}
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=patience)
    event.listen(engine, "connect", _any_page_is_near)
    event.listen(engine, "begin", _wait_at_most)
    return engine


def _any_page_is_near(connection: Any, _: object) -> None:
    connection.autocommit = True  # else it is forgotten with the first transaction that is taken back
    connection.execute(NEAR)
    connection.autocommit = False


def _wait_at_most(connection: Connection) -> None:
    """PostgreSQL waits for a lock as long as it takes, unless it was told otherwise."""
    if waits := connection.get_execution_options().get(WAITS):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(waits * 1000)}")


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={PATIENCE * 1000}",
            "secure_delete=ON",
            f"cache_size=-{CACHE_KB}",
            f"mmap_size={MAPPED}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer half way meets SQLITE_BUSY at once; a writer that says so waits.
        options = connection.get_execution_options()
        if not options.get(READING):
            waits = options.get(WAITS, PATIENCE)
            _be_patient(connection, waits - take_turn(connection, waits))
        connection.exec_driver_sql("BEGIN" if options.get(READING) else "BEGIN IMMEDIATE")

    take_turn = _turns(engine)
    return engine


def _be_patient(connection: Connection, seconds: float) -> None:
    """How long SQLite itself waits for other processes, from this transaction on."""
    waits = round(max(seconds, 0.1), 1)  # so that one who had his turn at once changes nothing
    if connection.info.get(WAITS, PATIENCE) != waits:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(waits * 1000)}")
        connection.info[WAITS] = waits


def _turns(engine: Engine) -> Callable[[Connection, float], float]:
    """What a writer calls before it begins. The writers of one process wait for one another here.

    SQLite lets those who wait sleep longer and longer; a lock wakes the next one at once. Whoever
    still waits after so many seconds goes on to SQLite, which has the last word between processes
    too. Returns how long it took.
    """
    turn = Lock()

    def take(connection: Connection, seconds: float) -> float:
        began = monotonic()
        if not connection.info.get(TURN):  # it keeps its turn until it goes back to the pool
            connection.info[TURN] = turn.acquire(timeout=seconds)
        return monotonic() - began

    @event.listens_for(engine, "checkin")  # also of a connection that was lost
    def give_back(_: object, record: Any) -> None:
        if record.info.pop(TURN, False):
            turn.release()

    return take
