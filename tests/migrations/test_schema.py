"""The migrations as a row: numbered, one head, and at its end exactly what the records say."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from consult.common.errors import Refused
from consult.db.migrate import FOLDERS, current, demand_head, head, upgrade
from consult.db.tables import METADATA
from consult.db.unit import Database

VERSIONS = sorted(file.stem for file in (FOLDERS[0] / "versions").glob("*.py"))


def test_migrations_are_numbered_without_a_gap_and_have_one_head() -> None:
    numbers = [re.match(r"(\d{4})_[a-z0-9_]+$", name) for name in VERSIONS]
    assert all(numbers), VERSIONS
    assert [number[1] for number in numbers if number] == [f"{n:04}" for n in range(1, len(VERSIONS) + 1)]
    assert head() == f"{len(VERSIONS):04}"


def test_each_migration_is_tested_with_data() -> None:
    tested = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_0*.py")}
    assert tested == set(VERSIONS)


def test_the_schema_from_migrations_is_the_schema_from_records(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        check_constraints_match(connection)


def check_constraints_match(connection: object) -> None:
    """Alembic does not compare checks; so compare their names."""
    inspector = inspect(connection)
    for table in METADATA.tables.values():
        wanted = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        assert {each["name"] for each in inspector.get_check_constraints(table.name)} == wanted


def test_an_empty_database_stands_nowhere_and_is_refused_until_it_is_migrated(empty: Database) -> None:
    assert current(empty) is None
    with pytest.raises(Refused, match="Run: consult setup"):
        demand_head(empty)
    upgrade(empty)
    assert current(empty) == head()
    demand_head(empty)


def test_migrating_again_changes_nothing(empty: Database) -> None:
    upgrade(empty)
    upgrade(empty)
    assert current(empty) == head()


def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    with empty.work() as session:
        session.execute(text("CREATE TABLE community (id integer)"))  # stands in the way of the first step
    with pytest.raises(Exception, match="community"):
        upgrade(empty)
    assert current(empty) is None
    assert inspect(empty.engine).get_table_names() == ["community"]


def test_sqlite_looks_at_foreign_keys_again_after_migrating(tmp_path: Path) -> None:
    database = Database.at(f"sqlite:///{tmp_path / 'a.sqlite'}")
    upgrade(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()
