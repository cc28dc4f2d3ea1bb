"""On a real database: whatever the order and the repetition of reports, the same is shown at the end."""

import itertools
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people.records import Reach
from consult.post import claims, deliveries
from consult.post.deliveries import OVER
from consult.post.outcomes import Accepted, Ambiguous, Why
from consult.post.records import Attempt, Delivery, Message
from consult.post.states import RANK
from tests.cast import Cast
from tests.post.test_messages import write

Said = tuple[Delivery | str, str, Why | None]
ACCEPTED: Said = (Delivery.ACCEPTED, "", None)
SENT: Said = (Delivery.SENT, "", None)
DELIVERED: Said = (Delivery.DELIVERED, "", None)
FAILED: Said = (Delivery.FAILED, "30007", Why.CONTENT)
NOT_NOW: Said = (Delivery.FAILED, "30003", Why.LATER)
STILL_NOT: Said = (Delivery.FAILED, "30008", Why.LATER)
TOO_LATE: Said = (Delivery.FAILED, "30036", Why.EXPIRED)
ANSWER: Said = ("answer", "", None)
NO_ACCOUNT: Said = (Delivery.FAILED, "30002", Why.SETUP)
NO_ANSWER: Said = ("no answer", "", None)

reports = st.sampled_from([ACCEPTED, SENT, DELIVERED, FAILED, NOT_NOW, STILL_NOT, TOO_LATE, NO_ACCOUNT])
answers = st.sampled_from([ANSWER, NO_ANSWER])
on_sqlite = pytest.mark.parametrize("kind", ["sqlite"])
patient = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def message(session: Session, cast: Cast, vault: Vault, now: datetime) -> Message:
    reach: Reach = cast.phone(cast.participant(), vault, 1)
    return write(session, reach, now, "a", asked=True)


def attempt_in(session: Session, vault: Vault, now: datetime) -> UUID:
    claimed = claims.claim_next(session, vault=vault, providers=["console"], now=now)
    assert claimed is not None
    return claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now).attempt_id


def tell(session: Session, attempt_id: UUID, said: Said, now: datetime) -> None:
    state, code, why = said
    if not isinstance(state, Delivery):
        outcome = Accepted("p1") if said == ANSWER else Ambiguous()
        deliveries.note_outcome(session, attempt_id=attempt_id, outcome=outcome, now=now)
        return
    token = session.get_one(Attempt, attempt_id).token
    known = deliveries.note_event(
        session, provider="console", token=token, state=state, code=code, why=why, now=now
    )
    assert known


def shown(
    session: Session, vault: Vault, message: Message, order: Iterable[Said], now: datetime
) -> list[Delivery]:
    """The state after each of `order`, as said of one attempt; nothing of it stays."""
    with session.begin_nested() as undone:
        attempt = attempt_in(session, vault, now)
        states = [message.state]
        for said in order:
            tell(session, attempt, said, now)
            states.append(message.state)
        session.flush()
        undone.rollback()
    session.expire_all()
    return states


def expected(said: list[Said]) -> Delivery:
    """What must be shown, said in the plainest way: nothing here knows an order."""
    if DELIVERED in said:
        return Delivery.DELIVERED
    if FAILED in said:
        return Delivery.FAILED
    if any(why in OVER for _, _, why in said):
        return Delivery.PENDING
    ranks = [state for state, _, _ in said if isinstance(state, Delivery)]
    ranks += [Delivery.ACCEPTED] * (ANSWER in said) + [Delivery.AMBIGUOUS] * (NO_ANSWER in said)
    return max([Delivery.CLAIMED, *ranks], key=RANK.__getitem__)


@on_sqlite
@patient
@given(said=st.lists(reports, min_size=1, max_size=5), answer=answers, data=st.data())
def test_every_order_shows_the_same(
    session: Session,
    vault: Vault,
    message: Message,
    now: datetime,
    said: list[Said],
    answer: Said,
    data: st.DataObject,
) -> None:
    events = [*said, answer]
    order = data.draw(st.permutations(events))
    assert shown(session, vault, message, order, now)[-1] is expected(events)


@pytest.mark.parametrize(
    "events",
    [
        (ACCEPTED, SENT, DELIVERED, ANSWER),
        (SENT, NOT_NOW, NOT_NOW, ANSWER),
        (SENT, NOT_NOW, DELIVERED, NO_ANSWER),
        (TOO_LATE, FAILED, NOT_NOW, NO_ANSWER),
        (SENT, NO_ACCOUNT, NO_ACCOUNT, ANSWER),
        (NO_ACCOUNT, NOT_NOW, DELIVERED, ANSWER),
    ],
)
def test_all_orders_of_what_networks_really_say_show_the_same(
    session: Session, vault: Vault, message: Message, now: datetime, events: tuple[Said, ...]
) -> None:
    ends = {shown(session, vault, message, order, now)[-1] for order in set(itertools.permutations(events))}
    assert ends == {expected(list(events))}


@on_sqlite
def test_all_orders_of_six_with_two_repeated_show_the_same(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    events = (ANSWER, SENT, SENT, NOT_NOW, NOT_NOW, FAILED)
    orders = set(itertools.permutations(events))
    assert len(orders) == 180
    assert {shown(session, vault, message, order, now)[-1] for order in orders} == {Delivery.FAILED}


@on_sqlite
@patient
@given(said=st.lists(st.sampled_from([ACCEPTED, SENT, DELIVERED, FAILED, ANSWER]), max_size=6))
def test_what_is_shown_never_falls(
    session: Session, vault: Vault, message: Message, now: datetime, said: list[Said]
) -> None:
    ranks = [RANK[state] for state in shown(session, vault, message, said, now)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    "state", [Delivery.PENDING, Delivery.CLAIMED, Delivery.AMBIGUOUS, Delivery.CANCELLED]
)
def test_a_state_that_no_network_can_report_changes_nothing(
    session: Session, vault: Vault, message: Message, now: datetime, state: Delivery
) -> None:
    for before in ([], [SENT], [DELIVERED]):
        states = shown(session, vault, message, [*before, (state, "x", None)], now)
        assert states[-1] is states[-2]
