"""Writers of one process take turns on SQLite; none keeps its turn beyond its transaction."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import event, text

from consult.common.silence import SILENCE
from consult.db import engine as opened
from consult.db.engine import open_engine
from consult.db.unit import Database


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


@pytest.mark.parametrize("alone", [False, True], ids=["", "without the patience of SQLite"])
def test_writers_at_once_all_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: bool) -> None:
    """Those of one process wait here; SQLite, which wakes those who wait late, need not keep them apart."""
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite")
    if alone:
        monkeypatch.setattr(opened, "_be_patient", lambda *_: None)
        event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout=0"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))

    def write(n: int) -> None:
        for _ in range(20):
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))  # raises what one of them met
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 160
    engine.dispose()


@pytest.mark.parametrize("kind", ["postgres"])
def test_a_server_that_falls_silent_is_noticed_within_seconds(database: Database) -> None:
    with database.engine.connect() as connection:
        said = connection.connection.driver_connection.info.get_parameters()
    assert {name: said[name] for name in SILENCE} == {name: str(value) for name, value in SILENCE.items()}


@pytest.mark.parametrize("kind", ["postgres"])
def test_a_page_found_by_an_index_is_reckoned_near_unless_the_server_says_otherwise(
    database: Database,
) -> None:
    own = database.engine.url.update_query_dict({"options": "-c random_page_cost=2.5"})
    for url, holds in ((database.engine.url, "1.1"), (own, "2.5")):
        engine = open_engine(url.render_as_string(hide_password=False))
        with engine.connect() as connection:
            connection.rollback()
            assert connection.scalar(text("SHOW random_page_cost")) == holds
        engine.dispose()
