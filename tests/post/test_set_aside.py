"""What was set aside is seen without words or number, and taken up again once."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.errors import Refused
from consult.common.history import OPERATOR, HistoryEntry
from consult.common.outbox import OutboxItem
from consult.common.vault import Vault
from consult.loop.departure import leave
from consult.people.contacts import stop
from consult.people.records import Reach
from consult.post import claims, deliveries, doubts, inbound
from consult.post.coarsen import DECIDED, coarsen
from consult.post.doubts import GIVE_UP
from consult.post.outcomes import Accepted, Ambiguous, CannotTell, Missing
from consult.post.records import Attempt, Delivery, Inbound, Message
from consult.post.set_aside import Kind, Pile, SetAside, again, all_again, look_at, piles, set_aside
from tests.cast import number
from tests.post.test_deliveries import report, try_it
from tests.post.test_inbound import store


def waiting(session: Session) -> list[SetAside]:
    session.flush()
    return [each for kind in Kind for each in set_aside(session, kind=kind)]


@pytest.fixture
def letter(session: Session, vault: Vault, now: datetime) -> Inbound:
    store(session, vault, now, "a", "the well")
    taken = inbound.claim(session, vault=vault, now=now)
    assert taken is not None
    assert inbound.failed(session, taken, error="KeyError in loop/x.py:7", now=now, hopeless=True)
    return session.scalars(select(Inbound)).one()


@pytest.fixture
def doubt(session: Session, vault: Vault, message: Message, now: datetime) -> Message:
    """A letter of which the network could say nothing for three days."""
    attempt = in_doubt(session, vault, now)
    deliveries_end = now + GIVE_UP + timedelta(hours=1)
    doubts.note_looked(session, attempt_id=attempt, looked=CannotTell(), now=deliveries_end)
    assert message.state is Delivery.FAILED
    return message


def in_doubt(session: Session, vault: Vault, now: datetime) -> UUID:
    attempt = try_it(session, vault, now)
    deliveries.note_outcome(session, attempt_id=attempt, outcome=Ambiguous(), now=now)
    return attempt


def newest(session: Session) -> Attempt:
    return session.scalars(select(Attempt).order_by(Attempt.number.desc())).first()  # type: ignore[return-value]


def test_nothing_is_set_aside_where_all_goes_well(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    store(session, vault, now, "a")
    outbox.ask_for(session, "owe", key="a", now=now)
    assert waiting(session) == []
    assert piles(session) == [Pile(kind, 0, None) for kind in Kind]


def test_a_letter_shows_its_fault_and_neither_words_nor_number(
    session: Session, letter: Inbound, now: datetime
) -> None:
    (shown,) = waiting(session)
    assert (shown.id, shown.day, shown.what, shown.tries) == (letter.id, now.date(), "console", 1)
    assert shown.error == "KeyError in loop/x.py:7"
    assert shown == look_at(session, letter.id)
    assert "well" not in repr(shown)
    assert number(1) not in repr(shown)
    assert piles(session)[0] == Pile(Kind.LETTER_IN, 1, now.date())


def test_a_letter_is_heard_again_with_new_tries_and_a_line_in_the_history(
    session: Session, vault: Vault, letter: Inbound, now: datetime
) -> None:
    again(session, waiting=letter.id, by=OPERATOR, now=now)
    assert waiting(session) == []
    assert look_at(session, letter.id) is None
    taken = inbound.claim(session, vault=vault, now=now)
    assert taken is not None
    assert (taken.text, taken.tries) == ("the well", 1)
    (entry,) = session.scalars(select(HistoryEntry))
    assert (entry.action, entry.about_id) == ("set_aside.again", letter.id)
    assert entry.detail == {"kind": "letters-in", "of": 1}


def test_work_is_done_again(session: Session, now: datetime) -> None:
    outbox.ask_for(session, "owe", key="a", now=now)
    item = session.scalars(select(OutboxItem)).one()
    item.tries, item.set_aside_at, item.error = 5, now, "KeyError"
    (shown,) = waiting(session)
    assert (shown.what, shown.error, shown.tries) == ("owe", "KeyError", 5)
    again(session, waiting=item.id, by=OPERATOR, now=now)
    taken = outbox.claim(session, now=now)
    assert taken is not None
    assert taken.tries == 1


def test_all_of_a_kind_are_taken_up_and_a_second_time_none(session: Session, now: datetime) -> None:
    for key in "abc":
        outbox.ask_for(session, "owe", key=key, now=now)
    for item in session.scalars(select(OutboxItem)):
        item.tries, item.set_aside_at = 5, now
    session.flush()
    assert all_again(session, kind=Kind.LETTER_IN, by=OPERATOR, now=now) == 0
    assert all_again(session, kind=Kind.ERRAND, by=OPERATOR, now=now, most=2) == 2
    assert [all_again(session, kind=Kind.ERRAND, by=OPERATOR, now=now) for _ in "ab"] == [1, 0]
    assert sorted(each.detail["of"] for each in session.scalars(select(HistoryEntry))) == [1, 2, 2]


def test_what_does_not_wait_is_refused(
    session: Session, letter: Inbound, vault: Vault, now: datetime
) -> None:
    again(session, waiting=letter.id, by=OPERATOR, now=now)
    for unknown in (letter.id, uuid4()):
        with pytest.raises(Refused):
            again(session, waiting=unknown, by=OPERATOR, now=now)


def test_a_letter_whose_words_are_gone_is_neither_shown_nor_heard(
    session: Session, letter: Inbound, now: datetime
) -> None:
    letter.sealed = None
    assert waiting(session) == []
    with pytest.raises(Refused):
        again(session, waiting=letter.id, by=OPERATOR, now=now)


def test_a_letter_in_doubt_goes_once_more_and_only_once(
    session: Session, vault: Vault, doubt: Message, now: datetime
) -> None:
    (shown,) = waiting(session)
    assert (shown.kind, shown.error, shown.tries) == (Kind.DOUBT, "unknown", 1)
    later = now + timedelta(days=5)
    again(session, waiting=doubt.id, by=OPERATOR, now=later)
    with pytest.raises(Refused):
        again(session, waiting=doubt.id, by=OPERATOR, now=later)
    attempt = in_doubt(session, vault, later)
    assert newest(session).number == 2
    for hours in (1, 2):  # the network looks, and has no such text
        at = later + timedelta(hours=hours)
        doubts.note_looked(session, attempt_id=attempt, looked=Missing(), now=at)
    assert claims.claim_next(session, vault=vault, providers=["console"], now=at) is None
    (shown,) = waiting(session)
    assert (shown.id, shown.tries) == (doubt.id, 2)


@pytest.mark.parametrize("state", [Delivery.SENT, Delivery.DELIVERED])
def test_a_late_report_of_the_earlier_try_keeps_it_from_going_twice(
    session: Session, vault: Vault, doubt: Message, now: datetime, state: Delivery
) -> None:
    later = now + timedelta(days=5)
    again(session, waiting=doubt.id, by=OPERATOR, now=later)
    report(session, newest(session).id, state, later)
    assert doubt.state is state
    assert claims.claim_next(session, vault=vault, providers=["console"], now=later) is None


def test_a_late_report_of_the_earlier_try_is_heard_after_the_second_went(
    session: Session, vault: Vault, doubt: Message, now: datetime
) -> None:
    first, later = newest(session).id, now + timedelta(days=5)
    again(session, waiting=doubt.id, by=OPERATOR, now=later)
    second = try_it(session, vault, later)
    deliveries.note_outcome(session, attempt_id=second, outcome=Accepted("p2"), now=later)
    report(session, first, Delivery.DELIVERED, later)
    assert (doubt.state, doubt.sentences) == (Delivery.DELIVERED, [])


def test_what_the_network_knows_by_now_is_no_doubt_any_more(
    session: Session, doubt: Message, now: datetime
) -> None:
    report(session, newest(session).id, Delivery.FAILED, now + timedelta(days=5), code="30005")
    assert waiting(session) == []


def test_a_phone_that_stopped_meanwhile_gets_nothing(
    session: Session, vault: Vault, doubt: Message, now: datetime
) -> None:
    later = now + timedelta(days=5)
    stop(session, point=doubt.contact_point, now=later)
    again(session, waiting=doubt.id, by=OPERATOR, now=later)
    assert claims.claim_next(session, vault=vault, providers=["console"], now=later) is None
    assert doubt.state is Delivery.CANCELLED


def test_the_words_of_who_left_wait_for_nobody(
    session: Session, vault: Vault, doubt: Message, reach: Reach, now: datetime
) -> None:
    leave(session, vault=vault, participant=reach.participant, now=now + timedelta(days=5))
    assert doubt.sentences == []
    assert waiting(session) == []


def test_who_left_while_a_letter_was_in_doubt_leaves_no_words(
    session: Session, vault: Vault, message: Message, reach: Reach, now: datetime
) -> None:
    attempt = in_doubt(session, vault, now)
    leave(session, vault=vault, participant=reach.participant, now=now + timedelta(days=1))
    end = now + GIVE_UP + timedelta(hours=1)
    doubts.note_looked(session, attempt_id=attempt, looked=CannotTell(), now=end)
    assert (message.state, message.sentences) == (Delivery.FAILED, [])


def test_the_words_wait_two_weeks_and_are_gone(session: Session, doubt: Message, now: datetime) -> None:
    session.flush()
    ended = now + GIVE_UP
    coarsen(session, now=ended + timedelta(days=5))
    assert waiting(session)
    coarsen(session, now=ended + DECIDED + timedelta(days=2))
    assert (doubt.sentences, waiting(session)) == ([], [])


def test_a_letter_that_could_not_be_put_into_words_goes_when_it_can(
    session: Session, vault: Vault, message: Message, now: datetime
) -> None:
    gone = [claims.spoiled(session, message_id=message.id, now=now) for _ in range(claims.TRIES)]
    assert gone == [False] * 4 + [True]
    (shown,) = waiting(session)
    assert (shown.kind, shown.tries, shown.error) == (Kind.UNWORDED, 5, "")
    assert all_again(session, kind=Kind.UNWORDED, by=OPERATOR, now=now) == 1
    assert claims.claim_next(session, vault=vault, providers=["console"], now=now) is not None
