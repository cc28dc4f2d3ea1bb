"""STOP, a departure and a claim at the same moment: whoever commits first is right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.people import contacts
from consult.people.records import ContactPoint, Reach
from consult.post import claims, deliveries
from consult.post.outcomes import Accepted, Ambiguous, Outcome, Why
from consult.post.records import Attempt, Delivery, Message
from tests.cast import Cast
from tests.post.test_messages import write


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize("how", ["stop", "leave"])
def test_after_a_stop_or_departure_is_committed_nothing_is_claimed(
    database: Database, vault: Vault, now: datetime, how: str
) -> None:
    """Another connection claims while the change is open, and again once it is there."""
    with database.work() as session:
        cast = Cast(session, now)
        reach = cast.phone(cast.participant(), vault, 1)
        write(session, reach, now, "a", asked=True)

    def claimed() -> bool:
        with database.work() as other:
            return claims.claim_next(other, vault=vault, providers=["console"], now=now) is not None

    with ThreadPoolExecutor(1) as pool, database.work() as session:
        if how == "stop":
            contacts.stop(session, point=session.get_one(ContactPoint, reach.contact_point_id), now=now)
            session.flush()
            assert not claimed(), "a phone that is changing is left alone"
        else:
            session.get_one(Reach, reach.id).until = now.date()
            session.flush()
            meanwhile = pool.submit(claimed)
            with pytest.raises(TimeoutError):  # it waits to see how this ends
                meanwhile.result(0.5)
            session.commit()
            assert not meanwhile.result(120)
    assert not claimed()
    with database.reading() as session:
        assert session.query(Message).one().state is Delivery.CANCELLED


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize("word", [Accepted("p1"), Ambiguous()])
def test_a_report_that_comes_while_the_answer_is_being_noted_is_not_overwritten(
    database: Database, vault: Vault, now: datetime, word: Outcome
) -> None:
    """The answer's transaction has seen the attempt as it was; then the report is committed."""
    with database.work() as session:
        cast = Cast(session, now)
        write(session, cast.phone(cast.participant(), vault, 1), now, "a", asked=True)
        claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
        assert claimed is not None
        trying = claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now)
    with database.work() as session:
        seen = session.get_one(Attempt, trying.attempt_id)
        with database.work() as other:
            deliveries.note_event(
                other,
                provider="console",
                token=trying.token,
                state=Delivery.FAILED,
                code="30003",
                why=Why.LATER,
                now=now,
            )
        deliveries.note_outcome(session, attempt_id=trying.attempt_id, outcome=word, now=now)
        assert seen.outcome == "failed: later"
    with database.reading() as session:
        (message,) = session.scalars(select(Message))
        (attempt,) = session.scalars(select(Attempt))
        assert (message.state, attempt.outcome) == (Delivery.PENDING, "failed: later")
