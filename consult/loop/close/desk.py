"""The desk of an office: what it owes, where each answer waits and since when, cards and their clock,
promises that are overdue, and until when its plans are open. Reads alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from consult.loop.close.verdicts import owed_by, reopened_of
from consult.loop.respond.owed import Addressed, Waits, addressed_to, days_of_oldest
from consult.loop.respond.plans import days_ahead
from consult.loop.respond.promise_states import overdue, promises_of
from consult.loop.respond.records import PlanningDay, ResponseVersion
from consult.loop.respond.stop_states import Seen, owed_cards
from consult.people.records import Office

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """Where `count` of the answers wait that are owed, the oldest since `since`. `level`: whose permission
    is missing, or to whom they were handed over."""

    waits: Waits
    level: str
    count: int
    since: date


@dataclass(frozen=True)
class Desk:
    """`found`: every theme addressed to the office; `owed`: those without their answer, the oldest first,
    which is owed for `days` days. `answered`: answers that went out in the last seven days. `overdue`:
    the days of promises that have passed, the first one first. `cards`: those to answer, the oldest first."""

    found: list[Addressed]
    owed: list[Addressed]
    reopened: dict[UUID, date]
    days: int
    places: list[Place]
    answered: int
    cards: list[Seen]
    overdue: list[date]
    plans: list[PlanningDay]


def desk_of(session: Session, *, office: Office, now: datetime) -> Desk:
    found = addressed_to(session, office=office, now=now)
    owed = owed_by(session, office=office, now=now)
    past = [overdue(each, now.date()) for each in promises_of(session, office=office)]
    return Desk(
        found=found,
        owed=owed,
        reopened=reopened_of(session, found),
        days=days_of_oldest(owed, now=now),
        places=places_of(owed),
        answered=len({each.id for each in _went_out(found, since=now - WEEK)}),
        cards=owed_cards(session, office=office, now=now),
        overdue=sorted(each for each in past if each),
        plans=days_ahead(session, office=office, today=now.date()),
    )


def _went_out(found: Iterable[Addressed], *, since: datetime) -> list[ResponseVersion]:
    """The decisions published after `since`; a mended typing mistake is none."""
    versions = [each.published for each in found if each.published is not None]
    return [
        each for each in versions if not each.only_wording and each.published_at and each.published_at > since
    ]


def places_of(owed: Iterable[Addressed]) -> list[Place]:
    """The places at which answers wait, that of the one that waits there longest first."""
    found: dict[tuple[Waits, str], list[date]] = {}
    for each in owed:
        found.setdefault((each.waits, each.level), []).append(each.waits_since)
    places = [Place(waits, level, len(days), min(days)) for (waits, level), days in found.items()]
    return sorted(places, key=lambda place: (place.since, place.waits))
