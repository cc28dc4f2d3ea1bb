"""Telephones are encrypted, bound to their row, and found by a keyed hash alone."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.common.vault import Vault, make_keys, read_keys
from consult.people import contacts
from consult.people.records import ContactPoint
from tests.cast import number


def point_of(session: Session, vault: Vault, n: int, now: datetime) -> ContactPoint:
    return contacts.contact_point_for(session, vault=vault, number=number(n), region="GB", provider="console")


def test_the_same_phone_is_found_however_it_is_written(session: Session, vault: Vault, now: datetime) -> None:
    point = point_of(session, vault, 7, now)
    again = contacts.contact_point_for(
        session, vault=vault, number="0" + number(7)[3:], region="GB", provider="console"
    )
    assert again is point
    assert contacts.find_contact_point(session, vault=vault, number=number(7)) is point
    assert contacts.find_contact_point(session, vault=vault, number=number(8)) is None
    assert contacts.find_contact_point(session, vault=vault, number="MTN") is None
    assert contacts.number_of(point, vault=vault) == number(7)


def test_no_row_holds_the_number(session: Session, vault: Vault, now: datetime) -> None:
    point_of(session, vault, 7, now)
    session.flush()
    row = session.execute(text("SELECT * FROM contact_point")).one()
    for value in row:
        assert number(7)[3:] not in (value.decode("latin-1") if isinstance(value, bytes) else str(value))


def test_a_number_moved_to_another_row_does_not_open(session: Session, vault: Vault, now: datetime) -> None:
    one, other = point_of(session, vault, 7, now), point_of(session, vault, 8, now)
    other.sealed_number = one.sealed_number
    with pytest.raises(InvalidTag):
        contacts.number_of(other, vault=vault)


def test_another_house_with_other_keys_finds_and_opens_nothing(
    session: Session, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    point = point_of(session, vault, 7, now)
    make_keys(tmp_path / "other.json")
    stranger = read_keys(tmp_path / "other.json")
    assert contacts.find_contact_point(session, vault=stranger, number=number(7)) is None
    with pytest.raises(InvalidTag):
        contacts.number_of(point, vault=stranger)


def turned(folder: Path) -> Vault:
    """The vault after a second version was added for every key."""
    keys = json.loads((folder / "keys.json").read_text())["keys"]
    make_keys(folder / "new.json")
    fresh = json.loads((folder / "new.json").read_text())["keys"]
    for purpose in keys:
        keys[purpose]["2"] = fresh[purpose]["1"]
    (folder / "keys.json").write_text(json.dumps({"keys": keys}))
    return read_keys(folder / "keys.json")


def test_a_phone_is_found_and_opened_while_keys_are_turned(
    session: Session, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    point = point_of(session, vault, 7, now)
    newer = turned(tmp_path)
    assert point_of(session, newer, 7, now) is point
    assert contacts.number_of(point, vault=newer) == number(7)
    assert point_of(session, newer, 8, now).lookup == newer.lookup("phone", number(8))


def test_two_doors_at_once_make_one_phone(session: Session, vault: Vault, now: datetime) -> None:
    point = point_of(session, vault, 7, now)
    session.flush()
    find = contacts._find
    calls: list[str] = []

    def blind(session: Session, vault: Vault, plain: str) -> ContactPoint | None:
        calls.append("looked")
        return None  # the other door has not committed yet when we look

    contacts._find = blind
    try:
        assert point_of(session, vault, 7, now) is point
    finally:
        contacts._find = find
    assert calls == ["looked"]
    assert len(session.scalars(select(ContactPoint)).all()) == 1


def test_a_bad_number_is_refused(session: Session, vault: Vault, now: datetime) -> None:
    with pytest.raises(Refused):
        contacts.contact_point_for(session, vault=vault, number="12", region="GB", provider="console")
    assert session.scalars(select(ContactPoint)).all() == []


def test_stop_is_the_phone_s_and_start_undoes_it(session: Session, vault: Vault, now: datetime) -> None:
    point = point_of(session, vault, 7, now)
    contacts.stop(session, point=point, now=now)
    contacts.stop(session, point=point, now=now)
    assert point.stopped_at is not None
    contacts.start(session, point=point, now=now)
    contacts.start(session, point=point, now=now)
    assert point.stopped_at is None
    session.flush()
    actions = session.scalars(select(HistoryEntry.action)).all()
    assert sorted(actions) == ["phone.started", "phone.stopped"]


def test_a_dead_phone_that_says_start_lives(session: Session, vault: Vault, now: datetime) -> None:
    point = point_of(session, vault, 7, now)
    contacts.mark_dead(session, point=point, now=now)
    contacts.mark_dead(session, point=point, now=now)
    assert point.dead_at is not None
    contacts.start(session, point=point, now=now)
    assert point.dead_at is None


def test_a_dead_phone_that_writes_lives_and_its_stop_stays(
    session: Session, vault: Vault, now: datetime
) -> None:
    point = point_of(session, vault, 7, now)
    contacts.mark_dead(session, point=point, now=now)
    contacts.stop(session, point=point, now=now)
    for _ in range(2):
        contacts.heard(session, point=point, now=now)
    assert point.dead_at is None
    assert point.stopped_at is not None
    session.flush()
    actions = session.scalars(select(HistoryEntry.action)).all()
    assert actions.count("phone.alive") == 1


def test_only_the_day_of_a_stop_is_kept(session: Session, vault: Vault, now: datetime) -> None:
    point = point_of(session, vault, 7, now)
    contacts.stop(session, point=point, now=now)
    contacts.mark_dead(session, point=point, now=now)
    session.flush()
    times = [point.stopped_at, point.dead_at, *session.scalars(select(HistoryEntry.at))]
    assert {(at.hour, at.minute) for at in times if at} == {(0, 0)}
