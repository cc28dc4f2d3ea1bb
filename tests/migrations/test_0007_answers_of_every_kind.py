"""The seventh migration: what offices answered before stands as they wrote it, and promises nothing new."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.respond.records import By, Commitment, Kind, ResponseVersion
from tests.migrations.rows import add
from tests.migrations.test_0006_an_answer_to_every_theme import as_before as before_0006

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def as_before(database: Database) -> None:
    """A published answer to a released theme, as the schema of before took it."""
    before_0006(database)
    upgrade(database, "0006")
    with database.reading() as session:
        account, theme = (
            session.scalar(select(Record.metadata.tables[name].c.id))
            for name in ("account", "findings_theme")
        )
    office, response = uuid4(), uuid4()
    add(database, "office", id=office, slug="water", name="Water")
    add(database, "response", id=response, office_id=office, made_at=NOW)
    add(database, "response_theme", response_id=response, findings_theme_id=theme)
    add(
        database, "response_version", id=uuid4(), response_id=response, number=1, kind="will_do",
        words="We will dig.", why="It is dry.", who="The engineer", by_when=date(2027, 9, 1), language="en",
        only_wording=False, drafted_by_id=account, drafted_at=NOW, sent_back_note="", checked_by_one=True,
        published_at=NOW,
    )  # fmt: skip


def test_what_was_answered_before_stands_and_each_promise_has_one_owner(empty: Database) -> None:
    as_before(empty)
    upgrade(empty)
    with empty.reading() as session:
        version = session.scalars(select(ResponseVersion)).one()
        assert (version.kind, version.words, version.to_whom) == (Kind.WILL_DO, "We will dig.", "")
        assert (version.reference, version.question, version.handed_on) == ("", "", None)
        by = version.drafted_by_id
    of_nobody = {"language": "en", "first_day": date(2027, 9, 1), "by_id": by, "at": NOW}
    for owner in (By.OFFICE, By.BOTH, By.COMMUNITIES):
        with pytest.raises(IntegrityError), empty.work() as session:
            session.add(Commitment(by=owner, **of_nobody))
