"""What failed for a while goes again by the table, planned once for each attempt, whenever it is reported."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people import contacts
from consult.people.records import Reach
from consult.post import claims, deliveries, doubts
from consult.post.outcomes import Accepted, Ambiguous, CannotTell, Found, Missing, Outcome, Rejected, Why
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message
from tests.post.test_messages import write

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1, seconds=1)


def go(session: Session, vault: Vault, now: datetime) -> UUID:
    claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
    assert claimed is not None
    return claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now).attempt_id


def answer(session: Session, attempt: UUID, outcome: Outcome, now: datetime) -> None:
    deliveries.note_outcome(session, attempt_id=attempt, outcome=outcome, now=now)


def report(
    session: Session,
    attempt: UUID,
    state: Delivery,
    now: datetime,
    why: Why | None = None,
    code: str = "30003",
) -> None:
    token = session.get_one(Attempt, attempt).token
    assert deliveries.note_event(
        session, provider="console", token=token, state=state, why=why, code=code, now=now
    )


def not_now(session: Session, attempt: UUID, now: datetime, why: Why = Why.LATER) -> None:
    report(session, attempt, Delivery.FAILED, now, why)


def codes(session: Session) -> set[str]:
    return set(session.scalars(select(DeliveryEvent.code).where(DeliveryEvent.state == Delivery.FAILED)))


def may_go(session: Session, vault: Vault, now: datetime) -> bool:
    return claims.claim_next(session, vault=vault, providers=["console"], now=now) is not None


@pytest.mark.parametrize("how", ["reported", "refused"])
def test_it_goes_again_three_times_and_is_then_said_to_be_unreachable(
    session: Session, vault: Vault, message: Message, now: datetime, how: str
) -> None:
    for wait in (QUARTER, timedelta(hours=2), timedelta(hours=12)):
        attempt = go(session, vault, now)
        if how == "refused":
            answer(session, attempt, Rejected(Why.LATER, "30003"), now)
        else:
            answer(session, attempt, Accepted(f"p{wait}"), now)
            not_now(session, attempt, now)
        assert (message.state, message.not_before) == (Delivery.PENDING, now + wait)
        assert message.sentences, "the words are still needed"
        assert not may_go(session, vault, now + wait - timedelta(seconds=1))
        now += wait
    not_now(session, go(session, vault, now), now)
    assert (message.state, message.sentences, message.ended_at) == (Delivery.FAILED, [], now)
    assert codes(session) == {"30003", "unreachable"}


def test_news_goes_again_by_day_alone(session: Session, vault: Vault, reach: Reach, now: datetime) -> None:
    evening = now.replace(hour=19, minute=50)
    message = write(session, reach, evening, "b")
    not_now(session, go(session, vault, evening), evening)
    assert message.not_before == now.replace(hour=7) + timedelta(days=1)


def test_what_expired_goes_again_once_and_then_fails_visibly(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    first = go(session, vault, now)
    not_now(session, first, now, Why.EXPIRED)
    assert message.state is Delivery.PENDING
    assert session.get_one(Attempt, first).outcome == "failed: expired"
    now = message.not_before
    not_now(session, go(session, vault, now), now, Why.EXPIRED)
    assert message.state is Delivery.FAILED
    assert "expired" in codes(session)


def test_said_twice_it_is_planned_once(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    not_now(session, attempt, now)
    not_now(session, attempt, now + timedelta(minutes=5))
    report(session, attempt, Delivery.FAILED, now + timedelta(minutes=6), Why.LATER, code="30008")
    assert message.not_before == now + QUARTER


@pytest.mark.parametrize("outcome", [Accepted("p1"), Ambiguous()])
def test_said_before_the_provider_answered_the_answer_changes_nothing(
    session: Session, vault: Vault, message: Message, now: datetime, outcome: Outcome
) -> None:
    attempt = go(session, vault, now)
    not_now(session, attempt, now)
    answer(session, attempt, outcome, now)
    report(session, attempt, Delivery.SENT, now, code="")
    assert (message.state, message.not_before) == (Delivery.PENDING, now + QUARTER)
    assert doubts.claim_doubt(session, vault=vault, now=now + timedelta(days=1)) is None
    assert may_go(session, vault, now + QUARTER)


@pytest.mark.parametrize("why", [Why.LATER, Why.EXPIRED, Why.CONTENT, None])
def test_the_late_word_of_an_older_attempt_plans_nothing_while_another_is_under_way(
    session: Session, vault: Vault, message: Message, now: datetime, why: Why | None
) -> None:
    first = go(session, vault, now)
    not_now(session, first, now)
    now += QUARTER
    second = go(session, vault, now)
    report(session, first, Delivery.FAILED, now, why, code="late")
    assert message.state is Delivery.CLAIMED
    answer(session, second, Accepted("p2"), now)
    report(session, first, Delivery.SENT, now, code="")
    report(session, first, Delivery.FAILED, now, why, code="later")
    assert message.state is Delivery.ACCEPTED, "what is shown is the newest attempt"
    assert not may_go(session, vault, now + timedelta(days=1))


def test_delivered_by_any_attempt_is_delivered_and_nothing_goes_again(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    first = go(session, vault, now)
    not_now(session, first, now)
    now += QUARTER
    second = go(session, vault, now)
    report(session, first, Delivery.DELIVERED, now, code="")
    answer(session, second, Accepted("p2"), now)
    not_now(session, second, now)
    assert message.state is Delivery.DELIVERED
    assert not may_go(session, vault, now + timedelta(days=1))


def test_delivered_while_it_waits_to_go_again_it_stays(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    not_now(session, attempt, now)
    report(session, attempt, Delivery.DELIVERED, now, code="")
    assert message.state is Delivery.DELIVERED
    assert not may_go(session, vault, now + timedelta(days=1))


def test_an_answer_that_comes_after_the_letter_went_again_leaves_the_newer_try_alone(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    first = go(session, vault, now)
    answer(session, first, Ambiguous(), now)
    for _ in range(2):
        now += MINUTE
        found = doubts.claim_doubt(session, vault=vault, now=now)
        assert found is not None
        doubts.note_looked(session, attempt_id=first, looked=Missing(), now=now)
    go(session, vault, now)
    lease = message.leased_until
    for word in (Accepted("p1"), Ambiguous()):
        answer(session, first, word, now)
    for looked in (Missing(), CannotTell(), Found("p1", Delivery.SENT), Found("p1", Delivery.FAILED)):
        doubts.note_looked(session, attempt_id=first, looked=looked, now=now)
    assert (message.state, message.leased_until) == (Delivery.CLAIMED, lease)


def test_found_failed_for_a_while_is_planned_like_a_report(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    answer(session, attempt, Ambiguous(), now)
    looked = Found("p1", Delivery.FAILED, "30003", Why.LATER)
    for later in (MINUTE, MINUTE * 2):
        doubts.note_looked(session, attempt_id=attempt, looked=looked, now=now + later)
    assert (message.state, message.not_before) == (Delivery.PENDING, now + MINUTE + QUARTER)


def test_a_report_that_comes_while_the_letter_waits_for_its_resend_stops_it_and_it_is_asked_about(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    answer(session, attempt, Ambiguous(), now)
    for _ in range(2):
        now += MINUTE
        assert doubts.claim_doubt(session, vault=vault, now=now) is not None
        doubts.note_looked(session, attempt_id=attempt, looked=Missing(), now=now)
    assert message.state is Delivery.PENDING
    report(session, attempt, Delivery.SENT, now, code="")
    assert message.state is Delivery.SENT
    assert not may_go(session, vault, now)
    assert doubts.claim_doubt(session, vault=vault, now=now + timedelta(hours=1)) is not None


def test_a_report_that_is_brought_again_silences_nobody_who_came_back(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    """A signed request stays signed for ever."""
    attempt = go(session, vault, now)
    point = message.contact_point
    for why, code in ((Why.STOPPED, "21610"), (Why.NUMBER, "30005")):
        report(session, attempt, Delivery.FAILED, now, why, code)
        assert (point.stopped_at or point.dead_at) is not None
        contacts.start(session, point=point, now=now)
        report(session, attempt, Delivery.FAILED, now, why, code)
        assert (point.stopped_at, point.dead_at) == (None, None)


def test_who_stops_meanwhile_gets_no_second_try(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    not_now(session, go(session, vault, now), now)
    contacts.stop(session, point=message.contact_point, now=now)
    assert not may_go(session, vault, now + QUARTER)
    assert message.state is Delivery.CANCELLED


def test_a_failure_said_after_the_words_were_wiped_is_shown_and_not_repeated(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    answer(session, attempt, Accepted("p1"), now)
    deliveries.close(message, now=now)
    not_now(session, attempt, now)
    assert message.state is Delivery.FAILED


def test_what_waits_to_go_again_gets_no_more_words(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    """Its first try may yet turn out delivered, and the new words would count as told."""
    tried = write(session, reach, now, "b")
    not_now(session, go(session, vault, now), now)
    assert tried.state is Delivery.PENDING
    other = write(session, reach, now, "c")
    assert other is not tried
    assert write(session, reach, now, "d") is other


def test_the_name_of_an_equal_text_is_never_taken_for_one_in_doubt(
    session: Session, vault: Vault, reach: Reach, message: Message, now: datetime
) -> None:
    first = go(session, vault, now)
    answer(session, first, Accepted("p1"), now)
    write(session, reach, now, "b", asked=True)
    second = go(session, vault, now)
    answer(session, second, Ambiguous(), now)
    doubt = doubts.claim_doubt(session, vault=vault, now=now + MINUTE)
    assert doubt is not None
    assert (doubt.attempt_id, doubt.others) == (second, frozenset({"p1"}))
    doubts.note_looked(session, attempt_id=second, looked=Found("p1", Delivery.DELIVERED), now=now + MINUTE)
    session.flush()
    assert session.get_one(Attempt, second).provider_message_id is None
    assert session.get_one(Message, session.get_one(Attempt, second).message_id).state is Delivery.AMBIGUOUS
