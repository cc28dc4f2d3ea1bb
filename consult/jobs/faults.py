"""What went wrong, in words that tell nothing about a person: the kind of fault and where in our code."""

import logging
import traceback
from pathlib import Path

import consult

HOUSE = Path(consult.__file__).parent
log = logging.getLogger("consult.worker")


def fault_of(error: BaseException) -> str:
    """Say ``KeyError in loop/close/fanout.py:63``. The error's own text may hold words or numbers."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(HOUSE)
    ]
    where = f" in {Path(ours[-1].filename).relative_to(HOUSE)}:{ours[-1].lineno}" if ours else ""
    return type(error).__name__ + where


def report(doing: str, error: BaseException) -> str:
    """Log the fault of `doing` and return its name."""
    fault = fault_of(error)
    log.error("While %s: %s", doing, fault)
    return fault
