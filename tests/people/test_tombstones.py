"""What was buried stays buried, under any key, and may begin anew only by itself."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.people import contacts, reaches, tombstones
from consult.people.participants import newcomer
from consult.people.records import Tombstone
from tests.cast import Cast, number
from tests.people.test_contacts import turned


def test_what_is_buried_is_known_and_nothing_else_is(session: Session, vault: Vault, now: datetime) -> None:
    tombstones.bury(session, vault=vault, what="phone", text=number(7), now=now)
    assert tombstones.buried(session, vault=vault, what="phone", text=number(7))
    assert not tombstones.buried(session, vault=vault, what="phone", text=number(8))
    assert not tombstones.buried(session, vault=vault, what="row", text=number(7))


def test_burying_twice_is_once(session: Session, vault: Vault, now: datetime) -> None:
    for _ in range(2):
        tombstones.bury(session, vault=vault, what="phone", text=number(7), now=now)
    assert len(session.scalars(select(Tombstone)).all()) == 1


def test_a_turned_key_forgets_no_tombstone(
    session: Session, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    tombstones.bury(session, vault=vault, what="phone", text=number(7), now=now)
    newer = turned(tmp_path)
    assert tombstones.buried(session, vault=newer, what="phone", text=number(7))
    tombstones.bury(session, vault=newer, what="phone", text=number(7), now=now)
    assert len(session.scalars(select(Tombstone)).all()) == 1


def test_a_tombstone_tells_neither_the_number_nor_its_phone(
    session: Session, vault: Vault, now: datetime
) -> None:
    point = contacts.contact_point_for(
        session, vault=vault, number=number(7), region="GB", provider="console"
    )
    tombstones.bury(session, vault=vault, what="phone", text=number(7), now=now)
    row = "|".join(str(value) for value in session.execute(text("SELECT * FROM tombstone")).one())
    assert number(7)[3:] not in row
    assert point.lookup not in row


def test_a_buried_number_that_joins_again_is_a_stranger(
    session: Session, vault: Vault, cast: Cast, now: datetime
) -> None:
    point = contacts.contact_point_for(
        session, vault=vault, number=number(7), region="GB", provider="console"
    )
    before = newcomer(session, community=cast.community, language="en", now=now)
    reach = reaches.give_reach(session, participant=before, point=point, now=now)
    reaches.end(session, reach=reach, now=now)
    tombstones.bury(session, vault=vault, what="phone", text=number(7), now=now)
    same = contacts.contact_point_for(session, vault=vault, number=number(7), region="GB", provider="console")
    stranger = newcomer(session, community=cast.community, language="en", now=now)
    assert reaches.on_phone(session, point=same) == []
    assert reaches.give_reach(session, participant=stranger, point=same, now=now).suffix == 2
    assert tombstones.buried(session, vault=vault, what="phone", text=number(7))
