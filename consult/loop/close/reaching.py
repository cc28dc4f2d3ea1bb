"""Proofs that somebody was reached, each kept once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.common.ids import new_id
from consult.loop.close.records import How, Reached

AT_ONCE = 1000


def note_reached(
    session: Session,
    proofs: Sequence[tuple[UUID, UUID | None, UUID | None]],
    *,
    how: How,
    on: date,
    message_id: UUID | None = None,
    return_id: UUID | None = None,
) -> None:
    """Keep `proofs`: obligation, version, findings (one of the last two). The same twice is one."""
    session.flush()
    rows = [
        {
            "id": new_id(),
            "key": f"{obligation}:{version or findings}:{how}",
            "obligation_id": obligation,
            "version_id": version,
            "findings_id": findings,
            "how": how,
            "message_id": message_id,
            "return_id": return_id,
            "on": on,
        }
        for obligation, version, findings in proofs
    ]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    once = insert(Reached).on_conflict_do_nothing(index_elements=["key"])
    for start in range(0, len(rows), AT_ONCE):
        session.execute(once, rows[start : start + AT_ONCE])
