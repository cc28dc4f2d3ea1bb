"""Writers of one process take turns on SQLite; none keeps its turn beyond its transaction."""

from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from sqlalchemy import text

from consult.db import engine as opened
from consult.db.engine import open_engine


def test_a_turn_is_given_back_after_a_commit_a_fault_and_a_lost_connection(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite")
    begun = monotonic()
    with engine.connect() as connection:
        for _ in range(2):  # twice on one connection
            with connection.begin():
                connection.execute(text("CREATE TABLE IF NOT EXISTS t (n INTEGER)"))
    with pytest.raises(ZeroDivisionError), engine.begin():
        raise ZeroDivisionError
    with engine.connect() as connection:
        connection.begin()
        connection.invalidate()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
    engine.dispose()
    assert monotonic() - begun < opened.PATIENCE / 2


def test_writers_at_once_all_write(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))

    def write(n: int) -> None:
        for _ in range(20):
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})

    threads = [Thread(target=write, args=[n]) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 160
    engine.dispose()
