"""Who answers when those who run this leave: named at opening, shown to everybody, "nobody yet" too."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.closed_box import in_writing, read_public
from consult.common.errors import Refused, mark
from consult.common.fold import folded
from consult.loop.collect.consultations import consultations_of, tick, untick
from consult.loop.collect.records import Consultation, Successor
from consult.people.records import Account, Community

STEP = "who_follows"
"""The line of the list that a name ticks."""
LONGEST_NAME, LONGEST_ADDRESS = 120, 200


def name_successor(
    session: Session,
    *,
    consultation: Consultation,
    name: str,
    address: str = "",
    key: str = "",
    by: Account,
    now: datetime,
) -> Successor:
    """Say who answers then. Without a name it says: nobody yet. `key`: the public key of their house."""
    name, address, key = name.strip(), address.strip(), key.strip()
    if len(name) > LONGEST_NAME:
        raise Refused(mark("The name is too long. Use at most 120 letters."), field="name")
    if len(address) > LONGEST_ADDRESS:
        raise Refused(mark("Say where they are found in at most 200 letters."), field="address")
    if key:
        key = in_writing(read_public(key))
    if not name and (address or key):
        raise Refused(mark("Write who it is. Leave all three empty if nobody is named yet."), field="name")
    successor = Successor(
        consultation_id=consultation.id, name=name, address=address, key=key, by_id=by.id, at=now
    )
    session.add(successor)
    history.note(
        session, by=by.actor, action="successor.named", about=consultation, now=now, named=bool(name)
    )
    if name:
        tick(session, consultation=consultation, step=STEP, note=name, by=by, now=now)
    else:
        untick(session, consultation=consultation, step=STEP, by=by, now=now)
    session.flush()
    return successor


def successor_of(session: Session, consultation: Consultation) -> Successor | None:
    """The line that stands; None: nobody has written one."""
    return session.scalar(
        select(Successor)
        .where(Successor.consultation_id == consultation.id)
        .order_by(Successor.at.desc(), Successor.id)
        .limit(1)
    )


def named_for(session: Session, *, community: Community, key: X25519PublicKey) -> str:
    """The name that stands for the successor whose house has `key`; a key that stands there too must be this
    one. Refused where nobody is named, or the consultations of the community name different ones."""
    lines = [successor_of(session, each) for each in consultations_of(session, community=community)]
    named = [each for each in lines if each is not None and each.name]
    if not named:
        raise Refused(mark("Nobody is named yet who answers after you. Name them on the list first."))
    if len({folded(each.name) for each in named}) > 1:
        raise Refused(mark("The consultations name different successors. Name the same one on each."))
    keys = {each.key for each in named if each.key}
    if len(keys) > 1:
        raise Refused(mark("The consultations name different keys for the successor. Name the same on each."))
    if keys - {in_writing(key)}:
        raise Refused(mark("This is another key than the one that stands on the list for the successor."))
    return named[0].name
