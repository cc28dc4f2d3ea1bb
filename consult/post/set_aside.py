"""What failed five times and waits for a person: seen by day, place and fault, and taken up again.

Neither the words nor the number show here; who looks learns what broke, not who wrote.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.outbox import OutboxItem
from consult.post.records import Inbound


@dataclass(frozen=True)
class SetAside:
    """`what`: the network that brought a letter, or the name of the work; `error`: which fault, and where."""

    id: UUID
    day: date
    what: str
    error: str


def set_aside(session: Session, *, most: int = 200) -> list[SetAside]:
    """Letters and work that wait for a person, at most `most` of each, the longest waiting first."""
    letters = session.scalars(
        select(Inbound)
        .where(Inbound.set_aside_at.is_not(None), Inbound.sealed.is_not(None))
        .order_by(Inbound.set_aside_at)
        .limit(most)
    )
    work = session.scalars(
        select(OutboxItem)
        .where(OutboxItem.set_aside_at.is_not(None))
        .order_by(OutboxItem.set_aside_at)
        .limit(most)
    )
    rows = [(each, each.provider) for each in letters] + [(each, each.name) for each in work]
    return [
        SetAside(row.id, row.set_aside_at.date(), what, row.error or "")
        for row, what in rows
        if row.set_aside_at
    ]


def again(session: Session, *, waiting: UUID, by: Actor, now: datetime) -> None:
    """Take up again the letter or the work with that id: five new tries, from now on.

    Raises Refused where nothing with that id waits, so a second ask changes nothing.
    """
    row = session.get(Inbound, waiting, with_for_update=True) or session.get(
        OutboxItem, waiting, with_for_update=True
    )
    if row is None or row.set_aside_at is None or (isinstance(row, Inbound) and row.sealed is None):
        raise Refused(mark("Nothing that was set aside has this number. Perhaps it was taken up already."))
    row.set_aside_at = row.leased_until = None
    row.tries = 0
    history.note(session, by=by, action="set_aside.again", about=row, now=now)
    session.flush()
