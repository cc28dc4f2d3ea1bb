"""What was set aside is seen without words or number, and taken up again once."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.errors import Refused
from consult.common.history import OPERATOR, HistoryEntry
from consult.common.outbox import OutboxItem
from consult.common.vault import Vault
from consult.post import inbound
from consult.post.records import Inbound
from consult.post.set_aside import again, set_aside
from tests.cast import number
from tests.post.test_inbound import store


@pytest.fixture
def letter(session: Session, vault: Vault, now: datetime) -> Inbound:
    store(session, vault, now, "a", "the well")
    taken = inbound.claim(session, vault=vault, now=now)
    assert taken is not None
    assert inbound.failed(session, taken, error="KeyError in loop/x.py:7", now=now, hopeless=True)
    return session.scalars(select(Inbound)).one()


def test_nothing_is_set_aside_where_all_goes_well(session: Session, vault: Vault, now: datetime) -> None:
    store(session, vault, now, "a")
    outbox.ask_for(session, "owe", key="a", now=now)
    assert set_aside(session) == []


def test_a_letter_shows_its_fault_and_neither_words_nor_number(
    session: Session, letter: Inbound, now: datetime
) -> None:
    (shown,) = set_aside(session)
    assert (shown.id, shown.day, shown.what) == (letter.id, now.date(), "console")
    assert shown.error == "KeyError in loop/x.py:7"
    assert "well" not in repr(shown)
    assert number(1) not in repr(shown)


def test_a_letter_is_heard_again_with_new_tries_and_a_line_in_the_history(
    session: Session, vault: Vault, letter: Inbound, now: datetime
) -> None:
    again(session, waiting=letter.id, by=OPERATOR, now=now)
    assert set_aside(session) == []
    taken = inbound.claim(session, vault=vault, now=now)
    assert taken is not None
    assert (taken.text, taken.tries) == ("the well", 1)
    assert [each.action for each in session.scalars(select(HistoryEntry))] == ["set_aside.again"]


def test_work_is_done_again(session: Session, now: datetime) -> None:
    outbox.ask_for(session, "owe", key="a", now=now)
    item = session.scalars(select(OutboxItem)).one()
    item.tries, item.set_aside_at, item.error = 5, now, "KeyError"
    session.flush()
    (shown,) = set_aside(session)
    assert (shown.what, shown.error) == ("owe", "KeyError")
    again(session, waiting=item.id, by=OPERATOR, now=now)
    taken = outbox.claim(session, now=now)
    assert taken is not None
    assert taken.tries == 1


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
    session.flush()
    assert set_aside(session) == []
    with pytest.raises(Refused):
        again(session, waiting=letter.id, by=OPERATOR, now=now)
