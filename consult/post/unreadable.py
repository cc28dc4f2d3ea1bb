"""Signed requests that said nothing we know: counted once each, never kept."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.common.ids import new_id
from consult.common.vault import Vault
from consult.post.coarsen import day
from consult.post.records import Unreadable

WHAT = "unreadable"


def note_unreadable(session: Session, *, vault: Vault, provider: str, said: bytes, now: datetime) -> bool:
    """Note that `said` came, as a keyed hash and a day. False: the very same came before."""
    values = {
        "id": new_id(),
        "provider": provider,
        "digest": vault.lookup(WHAT, said.decode("latin-1")),
        "received_at": day(now),
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    noted = session.scalar(
        insert(Unreadable)
        .values(values)
        .on_conflict_do_nothing(index_elements=["provider", "digest"])
        .returning(Unreadable.id)
    )
    return noted is not None
