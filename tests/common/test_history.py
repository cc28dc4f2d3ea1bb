"""The history: written with its cause, sealed in no telling order, and a change in it shows."""

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.common.history import CLOCK, HistoryEntry, HistorySeal, note, seal, verify
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.people.records import Community
from tests.cast import Cast


def write(session: Session, cast: Cast, now: datetime, *, acts: int) -> None:
    for number in range(acts):
        note(session, by=cast.gita.actor, action="place.added", about=cast.community, now=now, number=number)
    session.flush()


def sealed(
    session: Session, vault: Vault, now: datetime, shuffle: Callable[[list[HistoryEntry]], None]
) -> int:
    done = seal(session, mac=vault.audit_mac, shuffle=shuffle, now=now)
    session.flush()
    return done


def test_acts_are_sealed_once_and_the_chain_holds(
    session: Session, cast: Cast, vault: Vault, now: datetime
) -> None:
    write(session, cast, now, acts=3)
    assert verify(session, mac=vault.audit_mac).waiting == 3
    assert sealed(session, vault, now, Random(1).shuffle) == 3
    assert sealed(session, vault, now, Random(1).shuffle) == 0
    write(session, cast, now, acts=2)
    assert sealed(session, vault, now, Random(1).shuffle) == 2
    outcome = verify(session, mac=vault.audit_mac)
    assert (outcome.links, outcome.waiting, outcome.broken_at) == (5, 0, None)


def test_the_chain_tells_no_order(session: Session, cast: Cast, vault: Vault, now: datetime) -> None:
    write(session, cast, now, acts=5)
    sealed(session, vault, now, lambda batch: batch.sort(key=lambda entry: -entry.detail["number"]))
    chain = session.scalars(select(HistorySeal).order_by(HistorySeal.seq))
    assert [link.entry.detail["number"] for link in chain] == [4, 3, 2, 1, 0]


def test_what_a_participant_did_carries_the_day_alone(session: Session, cast: Cast, now: datetime) -> None:
    person = cast.participant()
    theirs = note(session, by=person.actor, action="answer.given", about=person, now=now)
    ours = note(session, by=CLOCK, action="round.closed", about=cast.community, now=now)
    assert (theirs.at.hour, theirs.at.date()) == (0, now.date())
    assert ours.at == now


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history_entry SET action = 'place.removed'",
        "UPDATE history_seal SET mac = 'x' WHERE seq = 2",
        "UPDATE history_seal SET seq = 9 WHERE seq = 2",
        "DELETE FROM history_seal WHERE seq = 2",
    ],
)
def test_a_change_by_somebody_who_took_the_locks_off_shows(
    database: Database, vault: Vault, now: datetime, change: str
) -> None:
    with database.work() as session:
        place = Community(slug="tesfa", name="Tesfa", language="en", region="GB")
        session.add(place)
        session.flush()
        for number in range(3):
            note(session, by=CLOCK, action="place.added", about=place, now=now, number=number)
        session.flush()
        seal(session, mac=vault.audit_mac, shuffle=Random(1).shuffle, now=now)
    with database.work() as session:
        unlock(session)
        session.execute(text(change))
    with database.reading() as session:
        assert verify(session, mac=vault.audit_mac).broken_at is not None


def unlock(session: Session) -> None:
    """What a person with the whole database in hand can do."""
    on = session.get_bind().dialect.name == "postgresql"
    for table in ("history_entry", "history_seal"):
        for act in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER {table}_no_{act}" + (f" ON {table}" if on else "")))
