"""`consult setup` on a bare folder, on an old database, on both kinds of database."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from consult.cli import main
from consult.db.migrate import current, head
from consult.db.unit import Database
from tests.conftest import named

Consult = Callable[..., Result]


@pytest.fixture
def consult(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Consult:
    """The command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSULT_PUBLIC_URL", "https://consult.example.org")
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def server_database(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty PostgreSQL database, named in the environment."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS setup WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE setup"))
    url = named(postgres_server, "setup")
    monkeypatch.setenv("CONSULT_DATABASE_URL", url)
    yield url
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE setup WITH (FORCE)"))
    admin.dispose()


def test_a_bare_folder_gets_keys_a_database_and_a_link_for_its_first_administrator(
    consult: Consult, tmp_path: Path
) -> None:
    done = consult("setup", "--email", "gita@example.org")
    assert done.exit_code == 0, done.output
    keys = tmp_path / "instance" / "keys.json"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "instance" / "consult.sqlite").stat().st_mode) == 0o600
    assert done.output.count("https://consult.example.org/welcome/") == 1
    assert "signing in as gita@example.org" in done.output
    assert not (tmp_path / "instance" / "backups").exists()


def test_a_second_setup_changes_nothing_and_keeps_the_keys(consult: Consult, tmp_path: Path) -> None:
    consult("setup")
    keys = (tmp_path / "instance" / "keys.json").read_bytes()
    done = consult("setup")
    assert done.exit_code == 0
    assert "nothing to do" in done.output
    assert "administrator" not in done.output
    assert (tmp_path / "instance" / "keys.json").read_bytes() == keys


def test_a_house_can_be_made_ready_without_an_administrator(consult: Consult) -> None:
    done = consult("setup", "--no-administrator")
    assert done.exit_code == 0
    assert "/welcome/" not in done.output


def test_a_lost_link_is_made_anew_for_the_same_address_and_refused_for_another(consult: Consult) -> None:
    first = consult("setup", "--email", "gita@example.org").output
    again = consult("setup", "--email", "gita@example.org")
    assert again.exit_code == 0
    assert again.output.split("/")[-1] != first.split("/")[-1]
    other = consult("setup", "--email", "hari@example.org")
    assert other.exit_code == 1
    assert "has an administrator already" in other.output


def test_keys_that_others_can_read_stop_the_setup(consult: Consult, tmp_path: Path) -> None:
    consult("setup")
    (tmp_path / "instance" / "keys.json").chmod(0o644)
    done = consult("setup")
    assert done.exit_code == 1
    assert "chmod 600" in done.output


def test_a_filled_sqlite_database_is_copied_before_it_is_changed(consult: Consult, tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    write(tmp_path, "CREATE TABLE kept (word TEXT)", "INSERT INTO kept VALUES ('well')")
    done = consult("setup")
    assert done.exit_code == 0, done.output
    (copy,) = (tmp_path / "instance" / "backups").iterdir()
    assert copy.name in done.output
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM sqlite_master").fetchall() == [("kept",)]


def test_a_database_of_a_later_version_is_left_alone(consult: Consult, tmp_path: Path) -> None:
    consult("setup")
    write(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    done = consult("setup")
    assert done.exit_code == 1
    assert "9999, which this version does not know" in done.output


def write(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "instance" / "consult.sqlite")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_a_server_database_is_only_changed_when_told_to(consult: Consult, server_database: str) -> None:
    refused = consult("setup")
    assert refused.exit_code == 1
    assert "consult setup --yes" in refused.output
    database = Database.at(server_database)
    assert current(database) is None
    done = consult("setup", "--yes")
    assert done.exit_code == 0, done.output
    assert current(database) == head()
    database.close()


def test_the_history_is_read_back_and_a_changed_link_is_told(consult: Consult, tmp_path: Path) -> None:
    consult("setup")
    whole = consult("audit", "verify")
    assert whole.exit_code == 0
    assert "The history holds: 0 links" in whole.output
    write(
        tmp_path,
        "INSERT INTO history_seal (id, seq, entry_id, hash, mac, sealed_at)"
        " SELECT id, 1, id, 'x', 'y', '2027-06-04' FROM history_entry LIMIT 1",
    )
    broken = consult("audit", "verify")
    assert broken.exit_code == 1
    assert "link 1 does not hold" in broken.output
