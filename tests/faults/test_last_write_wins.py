"""In a house that shows whatever was reported last, the order of the reports decides: the count goes red."""

import itertools
from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.records import Reach
from consult.post import claims, deliveries
from consult.post.records import Delivery
from tests.cast import Cast
from tests.faults import broken
from tests.post.test_messages import write

REPORTS = (Delivery.ACCEPTED, Delivery.SENT, Delivery.DELIVERED, Delivery.SENT)


def shown(session: Session, reach: Reach, vault: Vault, now: datetime) -> Counter[Delivery]:
    """What is shown of a text after its reports, over all their orders."""
    states: Counter[Delivery] = Counter()
    for order in itertools.permutations(REPORTS):
        with session.begin_nested() as undone:
            message = write(session, reach, now, "a", asked=True)
            claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
            assert claimed is not None
            trying = claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now)
            for state in order:
                deliveries.note_event(session, provider="console", token=trying.token, state=state, now=now)
            states[message.state] += 1
            undone.rollback()
        session.expire_all()
    return states


@pytest.mark.parametrize("kind", ["sqlite"])
def test_one_state_for_all_orders_and_many_where_the_last_write_wins(
    session: Session, cast: Cast, vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = cast.phone(cast.participant(), vault, 1)
    assert shown(session, reach, vault, now) == {Delivery.DELIVERED: 24}
    broken.last_write_wins(monkeypatch)
    assert set(shown(session, reach, vault, now)) == {Delivery.SENT, Delivery.ACCEPTED, Delivery.DELIVERED}
