"""Take one thing that was asked for, do it, note it."""

from datetime import datetime

from consult.common import outbox
from consult.common.outbox import TakenOver
from consult.jobs.actions import ACTIONS
from consult.jobs.faults import report
from consult.jobs.parts import Parts


def do_next(parts: Parts, now: datetime) -> bool:
    """Do what is due longest; False when nothing is. Five failed tries set it aside."""
    with parts.database.work() as session:
        item = outbox.claim(session, now=now)
    if item is None:
        return False
    try:
        with parts.database.work() as session:
            ACTIONS[item.name](session, parts, now, **item.payload)
            outbox.done(session, item.id, now=now)
    except TakenOver:
        pass
    except Exception as fault:
        error = report(f"doing {item.name}", fault)
        with parts.database.work() as session:
            outbox.failed(session, item, error=error, now=now)
    return True
