"""Signed requests that said nothing we know: counted once each, never kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common.days import day_of
from consult.common.once import add_once
from consult.common.vault import Vault
from consult.post.records import Unreadable

WHAT = "unreadable"


def note_unreadable(session: Session, *, vault: Vault, provider: str, said: bytes, now: datetime) -> bool:
    """Note that `said` came, as a keyed hash and a day. False: the very same came before."""
    return add_once(
        session,
        Unreadable,
        unique=["provider", "digest"],
        provider=provider,
        digest=vault.lookup(WHAT, said.decode("latin-1")),
        received_at=day_of(now),
    )
