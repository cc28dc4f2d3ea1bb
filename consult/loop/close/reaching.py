"""Proofs that somebody was reached, each kept once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from consult.common.once import add_all_once
from consult.loop.close.records import How, Reached


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
    add_all_once(session, Reached, rows, unique=["key"])
