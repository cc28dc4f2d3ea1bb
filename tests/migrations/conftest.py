"""Databases with nothing in them, to be migrated step by step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from consult.db.unit import Database
from tests.conftest import named


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table, on each kind."""
    if request.param == "sqlite":
        database = Database.at(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield database
        database.close()
        return
    server = request.getfixturevalue("postgres_server")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE empty"))
    database = Database.at(named(server, "empty"))
    yield database
    database.close()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE empty WITH (FORCE)"))
    admin.dispose()
