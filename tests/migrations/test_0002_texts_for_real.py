"""The second migration: attempts from before know nothing of segments, and are kept."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.post.records import Attempt, Line, Unreadable
from tests.migrations.rows import add


def test_an_attempt_from_before_is_kept_and_has_no_count(empty: Database) -> None:
    upgrade(empty, "0001")
    point, message, attempt = uuid4(), uuid4(), uuid4()
    add(empty, "contact_point", id=point, lookup="x", sealed_number=b"x", provider="console")
    add(
        empty, "message", id=message, key="a", contact_point_id=point, sentences=[], language="en",
        asked=True, about="knock", not_before=_at(), state="accepted", faults=0, made_at=_at(), coarse=False,
    )  # fmt: skip
    add(
        empty, "attempt", id=attempt, message_id=message, number=1, token="t", provider="console",
        body_hash="h", started_at=_at(), looks=0,
    )  # fmt: skip
    upgrade(empty, "0002")
    with empty.work() as session:
        kept = session.scalars(select(Attempt)).one()
        assert (kept.id, kept.token, kept.segments, kept.wiped_at) == (attempt, "t", None, None)
        session.add(Line(provider="console"))
        session.add(Unreadable(provider="console", digest="d", received_at=_at()))


def _at() -> datetime:
    return datetime(2027, 6, 4, 10, 7, tzinfo=UTC)
