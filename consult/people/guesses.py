"""Guessing at receipts, counted over everybody together: no network address is asked for or kept.

The bucket is never a hard stop. While it is dry, one wrong try locks a receipt instead of five, and
pages let people wait a moment: whoever types their own number still gets in.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.once import add_once
from consult.people.records import GuessBucket

MOST = 60
"""Wrong tries in a row, by everybody together, that nobody notices."""
REFILL = timedelta(seconds=5)
"""After so long one more wrong try is free again."""
RECEIPTS = "receipt"


def dry(session: Session, *, now: datetime) -> bool:
    """Whether more wrong numbers were tried lately than people mistype."""
    bucket = session.scalar(select(GuessBucket).where(GuessBucket.what == RECEIPTS))
    return bucket is not None and _left(bucket, now) < 1


def spend(session: Session, *, now: datetime) -> None:
    """One wrong try."""
    add_once(session, GuessBucket, unique=["what"], what=RECEIPTS, tries_left=MOST, at=now)
    # Held, so that tries at the same moment are counted one by one.
    found = select(GuessBucket).where(GuessBucket.what == RECEIPTS)
    bucket = session.scalars(found.with_for_update().execution_options(populate_existing=True)).one()
    left = _left(bucket, now)
    if left >= MOST:
        bucket.at = now
    else:
        bucket.at += (left - bucket.tries_left) * REFILL
    bucket.tries_left = max(left - 1, 0)
    session.flush()


def _left(bucket: GuessBucket, now: datetime) -> int:
    """Free tries by now. A clock that was set back gives none."""
    return min(MOST, bucket.tries_left + max(0, (now - bucket.at) // REFILL))
