"""Take one thing that was asked for, do it, note it."""

from collections.abc import Callable
from datetime import datetime
from time import perf_counter, sleep

from consult.common import outbox
from consult.common.outbox import TakenOver
from consult.jobs import counting, mailing
from consult.jobs.actions import ACTIONS
from consult.jobs.faults import report
from consult.jobs.parts import Parts

BEFORE: dict[str, Callable[..., None]] = {**mailing.BEFORE, **counting.BEFORE}
LEAST_BREATH, MOST_BREATH = 0.03, 0.11
"""Seconds. SQLite keeps no queue: who waits for a writer looks after 25 ms, later after 50, then 100."""


def do_next(parts: Parts, now: datetime) -> bool:
    """Do what is due longest; False when nothing is. Five failed tries set it aside.

    After a long piece comes a pause, so that others find the database free when they look.
    """
    with parts.database.work() as session:
        item = outbox.claim(session, now=now)
    if item is None:
        return False
    begun = perf_counter()
    try:
        if item.name in BEFORE:
            BEFORE[item.name](parts, now, **item.payload)
        with parts.database.work() as session:
            ACTIONS[item.name](session, parts, now, **item.payload)
            outbox.done(session, item.id, now=now)
    except TakenOver:
        pass
    except Exception as fault:
        error = report(f"doing {item.name}", fault)
        with parts.database.work() as session:
            outbox.failed(session, item, error=error, now=now)
    _breathe(parts, perf_counter() - begun)
    return True


def _breathe(parts: Parts, took: float) -> None:
    """Let pages write on SQLite after a piece that `took` so many seconds."""
    if took > LEAST_BREATH and parts.database.engine.dialect.name == "sqlite":
        sleep(min(max(took / 2, LEAST_BREATH), MOST_BREATH))
