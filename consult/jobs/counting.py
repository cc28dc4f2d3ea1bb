"""A release by group and place: counted with no transaction open, since it may take a while."""

from datetime import datetime
from uuid import UUID

from consult.jobs.parts import Parts
from consult.loop.understand.breakdowns import break_down
from consult.loop.understand.records import Findings


def break_down_before(parts: Parts, now: datetime, *, findings_id: str, small_cell: int) -> None:
    """Counting twice is once: what is there is left as it is."""
    with parts.database.reading() as session:
        findings = session.get_one(Findings, UUID(findings_id))
        made = break_down(session, vault=parts.vault, findings=findings, small_cell=small_cell)
    with parts.database.work() as session:
        session.add_all(made)


BEFORE = {"break_down": break_down_before}
