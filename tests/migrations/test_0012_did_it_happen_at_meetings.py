"""The twelfth migration: what was counted of a promise before stays; nobody knows what came by helpers."""

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import select

from consult.common.record import Record
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.loop.close.records import BeansBrought, HappenedCount, HappenedLine, Says
from tests.migrations.rows import add
from tests.migrations.test_0010_stop_cards_and_hand_over import as_before

NOW = datetime(2027, 6, 3, 9, 0, tzinfo=UTC)


def test_a_count_of_before_stays_and_a_meeting_can_say_whether_it_happened(empty: Database) -> None:
    as_before(empty)
    upgrade(empty, "0011")
    with empty.reading() as session:
        theme, response, consultation, account = (
            session.scalars(select(Record.metadata.tables[name].c.id)).first()
            for name in ("theme", "response", "consultation", "account")
        )
    before, told = uuid4(), {"id": uuid4(), "consultation_id": consultation, "by_id": account, "at": NOW}
    add(empty, "return", form="meeting", told_on=NOW.date(), people=40, said="", **told)
    counted = {"counted_on": date(2027, 6, 3), "says": "no", "people": 12}
    add(empty, "happened_count", id=before, theme_id=theme, response_id=response, **counted)
    upgrade(empty)
    with empty.work() as session:
        stands = session.get_one(HappenedCount, before)
        assert (stands.says, stands.people, stands.helped, stands.paid) == ("no", 12, None, None)
        assert session.scalars(select(BeansBrought)).all() == []
        about = {"return_id": told["id"], "theme_id": theme, "response_id": response}
        session.add(HappenedLine(says=Says.NO, beans=12, **about))
    with empty.reading() as session:
        assert session.scalars(select(HappenedLine.beans)).all() == [12]
