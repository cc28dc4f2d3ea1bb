"""Sixteen digits: found by six, proved by ten, and nothing is learned by trying."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people import receipts, slow_hashes
from consult.people.records import Participant, Receipt
from tests.cast import Cast
from tests.people.conftest import Work


@pytest.fixture
def person(cast: Cast) -> Participant:
    return cast.participant()


def wrong(code: str) -> str:
    """The same selector with another verifier."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def unknown(session: Session) -> str:
    """A code whose selector nobody has."""
    used = set(session.scalars(select(Receipt.selector)))
    return next(f"{n:06}" for n in range(1000) if f"{n:06}" not in used) + "0" * 10


def test_a_code_has_sixteen_digits_in_fours_and_opens_its_person(
    session: Session, vault: Vault, person: Participant, now: datetime
) -> None:
    code = receipts.issue(session, vault=vault, participant=person, now=now)
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    assert receipts.open_receipt(session, vault=vault, code=code, now=now) is person


def test_any_digits_spaces_and_dashes_will_do(
    session: Session, vault: Vault, person: Participant, now: datetime
) -> None:
    code = receipts.issue(session, vault=vault, participant=person, now=now)
    plain = code.replace(" ", "")
    arabic = code.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)})
    for typed in (plain, arabic, f"\u200f{arabic}\n", code.replace(" ", "–"), "-".join(plain), f" {plain}\t"):
        assert receipts.open_receipt(session, vault=vault, code=typed, now=now) is person


def test_the_proving_half_stands_nowhere(
    session: Session, vault: Vault, person: Participant, now: datetime
) -> None:
    code = receipts.issue(session, vault=vault, participant=person, now=now).replace(" ", "")
    row = session.execute(text("SELECT * FROM receipt")).one()
    assert not any(code[6:] in str(value) for value in row)
    kept = session.scalars(select(Receipt)).one().verifier_hash
    assert kept.startswith("$argon2id$")
    assert not slow_hashes.matches(kept, code[6:]), "without the key outside the database nothing matches"


@pytest.mark.parametrize("typed", ["", "1", "hello", "1234 5678 9012 345", "1" * 17, "4821 0957 3364 11x7"])
def test_what_is_no_code_opens_nothing(
    session: Session, vault: Vault, person: Participant, now: datetime, typed: str
) -> None:
    receipts.issue(session, vault=vault, participant=person, now=now)
    assert receipts.open_receipt(session, vault=vault, code=typed, now=now) is None


def test_every_try_costs_the_same_work(
    session: Session, vault: Vault, person: Participant, now: datetime, work: Work
) -> None:
    code = receipts.issue(session, vault=vault, participant=person, now=now)
    ended = receipts.issue(session, vault=vault, participant=cast_other(person, session), now=now)
    receipts.end_receipts(session, participant=person_of(session, ended), now=now)

    def trying(typed: str) -> int:
        return work(lambda: receipts.open_receipt(session, vault=vault, code=typed, now=now))

    assert trying(code) == trying(wrong(code)) == 1
    assert trying(unknown(session)) == 1
    assert trying("no code at all") == 1
    assert trying(ended) == 1
    for _ in range(receipts.FAILURES):
        receipts.open_receipt(session, vault=vault, code=wrong(code), now=now)
    assert trying(code) == trying(wrong(code)) == 1, "locked"


def cast_other(person: Participant, session: Session) -> Participant:
    other = Participant(community=person.community, language="en")
    session.add(other)
    session.flush()
    return other


def person_of(session: Session, code: str) -> Participant:
    selector = code.replace(" ", "")[:6]
    return session.scalars(select(Receipt).where(Receipt.selector == selector)).one().participant


def test_the_dummy_hash_is_as_slow_as_a_real_one() -> None:
    real, nobody = slow_hashes.slow_hash("x").split("$"), slow_hashes.NOBODY.split("$")
    assert real[:4] == nobody[:4]
    assert [len(part) for part in real] == [len(part) for part in nobody]


def test_five_failures_lock_this_receipt_alone_for_fifteen_minutes(
    session: Session, vault: Vault, person: Participant, now: datetime
) -> None:
    code = receipts.issue(session, vault=vault, participant=person, now=now)
    neighbour = receipts.issue(session, vault=vault, participant=cast_other(person, session), now=now)

    def opens(typed: str, after: timedelta = timedelta()) -> bool:
        return receipts.open_receipt(session, vault=vault, code=typed, now=now + after) is not None

    for _ in range(4):
        assert not opens(wrong(code))
    assert opens(code)
    for _ in range(5):
        assert not opens(wrong(code))
    assert not opens(code), "the right code does not open a locked receipt"
    assert opens(neighbour)
    assert not opens(code, timedelta(minutes=14, seconds=59))
    assert opens(code, timedelta(minutes=15))


def test_ended_receipts_open_nothing_and_keep_no_hash(
    session: Session, vault: Vault, person: Participant, now: datetime
) -> None:
    codes = [receipts.issue(session, vault=vault, participant=person, now=now) for _ in range(2)]
    receipts.end_receipts(session, participant=person, now=now)
    assert [receipts.open_receipt(session, vault=vault, code=code, now=now) for code in codes] == [None] * 2
    assert set(session.scalars(select(Receipt.verifier_hash))) == {""}


def test_a_selector_that_is_taken_is_drawn_again(
    session: Session, vault: Vault, person: Participant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = receipts.issue(session, vault=vault, participant=person, now=now).replace(" ", "")[:6]
    drawn = iter([int(taken), 7, 11])
    monkeypatch.setattr(receipts.secrets, "randbelow", lambda _: next(drawn))
    assert receipts.issue(session, vault=vault, participant=person, now=now).startswith("0000 07")
