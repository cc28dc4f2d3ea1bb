"""Take one thing that was asked for, do it, note it."""

import math
from collections.abc import Callable
from datetime import datetime
from time import perf_counter, sleep

from consult.common import outbox
from consult.common.outbox import TakenOver
from consult.jobs import counting, mailing, pointing, reminding
from consult.jobs.actions import ACTIONS
from consult.jobs.faults import report
from consult.jobs.parts import Parts

BEFORE: dict[str, Callable[..., None]] = {
    **mailing.BEFORE,
    **counting.BEFORE,
    **reminding.BEFORE,
    **pointing.BEFORE,
}
BREATHS = ((0.03, 0.0), (0.12, 0.03), (0.17, 0.055), (math.inf, 0.11))
"""Seconds: after a piece of up to so many, a pause of so many. SQLite keeps no queue: who waits for a
writer looks every 25 ms, after an eighth of a second every 50, and after a quarter every 100."""


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
    if parts.database.engine.dialect.name == "sqlite":
        sleep(next(pause for most, pause in BREATHS if took <= most))
