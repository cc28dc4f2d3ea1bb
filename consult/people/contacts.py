"""Telephones: kept encrypted and bound to their row, found by a keyed hash. STOP is the phone's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.days import day_of
from consult.common.errors import Refused
from consult.common.history import Actor
from consult.common.ids import new_id
from consult.common.once import add_once
from consult.common.vault import Vault
from consult.people.numbers import normal
from consult.people.records import ContactPoint

COLUMN = "contact_point.number"
WHAT = "phone"
SOMEBODY = Actor("participant")
"""Whoever holds the phone: a text does not say which of its people wrote it."""


def contact_point_for(
    session: Session, *, vault: Vault, number: str, region: str, provider: str
) -> ContactPoint:
    """The telephone of `number`, made when it is new. Raises Refused for an impossible number.

    Two who ask at once get the same one.
    """
    return point_of(session, vault=vault, plain=normal(number, region), provider=provider)


def point_of(session: Session, *, vault: Vault, plain: str, provider: str) -> ContactPoint:
    """The telephone of a number that stands in E.164 already, made when it is new."""
    known = _find(session, vault, plain)
    if known:
        if not known.sealed_number:  # forgotten, but still silent: it wrote again
            known.sealed_number = vault.seal(plain, row=known.id, column=COLUMN)
        return known
    point_id = new_id()
    lookup = vault.lookup(WHAT, plain)
    sealed = vault.seal(plain, row=point_id, column=COLUMN)
    add_once(
        session,
        ContactPoint,
        unique=["lookup"],
        id=point_id,
        lookup=lookup,
        sealed_number=sealed,
        provider=provider,
    )
    return session.scalars(select(ContactPoint).where(ContactPoint.lookup == lookup)).one()


def find_contact_point(session: Session, *, vault: Vault, number: str) -> ContactPoint | None:
    """The known telephone of `number` (with its country code), or None."""
    try:
        return _find(session, vault, normal(number, "ZZ"))
    except Refused:
        return None


def _find(session: Session, vault: Vault, plain: str) -> ContactPoint | None:
    hashes = vault.lookups(WHAT, plain)
    return session.scalar(select(ContactPoint).where(ContactPoint.lookup.in_(hashes)))


def number_of(point: ContactPoint, *, vault: Vault) -> str:
    """The number in E.164, for the moment of sending only."""
    return vault.open(point.sealed_number, row=point.id, column=COLUMN)


def stop(session: Session, *, point: ContactPoint, by: Actor = SOMEBODY, now: datetime) -> None:
    """No more texts to this phone, for anyone who uses it. Their words stay."""
    if point.stopped_at is None:
        point.stopped_at = day_of(now)
        history.note(session, by=by, action="phone.stopped", about=point, now=now)


def start(session: Session, *, point: ContactPoint, by: Actor = SOMEBODY, now: datetime) -> None:
    """Texts again. A phone that asks for it is also alive."""
    if point.stopped_at is not None or point.dead_at is not None:
        point.stopped_at = point.dead_at = None
        history.note(session, by=by, action="phone.started", about=point, now=now)


def mark_dead(session: Session, *, point: ContactPoint, now: datetime) -> None:
    """The network says that nobody has this number any more."""
    if point.dead_at is None:
        point.dead_at = day_of(now)
        history.note(session, by=history.CLOCK, action="phone.dead", about=point, now=day_of(now))


def heard(session: Session, *, point: ContactPoint, now: datetime) -> None:
    """Somebody wrote from this phone: whatever the network said, it is alive. Its STOP stays."""
    if point.dead_at is not None:
        point.dead_at = None
        history.note(session, by=SOMEBODY, action="phone.alive", about=point, now=day_of(now))
