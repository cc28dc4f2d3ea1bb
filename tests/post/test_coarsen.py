"""Two days after a letter is done with, the post has forgotten words, sender, order and hour."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.days import EXACT_FOR
from consult.common.vault import Vault
from consult.post import claims, deliveries, inbound
from consult.post.coarsen import coarsen
from consult.post.outcomes import Accepted
from consult.post.records import Attempt, Delivery, DeliveryEvent, Inbound, Message
from tests.cast import Cast
from tests.post.test_inbound import store
from tests.post.test_messages import write


def test_a_letter_that_was_understood_is_wiped_and_its_repeat_is_still_known(
    session: Session, vault: Vault, now: datetime
) -> None:
    store(session, vault, now, "done")
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    inbound.understood(session, letter, now=now)
    store(session, vault, now, "waiting")
    assert coarsen(session, now=now + EXACT_FOR) == 0
    assert coarsen(session, now=now + EXACT_FOR + timedelta(seconds=1)) == 1
    done, waiting = session.scalars(select(Inbound).order_by(Inbound.coarse.desc())).all()
    assert (done.sealed, done.sender_lookup, done.place) == (None, "", None)
    assert done.received_at == done.understood_at == now.replace(hour=0)
    assert waiting.sealed is not None
    assert not store(session, vault, now + EXACT_FOR, "done")
    assert coarsen(session, now=now + EXACT_FOR * 2) == 0


def test_of_a_text_that_ended_only_the_days_are_left(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    message = write(session, reach, now, "a", asked=True)
    claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
    assert claimed is not None
    trying = claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now)
    deliveries.note_outcome(session, attempt_id=trying.attempt_id, outcome=Accepted("p1"), now=now)
    later = now + EXACT_FOR + timedelta(hours=1)
    assert coarsen(session, now=later) == 0, "it has not ended"
    deliveries.note_event(session, provider="console", token=trying.token, state=Delivery.DELIVERED, now=now)
    assert coarsen(session, now=later) == 1
    session.flush()
    day = now.replace(hour=0)
    assert (message.made_at, message.not_before, message.ended_at, message.place) == (day, day, day, None)
    assert session.scalars(select(Attempt.started_at)).all() == [day]
    deliveries.note_event(session, provider="console", token=trying.token, state=Delivery.SENT, now=later)
    assert set(session.scalars(select(DeliveryEvent.at))) == {day, later.replace(hour=0)}
    assert session.scalars(select(Message.state)).one() is Delivery.DELIVERED
