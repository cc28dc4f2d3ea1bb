"""The ninth migration: what was answered before was never asked about, and stands as it was published."""

from sqlalchemy import func, select

from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.respond.records import Faithfulness, ResponseVersion
from tests.migrations.test_0007_answers_of_every_kind import as_before as before_0007


def test_an_answer_of_before_is_published_and_nobody_is_said_to_have_been_silent(empty: Database) -> None:
    before_0007(empty)
    upgrade(empty)
    with empty.reading() as session:
        version = session.scalars(select(ResponseVersion)).one()
        assert version.published_at is not None
        assert version.asked_at is None
        assert session.scalar(select(func.count()).select_from(Faithfulness)) == 0
