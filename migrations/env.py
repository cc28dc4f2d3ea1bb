"""How a numbered migration meets a database: consult/db/migrate.py hands the connection in."""

from typing import Any

from alembic import context

from consult.db.tables import METADATA


def ours(thing: Any, name: str | None, kind: str, reflected: bool, _: Any) -> bool:
    """Leave alone what others keep in the same database: a queue's tables, an extension's."""
    return not (kind == "table" and reflected and name not in METADATA.tables)


def run() -> None:
    connection = context.config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=sqlite,  # SQLite changes a column by making the table anew
        include_object=ours,
        compare_type=True,
        render_item=plainly,
    )
    with context.begin_transaction():
        context.run_migrations()


def plainly(kind: str, thing: Any, _: Any) -> str | bool:
    """Write our own column types as the plain ones beneath: a migration must outlive the code."""
    if kind == "type" and hasattr(thing, "impl_instance") and type(thing).__module__.startswith("consult."):
        return f"sa.{thing.impl_instance!r}"
    return False


run()
