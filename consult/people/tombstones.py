"""What must not come back: a keyed hash that outlives the thing, replays and restored backups.

A buried number may join again by its own new text, as a stranger. An import never brings it back.
Tombstones cannot be made anew with another key, so old lookup keys stay in the key file.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.once import add_once
from consult.common.vault import Vault
from consult.people.records import Tombstone


def bury(session: Session, *, vault: Vault, what: str, text: str, now: datetime) -> None:
    """`text` of the kind `what` (say a "phone" in E.164) must not come back. Twice is once."""
    if buried(session, vault=vault, what=what, text=text):
        return
    lookup = vault.lookup(_kind(what), text)
    add_once(session, Tombstone, unique=["what", "hash"], what=what, hash=lookup, made_on=now.date())


def buried(session: Session, *, vault: Vault, what: str, text: str) -> bool:
    hashes = vault.lookups(_kind(what), text)
    found = select(Tombstone.id).where(Tombstone.what == what, Tombstone.hash.in_(hashes))
    return session.scalar(found.limit(1)) is not None


def _kind(what: str) -> str:
    return f"tombstone.{what}"
