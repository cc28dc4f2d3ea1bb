"""What the network refuses because of our account waits for the operator: no letter is given up."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.post import doubts, lines
from consult.post.outcomes import Accepted, Ambiguous, Found, Outcome, Rejected, Why
from consult.post.records import Delivery, Line, Message
from tests.post.test_again import MINUTE, QUARTER, answer, go, may_go, report

REFUSED = Rejected(Why.SETUP, "30034")
TAKEN = Accepted("p1")


@pytest.mark.parametrize(
    "said",
    [
        (REFUSED,),
        (TAKEN, "failed"),
        (TAKEN, "failed", "failed"),
        ("failed", TAKEN),
        ("failed", TAKEN, "sent"),
        (TAKEN, "sent", "failed"),
        (Ambiguous(), "failed"),
        ("failed", Ambiguous()),
        (Ambiguous(), "found"),
    ],
    ids=str,
)
def test_what_our_account_is_refused_for_waits_with_its_line_taken_first_or_not(
    session: Session, vault: Vault, message: Message, now: datetime, said: tuple[Outcome | str, ...]
) -> None:
    place, not_before = message.place, message.not_before
    attempt = go(session, vault, now)
    for word in said:
        if word == "found":
            found = Found("p1", Delivery.FAILED, "30034", Why.SETUP)
            doubts.note_looked(session, attempt_id=attempt, looked=found, now=now)
        elif isinstance(word, str):
            why = Why.SETUP if word == "failed" else None
            report(session, attempt, Delivery(word), now, why, code="30034" if why else "")
        else:
            answer(session, attempt, word, now)
    assert (message.state, message.place, message.not_before) == (Delivery.PENDING, place, not_before)
    assert message.sentences, "the words are still needed"
    line = session.scalars(select(Line)).one()
    assert (line.paused_until, line.pause_code, line.pauses) == (now + QUARTER, "30034", 1)
    assert not may_go(session, vault, now + QUARTER - timedelta(seconds=1))
    assert doubts.claim_doubt(session, vault=vault, now=now + QUARTER) is None
    assert may_go(session, vault, now + QUARTER)


def test_nothing_is_given_up_because_of_our_account_and_each_rest_is_longer(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    """Taken each time, and each time not sent: for days."""
    rests = []
    for turn in range(20):
        attempt = go(session, vault, now)
        answer(session, attempt, Accepted(f"p{turn}"), now)
        report(session, attempt, Delivery.FAILED, now + MINUTE, Why.SETUP, code="30034")
        assert message.state is Delivery.PENDING
        line = session.scalars(select(Line)).one()
        assert line.paused_until is not None
        rests.append(line.paused_until - now - MINUTE)
        now = line.paused_until
    assert rests[:3] == [QUARTER, QUARTER * 2, QUARTER * 4]
    assert set(rests[5:]) == {lines.LONGEST_SETUP}
    attempt = go(session, vault, now)
    report(session, attempt, Delivery.SENT, now, code="")
    session.expire_all()
    assert line.pauses == 0, "one that went ends it"


def test_a_report_that_the_network_is_full_rests_the_line_and_its_letter_goes_again(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    attempt = go(session, vault, now)
    answer(session, attempt, TAKEN, now)
    report(session, attempt, Delivery.FAILED, now, Why.FULL, code="30001")
    assert (message.state, message.not_before) == (Delivery.PENDING, now + QUARTER * 2)
    line = session.scalars(select(Line)).one()
    assert (line.pause_code, line.pauses) == (lines.THROTTLED, 1)
    assert line.paused_until is not None
    assert QUARTER * 2 <= line.paused_until - now <= QUARTER * 2.5


def test_a_country_we_may_not_write_to_stops_no_line_and_its_letter_waits_for_the_operator(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    for wait in (QUARTER, timedelta(hours=2), timedelta(hours=12), *[timedelta(days=1)] * 5):
        answer(session, go(session, vault, now), Rejected(Why.COUNTRY, "21408"), now)
        assert (message.state, message.not_before) == (Delivery.PENDING, now + wait)
        now += wait
    assert session.scalars(select(Line)).all() == []
