"""The same house with one promise taken out of it. A run that stays green in such a house counts nothing."""

import re
import time
from collections.abc import Callable
from threading import Thread
from typing import Any, Self

from sqlalchemy import inspect
from sqlalchemy.sql.dml import Insert

from consult.db.unit import Database
from consult.post import deliveries, inbound
from consult.post.records import Inbound
from consult.post.states import Delivery
from consult.sms import door

KEY = ["provider", "provider_message_id"]
LATE = 0.05


def drop_unique_key(database: Database) -> None:
    """No database guards any more that a text of a network is kept once. The table must be empty."""
    with database.engine.connect() as connection:
        keys = inspect(connection).get_unique_constraints(Inbound.__tablename__)
        (name,) = (each["name"] for each in keys if each["column_names"] == KEY)
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ALTER TABLE inbound DROP CONSTRAINT {name}")
            return
        # SQLite drops no constraint: the table is made anew without it.
        table = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE name = 'inbound'"
        ).scalar_one()
        rest = (
            "SELECT sql FROM sqlite_schema WHERE tbl_name = 'inbound' AND type = 'index' AND sql IS NOT NULL"
        )
        indexes = connection.exec_driver_sql(rest).scalars().all()
        without, found = re.subn(
            rf",\s*CONSTRAINT {name}\s+UNIQUE \(provider, provider_message_id\)", "", str(table)
        )
        assert found == 1, table
        for statement in ("DROP TABLE inbound", without, *indexes):
            connection.exec_driver_sql(statement)


class Trusting(Insert):
    """An insert that takes no heed of what is there."""

    inherit_cache = True

    def on_conflict_do_nothing(self, **_: Any) -> Self:
        return self


def trust_the_network() -> None:
    """Keep each text that comes, as if none came twice."""
    inbound.STORE = {each: inbound._stored(Trusting) for each in inbound.STORE}


def answer_first() -> None:
    """Say that a text is kept, and keep it a moment later."""
    keep: Callable[..., bool] = door.keep

    def later(*args: Any) -> None:
        time.sleep(LATE)
        keep(*args)

    def said(*args: Any) -> bool:
        Thread(target=later, args=args, daemon=True).start()
        return True

    door.keep = said


def last_write_wins(monkeypatch: Any) -> None:
    """Show whatever was reported last."""

    def last(_: Delivery, other: Delivery) -> Delivery:
        return other

    monkeypatch.setattr(deliveries, "merge", last)
