"""The first migration: the history and the delivery events can be added to and never changed."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consult.common.history import CLOCK, HistoryEntry, HistorySeal, note, seal, verify
from consult.db.migrate import upgrade
from consult.db.unit import Database
from consult.people.records import Community, ContactPoint
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message

NOW = datetime(2027, 6, 4, 10, 7, tzinfo=UTC)


def fill(database: Database) -> None:
    """One of each record that is only added to, with what it stands on."""
    upgrade(database)
    with database.work() as session:
        place = Community(slug="tesfa", name="Tesfa", language="en", region="GB")
        point = ContactPoint(lookup="x", sealed_number=b"x", provider="console")
        message = Message(
            key="a",
            contact_point=point,
            sentences=[],
            language="en",
            asked=True,
            about="knock",
            not_before=NOW,
            made_at=NOW,
        )
        attempt = Attempt(
            message=message, number=1, token="t", provider="console", body_hash="h", started_at=NOW
        )
        event = DeliveryEvent(attempt=attempt, state=Delivery.SENT, at=NOW)
        session.add_all([place, point, message, attempt, event])
        session.flush()
        note(session, by=CLOCK, action="community.made", about=place, now=NOW)
        session.flush()
        seal(session, mac=lambda plain: plain[:64], shuffle=lambda batch: None, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history_entry SET action = 'community.unmade'",
        "DELETE FROM history_entry",
        "UPDATE history_seal SET seq = 7",
        "DELETE FROM history_seal",
        "UPDATE delivery_event SET state = 'delivered'",
        "DELETE FROM delivery_event",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_only_added_to(empty: Database, change: str) -> None:
    fill(empty)
    with pytest.raises(DBAPIError, match="is only added to"), empty.work() as session:
        session.execute(text(change))
    with empty.work() as session:
        assert session.query(HistoryEntry).one().action == "community.made"
        assert session.query(HistorySeal).one().seq == 1
        assert session.query(DeliveryEvent).one().state == Delivery.SENT
        assert verify(session, mac=lambda plain: plain[:64]).broken_at is None


def test_the_moment_of_a_delivery_may_become_its_day(empty: Database) -> None:
    fill(empty)
    with empty.work() as session:
        session.query(DeliveryEvent).one().at = NOW.replace(hour=0, minute=0)
    with empty.work() as session:
        assert session.query(DeliveryEvent).one().at.hour == 0


def test_a_seat_must_fit_its_place(empty: Database) -> None:
    upgrade(empty, "0001")
    seat = (
        "INSERT INTO seat (id, account_id, role, number, how_chosen, since)"
        " VALUES (:seat, :account, 'staff', 1, '', '2027-06-04')"
    )
    account = uuid4().hex
    with empty.work() as session:
        session.execute(
            text("INSERT INTO account (id, email, name, language, failures) VALUES (:id, 'a', 'A', 'en', 0)"),
            {"id": account},
        )
    with pytest.raises(DBAPIError, match="role_fits_place"), empty.work() as session:
        session.execute(text(seat), {"seat": uuid4().hex, "account": account})
