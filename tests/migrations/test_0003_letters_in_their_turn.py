"""The third migration: a letter from before is found by the new index and kept as it was."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import inspect, select

from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.post.records import Message
from tests.migrations.rows import add

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def test_a_letter_from_before_waits_in_its_turn(empty: Database) -> None:
    upgrade(empty, "0002")
    point, message = uuid4(), uuid4()
    add(empty, "contact_point", id=point, lookup="x", sealed_number=b"x", provider="console")
    add(
        empty, "message", id=message, key="a", contact_point_id=point, sentences=[], language="en",
        asked=True, about="knock", not_before=NOW, state="pending", faults=0, made_at=NOW, coarse=False,
    )  # fmt: skip
    upgrade(empty, "0003")
    with empty.reading() as session:
        assert session.scalars(select(Message)).one().id == message
    letters = {each["name"] for each in inspect(empty.engine).get_indexes("message")}
    assert "ix_message_in_turn" in letters
    assert not letters & {"ix_message_state", "ix_message_not_before"}
    owed = {each["name"] for each in inspect(empty.engine).get_indexes("obligation")}
    assert "ix_obligation_of_theme" in owed
