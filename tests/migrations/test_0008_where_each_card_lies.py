"""The eighth migration: where a card lies is noted from what was sorted before."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.understand.records import Card
from tests.migrations.rows import add
from tests.migrations.test_0005_the_community_reads_itself import as_before as before_0005

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def as_before(database: Database) -> dict[str, UUID]:
    """Cards that were sorted once, moved, moved and taken back, read again, and not sorted: which coding
    counts for each. The one that was moved may be read elsewhere."""
    before_0005(database)
    upgrade(database, "0007")
    with database.reading() as session:
        account, wording, submission, consultation, asked, community, first, sorting = (
            session.scalar(select(Record.metadata.tables[name].c.id))
            for name in (
                "account", "prompt_wording", "submission", "consultation", "round", "community", "answer",
                "coding",
            )
        )  # fmt: skip
    person, far = uuid4(), uuid4()
    add(database, "participant", id=person, community_id=community, language="en")
    add(
        database, "submission", id=far, participant_id=person, round_id=asked, door="web", language="en",
        readers="elsewhere", quote_where=[], received_on=NOW.date(),
    )  # fmt: skip
    counts = {"once": sorting}
    _card(database, consultation, first, 101)
    for number, (what, given, codings) in enumerate(
        (
            ("moved", far, [(True, False), (True, False)]),
            ("taken back", submission, [(True, False), (True, True)]),
            ("read again", submission, [(True, False), (False, False)]),
            ("taken back whole", submission, [(True, True)]),
            ("not sorted", submission, []),
        ),
        start=102,
    ):
        answer = uuid4()
        add(
            database, "answer", id=answer, submission_id=given, wording_id=wording, later_words=False,
        )  # fmt: skip
        _card(database, consultation, answer, number)
        for place, (primary, back) in enumerate(codings, start=1):
            made = uuid4()
            add(
                database, "coding", id=made, answer_id=answer, sequence=place, by_id=account, primary=primary,
                memo="", at=NOW - timedelta(hours=place), retracted_at=NOW if back else None,
            )  # fmt: skip
            if primary and not back:
                counts[what] = made
    return counts


def _card(database: Database, consultation: UUID, answer: UUID, number: int) -> None:
    add(
        database, "card", id=uuid4(), consultation_id=consultation, answer_id=answer, number=number,
        masked_at=NOW,
    )  # fmt: skip


def test_what_counted_before_is_noted_on_each_card(empty: Database) -> None:
    counts = as_before(empty)
    upgrade(empty, "0008")
    with empty.reading() as session:
        cards = session.scalars(select(Card).order_by(Card.number)).all()
        expected = [counts["once"], counts["moved"], counts["taken back"], counts["read again"], None, None]
        assert [card.coding_id for card in cards] == expected
        assert [card.elsewhere for card in cards] == [False, True, False, False, False, False]
