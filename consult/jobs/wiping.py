"""Words wiped at the networks once their letters have ended, a few at a time."""

from datetime import datetime

from consult.jobs.faults import report
from consult.jobs.parts import Parts
from consult.post import wiping
from consult.post.wiping import Kept

MOST = 20
MOST_FAULTS = 2
"""After so many the turn ends: a network that is away must not keep a worker from its people."""


def wipe_words(parts: Parts, now: datetime) -> None:
    """Ask the networks to forget what has ended. No transaction is open meanwhile; what fails is
    asked again at a later turn."""
    with parts.database.reading() as session:
        kept = wiping.still_kept(session, providers=list(parts.providers), now=now, most=MOST)
    faults = 0
    for each in kept:
        if _wipe(parts, each):
            with parts.database.work() as session:
                wiping.note_wiped(session, attempt_id=each.attempt_id, now=now)
            continue
        faults += 1
        if faults >= MOST_FAULTS:
            return


def _wipe(parts: Parts, kept: Kept) -> bool:
    try:
        return parts.providers[kept.provider].wipe(kept.provider_message_id)
    except Exception as fault:
        report("wiping words at a network", fault)
        return False
