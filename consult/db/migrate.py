"""Bring a database to the schema that this code expects: numbered migrations, one head."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from consult.common.errors import Refused, mark
from consult.db.unit import Database

HERE = Path(__file__).resolve()
FOLDERS = (HERE.parents[2] / "migrations", HERE.parents[1] / "_migrations")
"""In the tree, and in an installed wheel."""


def configured(connection: Connection | None = None) -> Config:
    """Alembic's settings; no file of its own is needed."""
    folder = next(folder for folder in FOLDERS if (folder / "env.py").exists())
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The number of the newest migration. Raises where two branches both claim to be it."""
    return ScriptDirectory.from_config(configured()).get_current_head() or ""


def numbers() -> set[str]:
    """Every migration that this version knows."""
    return {script.revision for script in ScriptDirectory.from_config(configured()).walk_revisions()}


def current(database: Database) -> str | None:
    """The number of the migration that `database` stands at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, to: str = "head") -> None:
    """Run what is missing up to `to`. All of it happens, or none."""
    here = current(database)
    if here is not None and here not in numbers():
        raise Refused(mark("The database stands at %(here)s, which this version does not know."), here=here)
    with _at_rest(database) as connection, connection.begin():
        command.upgrade(configured(connection), to)
        if connection.dialect.name == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if lost:
                raise Refused(mark("The migration would have lost what %(n)s rows point at."), n=len(lost))


def demand_head(database: Database) -> None:
    """Refuse to work on a database that is not at the newest migration."""
    here, newest = current(database), head()
    if here != newest:
        raise Refused(
            mark("The database stands at %(here)s and this version needs %(newest)s. Run: consult setup"),
            here=here or "0000",
            newest=newest,
        )


@contextmanager
def _at_rest(database: Database) -> Iterator[Connection]:
    """A connection on which SQLite looks at foreign keys only at the end: its tables are made anew."""
    with database.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
