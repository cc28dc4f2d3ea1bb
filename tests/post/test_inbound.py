"""Letters in: kept once, sealed, understood one at a time for each number, in order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.outbox import TakenOver
from consult.common.vault import Vault, make_keys, read_keys
from consult.db.unit import Database
from consult.post import inbound
from consult.post.inbound import LEASE, TRIES
from consult.post.records import Inbound
from tests.cast import number


def store(session: Session, vault: Vault, now: datetime, name: str, text: str = "water", n: int = 1) -> bool:
    return inbound.store(
        session,
        vault=vault,
        provider="console",
        provider_message_id=name,
        sender=number(n),
        text=text,
        now=now,
    )


def test_a_letter_is_kept_sealed_and_comes_back_whole(session: Session, vault: Vault, now: datetime) -> None:
    assert store(session, vault, now, "a", "الماء 👍 + a&b")
    row = session.scalars(select(Inbound)).one()
    assert row.sealed is not None
    assert number(1).encode() not in row.sealed
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    assert (letter.sender, letter.text) == (number(1), "الماء 👍 + a&b")
    assert "الماء" not in repr(letter)
    assert number(1) not in repr(letter)


def test_what_the_network_says_of_a_letter_comes_back_with_it(
    session: Session, vault: Vault, now: datetime
) -> None:
    letter = {"provider": "console", "sender": number(1), "text": "STOP", "now": now}
    inbound.store(session, vault=vault, provider_message_id="a", media=2, choice="stop", **letter)
    inbound.store(session, vault=vault, provider_message_id="b", **letter)
    first = inbound.claim(session, vault=vault, now=now)
    inbound.understood(session, first, now=now)
    second = inbound.claim(session, vault=vault, now=now)
    assert (first.media, first.choice) == (2, "stop")
    assert (second.media, second.choice) == (0, None)


def test_the_same_letter_again_changes_nothing(session: Session, vault: Vault, now: datetime) -> None:
    assert store(session, vault, now, "a", "first")
    assert not store(session, vault, now, "a", "second")
    assert store(session, vault, now, "b", "first")
    assert len(session.scalars(select(Inbound)).all()) == 2


def test_one_letter_brought_by_eight_at_once_is_one_row(
    database: Database, vault: Vault, now: datetime
) -> None:
    def bring(_: int) -> bool:
        with database.work() as session:
            return store(session, vault, now, "same")

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(bring, range(8))) == [False] * 7 + [True]
    with database.reading() as session:
        assert len(session.scalars(select(Inbound)).all()) == 1


def test_what_no_database_keeps_is_dropped_and_length_is_bounded(
    session: Session, vault: Vault, now: datetime
) -> None:
    store(session, vault, now, "a", "wa\0ter\ud800" + "x" * 5000)
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    assert letter.text.startswith("waterxx")
    assert len(letter.text) == inbound.MOST_LETTERS


def test_letters_of_one_number_come_one_at_a_time_and_in_order(
    session: Session, vault: Vault, now: datetime
) -> None:
    """All three came at the same tick of the clock: their place still tells the order."""
    for count in range(3):
        store(session, vault, now, f"m{count}", f"text {count}")
    store(session, vault, now, "other", "from elsewhere", n=2)
    first = inbound.claim(session, vault=vault, now=now)
    other = inbound.claim(session, vault=vault, now=now)
    assert first is not None
    assert other is not None
    assert (first.text, other.text) == ("text 0", "from elsewhere")
    assert inbound.claim(session, vault=vault, now=now) is None
    inbound.understood(session, first, now=now)
    second = inbound.claim(session, vault=vault, now=now)
    assert second is not None
    assert second.text == "text 1"


def test_a_killed_worker_holds_a_letter_up_until_its_lease_ends(
    session: Session, vault: Vault, now: datetime
) -> None:
    store(session, vault, now, "a")
    assert inbound.claim(session, vault=vault, now=now)
    assert inbound.claim(session, vault=vault, now=now + LEASE) is None
    again = inbound.claim(session, vault=vault, now=now + LEASE + timedelta(seconds=1))
    assert again is not None
    assert again.tries == 2


def test_who_was_slow_cannot_finish_what_another_has_finished(
    session: Session, vault: Vault, now: datetime
) -> None:
    store(session, vault, now, "a")
    slow = inbound.claim(session, vault=vault, now=now)
    later = now + LEASE + timedelta(seconds=1)
    quick = inbound.claim(session, vault=vault, now=later)
    assert slow is not None
    assert quick is not None
    with pytest.raises(TakenOver):
        inbound.understood(session, slow, now=later)
    inbound.understood(session, quick, now=later)
    with pytest.raises(TakenOver):
        inbound.failed(session, quick, error="X", now=later)


def test_a_poison_letter_is_set_aside_after_five_tries_and_lets_the_next_one_by(
    session: Session, vault: Vault, now: datetime
) -> None:
    store(session, vault, now, "poison")
    store(session, vault, now, "next", "good")
    for tried in range(1, TRIES + 1):
        letter = inbound.claim(session, vault=vault, now=now)
        assert letter is not None
        assert letter.tries == tried
        assert inbound.failed(session, letter, error="ValueError at x:1", now=now) is (tried == TRIES)
        now += timedelta(hours=1)
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    assert letter.text == "good"
    row = session.scalars(select(Inbound).where(Inbound.provider_message_id == "poison")).one()
    assert (row.set_aside_at is not None, row.error) == (True, "ValueError at x:1")
    assert row.sealed is not None, "what was set aside is kept for a person to look at"


def test_a_hopeless_letter_is_set_aside_at_once(session: Session, vault: Vault, now: datetime) -> None:
    store(session, vault, now, "a")
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    assert inbound.failed(session, letter, error="Refused", now=now, hopeless=True)
    assert inbound.claim(session, vault=vault, now=now + timedelta(days=1)) is None


def test_many_workers_take_each_letter_once_and_keep_each_numbers_order(
    database: Database, vault: Vault, now: datetime
) -> None:
    with database.work() as session:
        for place in range(6):
            for n in range(4):
                store(session, vault, now, f"{n}-{place}", str(place), n=n)
    taken: list[tuple[str, int]] = []

    def work(_: int) -> None:
        idle = 0
        while idle < 20:
            with database.work() as session:
                letter = inbound.claim(session, vault=vault, now=now)
            if letter is None:
                idle += 1
                continue
            idle = 0
            with database.work() as session:
                taken.append((letter.sender, int(letter.text)))
                inbound.understood(session, letter, now=now)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert len(taken) == len(set(taken)) == 24
    for n in range(4):
        assert [place for sender, place in taken if sender == number(n)] == list(range(6))


def test_a_letter_of_other_keys_is_kept_and_holds_nobody_else_up(
    session: Session, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    make_keys(tmp_path / "other.json")
    store(session, read_keys(tmp_path / "other.json"), now, "sealed elsewhere")
    store(session, vault, now, "ours", "good", n=2)
    assert inbound.claim(session, vault=vault, now=now) is None
    letter = inbound.claim(session, vault=vault, now=now)
    assert letter is not None
    assert letter.text == "good"
    for _ in range(TRIES):
        now += timedelta(hours=1)
        inbound.claim(session, vault=vault, now=now)
    row = session.scalars(select(Inbound).where(Inbound.set_aside_at.is_not(None))).one()
    assert row.sealed is not None
