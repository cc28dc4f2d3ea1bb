"""Guessing at receipts by everybody together: it slows, it never stops anybody who has a number."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people import guesses, receipts
from consult.people.records import Receipt
from tests.cast import Cast


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No slow hash: what matches is compared as it stands."""
    monkeypatch.setattr(receipts, "slow_hash", lambda text: text)
    monkeypatch.setattr(receipts, "matches", lambda kept, text: kept == text)


def test_many_wrong_tries_make_it_dry_and_time_fills_it_again(session: Session, now: datetime) -> None:
    for _ in range(guesses.MOST):
        assert not guesses.dry(session, now=now)
        guesses.spend(session, now=now)
    assert guesses.dry(session, now=now)
    assert guesses.dry(session, now=now - timedelta(hours=1)), "a clock that was set back fills nothing"
    later = now + guesses.REFILL
    assert not guesses.dry(session, now=later)
    guesses.spend(session, now=later)
    assert guesses.dry(session, now=later)
    rested = later + guesses.REFILL * guesses.MOST * 3
    for _ in range(guesses.MOST):
        assert not guesses.dry(session, now=rested)
        guesses.spend(session, now=rested)
    assert guesses.dry(session, now=rested), "it never holds more than at first"


def test_while_it_is_dry_one_wrong_try_locks_a_receipt_and_a_right_one_still_opens_it(
    session: Session, vault: Vault, cast: Cast, now: datetime, quick: None
) -> None:
    person, other = cast.participant(), cast.participant()
    code = receipts.issue(session, vault=vault, participant=person, now=now)
    safe = receipts.issue(session, vault=vault, participant=other, now=now)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    used = set(session.scalars(select(Receipt.selector)))
    nobody = next(f"{n:06}" for n in range(9) if f"{n:06}" not in used) + "0" * 10
    assert receipts.open_receipt(session, vault=vault, code=wrong, now=now) is None
    assert receipts.open_receipt(session, vault=vault, code=code, now=now) is person
    for _ in range(guesses.MOST):
        assert receipts.open_receipt(session, vault=vault, code=nobody, now=now) is None
    assert receipts.open_receipt(session, vault=vault, code=wrong, now=now) is None
    assert receipts.open_receipt(session, vault=vault, code=code, now=now + timedelta(minutes=59)) is None
    assert receipts.open_receipt(session, vault=vault, code=safe, now=now) is other
    assert receipts.open_receipt(session, vault=vault, code=code, now=now + timedelta(hours=1)) is person
