"""What was signed and said nothing: counted once, as a hash that nobody can turn back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.post.records import Unreadable
from consult.post.unreadable import note_unreadable


def note(session: Session, vault: Vault, now: datetime, said: bytes, provider: str = "console") -> bool:
    return note_unreadable(session, vault=vault, provider=provider, said=said, now=now)


def test_the_same_request_counts_once(session: Session, vault: Vault, now: datetime) -> None:
    assert note(session, vault, now, b"\xff\0one")
    assert not note(session, vault, now, b"\xff\0one")
    assert note(session, vault, now, b"two")
    assert note(session, vault, now, b"two", provider="other")
    assert len(session.scalars(select(Unreadable)).all()) == 3


def test_only_a_keyed_hash_and_the_day_are_kept(session: Session, vault: Vault, now: datetime) -> None:
    note(session, vault, now, b"my secret")
    kept = session.scalars(select(Unreadable)).one()
    assert kept.digest == vault.lookup("unreadable", "my secret")
    assert kept.received_at == now.replace(hour=0)
