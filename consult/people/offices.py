"""Offices that answer: mission sections, agencies, local authorities."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.people import names
from consult.people.records import Office
from consult.people.slugs import checked


def make(session: Session, *, slug: str, name: str, by: Actor, now: datetime) -> Office:
    slug, name = checked(slug), names.checked(name)
    if session.scalar(select(Office.id).where(Office.slug == slug)):
        raise Refused(mark("There is an office with this short name already."), field="slug")
    office = Office(slug=slug, name=name)
    session.add(office)
    session.flush()
    history.note(session, by=by, action="office.made", about=office, now=now)
    return office


def rename(session: Session, *, office: Office, name: str, by: Actor, now: datetime) -> None:
    """Another name for the same office: what it owes and has answered stays its own."""
    office.name = names.checked(name)
    history.note(session, by=by, action="office.renamed", about=office, now=now)


def disable(session: Session, *, office: Office, by: Actor, now: datetime) -> None:
    """Close an office: no seat is given there and no new theme goes to it. What it owes it still owes."""
    if office.disabled_at is None:
        office.disabled_at = now
        history.note(session, by=by, action="office.disabled", about=office, now=now)


def answering(session: Session) -> list[Office]:
    """The offices that can be asked to answer, by name."""
    return list(session.scalars(select(Office).where(Office.disabled_at.is_(None)).order_by(Office.name)))
