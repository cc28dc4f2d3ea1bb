"""The outbox: asked once, held by one worker at a time, tried again, and in the end set aside."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.outbox import LEASE, TRIES, OutboxItem, ask_for, ask_for_each, claim, done, failed


def test_asking_twice_is_asking_once(session: Session, now: datetime) -> None:
    for _ in range(2):
        ask_for(session, "owe", key="1", now=now, findings_id="1")
    ask_for(session, "owe_late", key="1", now=now)
    assert session.scalar(select(func.count()).select_from(OutboxItem)) == 2


def test_what_is_claimed_is_left_to_its_worker_until_the_lease_ends(session: Session, now: datetime) -> None:
    ask_for(session, "owe", key="1", now=now, findings_id="1")
    first = claim(session, now=now)
    session.flush()
    assert first is not None
    assert (first.name, first.payload, first.tries) == ("owe", {"findings_id": "1"}, 1)
    assert claim(session, now=now + LEASE) is None
    again = claim(session, now=now + LEASE + timedelta(seconds=1))
    assert again is not None
    assert (again.id, again.tries) == (first.id, 2)


def test_what_is_done_is_never_done_again(session: Session, now: datetime) -> None:
    ask_for(session, "owe", key="1", now=now)
    item = claim(session, now=now)
    assert item is not None
    done(session, item.id, now=now)
    assert claim(session, now=now + timedelta(days=1)) is None
    ask_for(session, "owe", key="1", now=now)
    assert claim(session, now=now + timedelta(days=1)) is None


def test_nothing_is_done_before_it_is_due_and_the_oldest_comes_first(session: Session, now: datetime) -> None:
    ask_for(session, "tell_alone", key="later", now=now, due=now + timedelta(hours=2))
    ask_for(session, "owe", key="soon", now=now, due=now + timedelta(hours=1))
    assert claim(session, now=now) is None
    first = claim(session, now=now + timedelta(hours=3))
    assert first is not None
    assert first.name == "owe"


def test_what_fails_waits_longer_each_time_and_is_then_set_aside(session: Session, now: datetime) -> None:
    ask_for(session, "owe", key="1", now=now)
    at, waits = now, []
    for _ in range(TRIES):
        item = claim(session, now=at)
        assert item is not None
        session.flush()
        aside = failed(session, item, error="KeyError", now=at)
        due = session.scalars(select(OutboxItem.due_at)).one()
        waits.append(due - at)
        at = max(due, at)
    assert aside
    assert waits[:-1] == [timedelta(minutes=2**tried) for tried in range(1, TRIES)]
    assert claim(session, now=at + timedelta(days=9)) is None


def test_many_asked_for_at_once_are_each_asked_for_once(session: Session, now: datetime) -> None:
    ask_for(session, "owe_late", key="2", now=now, answer_id="before")
    ask_for_each(session, "owe_late", {key: {"answer_id": key} for key in "123"}, now=now)
    items = session.scalars(select(OutboxItem).order_by(OutboxItem.key)).all()
    assert [item.payload["answer_id"] for item in items] == ["1", "before", "3"]
    assert len({item.id for item in items}) == 3
