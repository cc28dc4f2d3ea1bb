"""A sign of life from each long-running part, so that a silent worker is seen."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.common.record import Record

WORKER = "worker"


class Heartbeat(Record):
    __tablename__ = "heartbeat"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


def beat(session: Session, name: str, *, now: datetime) -> None:
    known = session.scalar(select(Heartbeat).where(Heartbeat.name == name))
    if known:
        known.at = now
    else:
        session.add(Heartbeat(name=name, at=now))


def age(session: Session, name: str, *, now: datetime) -> timedelta | None:
    """How long ago `name` was last seen; None if never."""
    at = session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))
    return None if at is None else now - at
