"""What is counted with no transaction open, since it may take a while: a release by group and place, what
was heard so far where very many cards are sorted, and the ledgers."""

from datetime import datetime
from uuid import UUID

from consult.jobs.parts import Parts
from consult.loop.close import ledger_kept
from consult.loop.close.ledger import ledger
from consult.loop.collect.records import Consultation
from consult.loop.understand import heard_so_far
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


def count_what_was_heard(parts: Parts, now: datetime) -> None:
    """In one consultation at a turn: others wait for the next."""
    with parts.database.reading() as session:
        consultation = heard_so_far.to_count(session, now=now)
        if consultation is None:
            return
        which, came = consultation.id, heard_so_far.count(session, consultation=consultation)
    with parts.database.work() as session:
        heard_so_far.keep(session, consultation_id=which, came=came, now=now)


def count_ledgers(parts: Parts, now: datetime) -> None:
    """Each that is an hour old, one after the other; killed in between, the others wait for their turn."""
    with parts.database.reading() as session:
        waiting = ledger_kept.to_count(session, now=now)
    for which in waiting:
        with parts.database.reading() as session:
            consultation = session.get_one(Consultation, which)
            counted = ledger(session, consultation=consultation, chain=parts.languages.reads, now=now)
        with parts.database.work() as session:
            ledger_kept.keep(session, consultation_id=which, counted=counted, k=parts.small_cell, now=now)
