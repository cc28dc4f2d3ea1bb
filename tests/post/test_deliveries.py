"""Outcomes and reports: appended, never lowering; what nobody knows is looked for before it is repeated."""

import itertools
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.outbox import OutboxItem
from consult.common.vault import Vault
from consult.post import claims, deliveries, doubts
from consult.post.claims import LEASE
from consult.post.deliveries import SETTLE
from consult.post.doubts import GIVE_UP, Doubt
from consult.post.outcomes import (
    Accepted,
    Ambiguous,
    CannotTell,
    Found,
    Missing,
    Rejected,
    Throttled,
    Why,
)
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message


def try_it(session: Session, vault: Vault, now: datetime) -> UUID:
    claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
    assert claimed is not None
    return claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now).attempt_id


def report(session: Session, attempt_id: UUID, state: Delivery, now: datetime, code: str = "") -> bool:
    token = session.get_one(Attempt, attempt_id).token
    return deliveries.note_event(
        session,
        provider="console",
        token=token,
        provider_message_id="p1",
        state=state,
        code=code,
        now=now,
    )


def asked_for(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxItem.name)))


def test_an_accepted_text_is_not_shown_as_delivered(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Accepted("p1"), now=now)
    assert message.state is Delivery.ACCEPTED
    assert asked_for(session) == []


def test_delivered_is_told_to_the_rooms_once_and_the_words_are_wiped(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Accepted("p1"), now=now)
    for _ in range(3):
        assert report(session, attempt, Delivery.DELIVERED, now)
    assert asked_for(session) == ["delivered"]
    assert (message.state, message.sentences, message.ended_at) == (Delivery.DELIVERED, [], now)


def test_every_order_of_reports_and_answer_shows_the_same(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    """Also a report that comes before the provider has answered, and one that comes twice."""
    said = ["answer", Delivery.SENT, Delivery.DELIVERED, Delivery.SENT]
    shown = set()
    for order in set(itertools.permutations(said)):
        with session.begin_nested() as undone:
            attempt = try_it(session, vault, now)
            for each in order:
                if isinstance(each, Delivery):
                    assert report(session, attempt, each, now)
                else:
                    deliveries.note_outcome(session, attempt_id=attempt, outcome=Accepted("p1"), now=now)
            session.flush()
            shown.add((message.state, session.scalar(select(func.count()).select_from(DeliveryEvent))))
            undone.rollback()
        session.expire_all()
    assert shown == {(Delivery.DELIVERED, 3)}


def test_a_report_about_nothing_of_ours_is_said_so(session: Session, now: datetime) -> None:
    for names in ({"token": "x"}, {"provider_message_id": "y"}, {}):
        assert not deliveries.note_event(session, provider="console", state=Delivery.SENT, now=now, **names)


@pytest.mark.parametrize("why", [Why.NUMBER, Why.CONTENT, Why.STOPPED])
def test_a_rejected_text_failed_and_the_phone_is_marked_where_it_is_the_cause(
    session: Session, vault: Vault, message: Message, now: datetime, why: Why
) -> None:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Rejected(why, "21211"), now=now)
    point = message.contact_point
    assert message.state is Delivery.FAILED
    assert (point.dead_at is not None) is (why is Why.NUMBER)
    assert (point.stopped_at is not None) is (why is Why.STOPPED)
    assert asked_for(session) == []


def test_a_failure_that_turns_out_delivered_is_delivered(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = try_it(session, vault, now)
    report(session, attempt, Delivery.FAILED, now, "30008")
    report(session, attempt, Delivery.DELIVERED, now)
    assert message.state is Delivery.DELIVERED
    assert asked_for(session) == ["delivered"]


@pytest.mark.parametrize("outcome", [Throttled(timedelta(minutes=2)), Rejected(Why.SETUP, "20003")])
def test_what_was_not_taken_waits_and_goes_again(
    session: Session, vault: Vault, message: Message, now: datetime, outcome: Throttled | Rejected
) -> None:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=outcome, now=now)
    assert message.state is Delivery.PENDING
    assert claims.claim_next(session, vault=vault, providers=["console"], now=now) is None
    assert try_it(session, vault, now + timedelta(minutes=16)) != attempt


def doubt(session: Session, vault: Vault, now: datetime) -> Doubt:
    found = doubts.claim_doubt(session, vault=vault, now=now)
    assert found is not None
    return found


def unknown(session: Session, vault: Vault, now: datetime) -> UUID:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Ambiguous(), now=now)
    return attempt


def test_what_nobody_knows_is_not_sent_again_but_looked_for(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = unknown(session, vault, now)
    assert message.state is Delivery.AMBIGUOUS
    assert claims.claim_next(session, vault=vault, providers=["console"], now=now + GIVE_UP) is None
    assert doubts.claim_doubt(session, vault=vault, now=now + SETTLE) is None, "a report may still come"
    later = now + SETTLE + timedelta(seconds=1)
    found = doubt(session, vault, later)
    assert found.attempt_id == attempt
    assert doubts.claim_doubt(session, vault=vault, now=later) is None, "another worker leaves it"
    doubts.note_looked(session, attempt_id=attempt, looked=Found("p1", Delivery.SENT), now=later)
    assert message.state is Delivery.SENT
    assert session.get_one(Attempt, attempt).provider_message_id == "p1"


def test_a_report_ends_the_doubt(session: Session, vault: Vault, message: Message, now: datetime) -> None:
    attempt = unknown(session, vault, now)
    report(session, attempt, Delivery.DELIVERED, now)
    assert message.state is Delivery.DELIVERED
    assert doubts.claim_doubt(session, vault=vault, now=now + GIVE_UP) is None


def test_missing_twice_is_sent_again_once_and_then_it_is_a_persons(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    for sending in (1, 2):
        unknown(session, vault, now)
        for look in (1, 2):
            now += SETTLE + timedelta(seconds=1)
            found = doubt(session, vault, now)
            doubts.note_looked(session, attempt_id=found.attempt_id, looked=Missing(), now=now)
            if look == 1:
                assert message.state is Delivery.AMBIGUOUS
        assert message.state is (Delivery.PENDING if sending == 1 else Delivery.FAILED)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 2
    assert session.scalars(select(DeliveryEvent.code)).all() == ["unknown"]


def test_a_worker_killed_with_a_letter_leaves_a_doubt(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = try_it(session, vault, now)
    assert doubts.claim_doubt(session, vault=vault, now=now + LEASE) is None
    later = now + LEASE + timedelta(seconds=1)
    assert doubt(session, vault, later).attempt_id == attempt
    assert message.state is Delivery.AMBIGUOUS
    doubts.note_looked(session, attempt_id=attempt, looked=Found("p1", Delivery.DELIVERED), now=later)
    assert message.state is Delivery.DELIVERED


def test_where_nobody_can_tell_it_ends_after_three_days_as_failed(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = unknown(session, vault, now)
    doubts.note_looked(session, attempt_id=attempt, looked=CannotTell(), now=now + timedelta(hours=1))
    assert message.state is Delivery.AMBIGUOUS
    end = now + GIVE_UP + timedelta(hours=1)
    doubts.note_looked(session, attempt_id=attempt, looked=CannotTell(), now=end)
    assert message.state is Delivery.FAILED
    assert message.sentences, "a person may have it sent again"
    assert session.scalars(select(DeliveryEvent.code)).all() == ["unknown"]
    assert session.get_one(Attempt, attempt).looks == 0, "who cannot tell has not looked"


def test_a_text_never_heard_of_again_is_asked_about_and_never_shown_as_delivered(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Accepted("p1"), now=now)
    found = doubt(session, vault, now + timedelta(hours=1))
    doubts.note_looked(session, attempt_id=found.attempt_id, looked=CannotTell(), now=now + GIVE_UP * 2)
    assert message.ended_at is not None
    assert message.state is Delivery.ACCEPTED
    assert doubts.claim_doubt(session, vault=vault, now=now + GIVE_UP * 3) is None
    report(session, attempt, Delivery.DELIVERED, now + GIVE_UP * 3)
    assert message.state is Delivery.DELIVERED


def test_a_number_that_no_key_opens_stops_no_other_doubt(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    message.state, message.leased_until = Delivery.AMBIGUOUS, now - SETTLE
    message.contact_point.sealed_number = b"v1" + b"x" * 60
    session.add(
        Attempt(
            message_id=message.id,
            number=1,
            token="t",
            provider="console",
            body_hash="",
            started_at=now,
            looks=0,
        )
    )
    session.flush()
    doubt = doubts.claim_doubt(session, vault=vault, now=now)
    assert doubt is not None
    assert doubt.to == ""
