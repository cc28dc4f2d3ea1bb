"""One PostgreSQL database that the tests of a process borrow one after the other."""

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

ROOM = 2**20
"""Bytes that a database may grow by before it is made anew: dead rows change how rows are found."""
SHAPES = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")


def at_server(uri: str, *statements: str) -> None:
    """Run what no transaction may hold, such as making a database."""
    engine = create_engine(uri, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def named(uri: str, name: str) -> str:
    """The address of database `name` on the server of `uri`."""
    head, _, tail = uri.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")


class Lent:
    """A copy of `template`. To make one takes fifty times as long as to delete the few rows of a test."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template = server, template
        self.url = named(server, "lent")
        self._engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._kept: Connection | None = None
        self.renew()

    def renew(self) -> None:
        """Make it anew from the template, whatever stands there."""
        self.close()
        drop = "DROP DATABASE IF EXISTS lent WITH (FORCE)"
        at_server(self.server, drop, f"CREATE DATABASE lent TEMPLATE {self.template}")
        self._kept = self._engine.connect()
        self._shape, self._size = self._look(self._kept)
        tables = self._kept.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        emptied = [f'DELETE FROM "{table}"' for table in tables if table != "alembic_version"]
        # What may never be deleted in a house, and what others point to, goes all the same here.
        play, rest = "SET session_replication_role = ", "RESET session_replication_role"
        self._empty = "; ".join([f"{play}replica", "SET lock_timeout = 10000", *emptied, rest])

    def empty(self) -> None:
        """Send everybody home and delete every row; anew, where a test changed more than rows."""
        assert self._kept is not None
        others = "FROM pg_stat_activity WHERE datname = 'lent' AND pid <> pg_backend_pid()"
        self._kept.execute(text(f"SELECT pg_terminate_backend(pid, 10000) {others}"))
        shape, size = self._look(self._kept)
        if shape != self._shape or size > self._size + ROOM:
            self.renew()
        else:
            self._kept.exec_driver_sql(self._empty)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    @staticmethod
    def _look(connection: Connection) -> tuple[object, int]:
        """What its tables, columns, bounds, triggers and functions are; how many bytes it has."""
        each = ", ".join(
            f"(SELECT (count(*), sum(xmin::text::bigint))::text FROM {table})" for table in SHAPES
        )
        *shape, size = connection.execute(text(f"SELECT {each}, pg_database_size('lent')")).one()
        return tuple(shape), size
