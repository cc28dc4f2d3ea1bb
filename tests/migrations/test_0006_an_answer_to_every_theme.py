"""The sixth migration: what the committee said before stands as it stood."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.review.records import Position, Review
from consult.loop.understand.records import HelpGroup, Pointing
from tests.migrations.rows import add
from tests.migrations.test_0005_the_community_reads_itself import as_before as before_0005

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def as_before(database: Database) -> None:
    """A dissent on a released theme, as the schema of before took it."""
    before_0005(database)
    upgrade(database, "0005")
    with database.reading() as session:
        account, consultation, community, findings = (
            session.scalar(select(Record.metadata.tables[name].c.id))
            for name in ("account", "consultation", "community", "findings")
        )
    committee, seat, theme, released = uuid4(), uuid4(), uuid4(), uuid4()
    add(database, "committee", id=committee, community_id=community, name="Advisory committee")
    add(
        database, "seat", id=seat, account_id=account, role="committee_member", committee_id=committee,
        number=7, how_chosen="", chosen_by="", objected="", since=NOW, stepped_back=False,
    )  # fmt: skip
    words = {"name": "Water", "statement": "The well is dry.", "language": "en", "audience": "everyone"}
    add(
        database, "theme", id=theme, consultation_id=consultation, number=1, named_by_id=account, made_at=NOW,
        **words,
    )  # fmt: skip
    add(
        database, "findings_theme", id=released, findings_id=findings, theme_id=theme, number=1, hash="",
        **words,
    )  # fmt: skip
    add(
        database, "review", id=uuid4(), findings_theme_id=released, seat_id=seat, sequence=1,
        position="dissent", reason="It is the road.", language="en", at=NOW,
    )  # fmt: skip


def test_what_the_committee_said_before_stands_as_its_members_wrote_it(empty: Database) -> None:
    as_before(empty)
    upgrade(empty, "0006")
    with empty.reading() as session:
        said = session.scalars(select(Review)).one()
        assert (said.position, said.reason) == (Position.DISSENT, "It is the road.")
        assert (said.afterwards, said.typed_by) == (False, None)


def test_a_group_that_was_found_before_is_one_to_read_together(empty: Database) -> None:
    as_before(empty)
    with empty.reading() as session:
        account, consultation = (
            session.scalar(select(Record.metadata.tables[name].c.id)) for name in ("account", "consultation")
        )
    run = uuid4()
    add(
        empty, "help_run", id=run, consultation_id=consultation, language="en", method="letters-1",
        asked_by_id=account, asked_at=NOW, done=3, total=3, finished_at=NOW,
    )  # fmt: skip
    add(empty, "help_group", id=uuid4(), run_id=run, number=1, words=["well"])
    upgrade(empty, "0006")
    with empty.reading() as session:
        group = session.scalars(select(HelpGroup)).one()
        assert (group.pointing, group.on_a_day, group.words) == (Pointing.GROUP, 0, ["well"])
        assert (group.run.done, group.run.bursts) == (3, {})
