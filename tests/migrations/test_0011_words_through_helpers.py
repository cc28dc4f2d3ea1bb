"""The eleventh migration: what people said of answers before, they said without a helper."""

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import select

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.close.ledger_records import LedgerKept, SaidCount
from consult.loop.close.records import BeansBrought, Says, TakenBy, Verdict
from tests.migrations.rows import add
from tests.migrations.test_0010_stop_cards_and_hand_over import as_before


def test_a_word_of_before_was_said_without_a_helper_and_the_next_one_can_be_taken(empty: Database) -> None:
    as_before(empty)
    upgrade(empty, "0010")
    with empty.reading() as session:
        person, theme, version = (
            session.scalars(select(Record.metadata.tables[name].c.id)).first()
            for name in ("participant", "theme", "response_version")
        )
        consultation = session.scalars(select(Record.metadata.tables["consultation"].c.id)).first()
    said = {"participant_id": person, "theme_id": theme, "version_id": version, "question": "answered"}
    before = uuid4()
    add(empty, "verdict", id=before, sequence=71, says="no", said_on=date(2027, 6, 3), **said)
    upgrade(empty)
    with empty.work() as session:
        here = {"consultation_id": consultation}
        session.add(SaidCount(on=date(2027, 6, 4), says=Says.NO, answers=12, **here))
        session.add(
            LedgerKept(counted_at=datetime(2027, 6, 4, tzinfo=UTC), fewest=10, owed=1, lines=[], **here)
        )
        stands = session.get_one(Verdict, before)
        assert (stands.says, stands.taken_by) == ("no", None)
        assert session.scalars(select(BeansBrought)).all() == []
        taken = {"version_id": stands.version_id, "question": stands.question, "says": stands.says}
        session.add(
            Verdict(
                participant_id=stands.participant_id,
                theme_id=stands.theme_id,
                sequence=72,
                on=stands.on,
                taken_by=TakenBy.PAID,
                **taken,
            )
        )
