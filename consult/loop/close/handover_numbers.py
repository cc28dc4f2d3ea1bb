"""The numbers that came with a hand-over: each by its person's yes, and STOP with it.

A newer pack tells what people chose there since, and is followed, unless they chose here themselves: then
the one of both holds that asks for less.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.history import HistoryEntry
from consult.common.vault import Vault
from consult.people import contacts, reaches
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.people.tombstones import buried

LESS_FIRST = (HearBack.NOTHING, HearBack.KNOCK, HearBack.WHOLE)
WITHDRAWN = "reach.withdrawn"
"""A number that came, and is no more among those that may go on; it may come again."""
Told = dict[str, Any]


def take_numbers(session: Session, vault: Vault, ways: list[Told], provider: str, now: datetime) -> set[UUID]:
    """The numbers that came: each phone found or made, STOP with it. Who can be met by one now.

    Who left here, and a number that must not come back, stays away; STOP holds for such a phone too.
    """
    met: set[UUID] = set()
    came = {UUID(hex=way["id"]) for way in ways}
    for way in ways:
        person = session.get(Participant, way["participant"])
        gone = person is None or person.left_on is not None
        if gone or buried(session, vault=vault, what=contacts.WHAT, text=way["number"]):
            stranger = contacts.find_contact_point(session, vault=vault, number=way["number"])
            if stranger is not None and way["stopped"]:
                contacts.stop(session, point=stranger, by=history.OPERATOR, now=now)
            continue
        point = contacts.point_of(session, vault=vault, plain=way["number"], provider=provider)
        _as_there(session, point, way, came, now)
        session.flush()
        known = session.get(Reach, UUID(hex=way["id"]))
        reach = _again(session, known, way, point) if known is not None else _reach(session, way, point)
        if reach is None:
            continue
        _keep_for_others(session, reach, way, now)
        silent = point.stopped_at is not None or point.dead_at is not None
        if reach.until is None and reach.hear_back is not HearBack.NOTHING and not silent:
            met.add(reach.participant_id)
    return met


def withdraw_number(session: Session, *, reach: Reach, now: datetime) -> None:
    """A number that came does not stay; one that the person gave here is theirs to take back."""
    if not _said_here(session, reach.id, "reach.given"):
        reach.until = now.date()
        history.note(session, by=history.OPERATOR, action=WITHDRAWN, about=reach, now=now)


def _as_there(session: Session, point: ContactPoint, way: Told, came: set[UUID], now: datetime) -> None:
    """STOP and dead as in the house before. START there ends the STOP that came from there, and no other."""
    if way["stopped"]:
        contacts.stop(session, point=point, by=history.OPERATOR, now=now)
    elif point.stopped_at is not None and _all_came(session, point, came):
        contacts.start(session, point=point, by=history.OPERATOR, now=now)
    if way["dead"]:
        contacts.mark_dead(session, point=point, now=now)


def _all_came(session: Session, point: ContactPoint, came: set[UUID]) -> bool:
    """Whether nobody uses the phone but those of this pack, and STOP was said of it over there."""
    users = {each.id for each in reaches.on_phone(session, point=point)}
    return users <= came and not _said_here(session, point.id, "phone.stopped")


def _again(session: Session, reach: Reach, way: Told, point: ContactPoint) -> Reach | None:
    """A way that came before, as it is there now. Who ended it here themselves is not met by it again."""
    chosen = HearBack(way["hear_back"])
    if _said_here(session, reach.id, "reach.chosen"):
        chosen = min(reach.hear_back, chosen, key=LESS_FIRST.index)
    reach.hear_back = chosen
    if reach.until is None or _said_here(session, reach.id, "reach.ended"):
        return reach
    if reach.contact_point_id != point.id:  # the phone was forgotten here meanwhile
        free = _free(session, way, point)
        if free is None:
            return None
        reach.contact_point, reach.suffix = point, free
    reach.until = None
    session.flush()
    return reach


def _keep_for_others(session: Session, reach: Reach, way: Told, now: datetime) -> None:
    """Who else uses the phone did not agree and is nobody here. Their number on it is kept free for them,
    as one that was given: so texts go on saying for which person they are."""
    used = set(session.scalars(select(Reach.suffix).where(Reach.contact_point_id == reach.contact_point_id)))
    for suffix in set(way["others"]) - used:
        session.add(
            Reach(
                id=_kept(reach.contact_point_id, suffix),
                participant_id=reach.participant_id,
                contact_point_id=reach.contact_point_id,
                suffix=suffix,
                hear_back=HearBack.NOTHING,
                since=now.date(),
                until=now.date(),
            )
        )
    session.flush()


def _kept(point: UUID, suffix: int) -> UUID:
    return uuid5(point, f"kept:{suffix}")


def _reach(session: Session, way: Told, point: ContactPoint) -> Reach | None:
    """A way that is new here. A person who gave this number here too is met there once."""
    own = select(Reach).where(
        Reach.contact_point_id == point.id,
        Reach.participant_id == way["participant"],
        Reach.until.is_(None),
    )
    here = session.scalar(own)
    if here is not None:
        return here
    free = _free(session, way, point)
    if free is None:
        return None
    reach = Reach(
        id=UUID(hex=way["id"]),
        participant_id=way["participant"],
        contact_point_id=point.id,
        suffix=free,
        hear_back=HearBack(way["hear_back"]),
        since=date.fromisoformat(way["since"]),
    )
    session.add(reach)
    session.flush()
    return reach


def _free(session: Session, way: Told, point: ContactPoint) -> int | None:
    """The person's number on the phone stays the same, unless somebody else has it here. Another one is
    nobody's over there either: who stayed there goes on texting as that person."""
    kept = session.get(Reach, _kept(point.id, way["suffix"]))
    if kept is not None and kept.contact_point_id == point.id and kept.suffix == way["suffix"]:
        session.delete(kept)  # it was kept for them
        session.flush()
    used = set(session.scalars(select(Reach.suffix).where(Reach.contact_point_id == point.id)))
    rest = range(1, reaches.MOST_ON_A_PHONE + 1)
    every = (way["suffix"], *(each for each in rest if each not in way["others"]), *rest)
    return next((each for each in every if each not in used), None)


def _said_here(session: Session, about: UUID, action: str) -> bool:
    """Whether somebody who holds the phone did this in this house."""
    said = select(HistoryEntry.id).where(
        HistoryEntry.about_id == about,
        HistoryEntry.action == action,
        HistoryEntry.actor_kind == contacts.SOMEBODY.kind,
    )
    return session.scalar(said.limit(1)) is not None
