"""Communities with their committee, and the places that people come from or stay in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.people import danger, names
from consult.people.numbers import known_region
from consult.people.records import Committee, Community, Place
from consult.people.slugs import checked


def make(
    session: Session,
    *,
    slug: str,
    name: str,
    language: str,
    region: str,
    timezone: str,
    committee: str = "",
    public: bool = True,
    danger_place: str = "",
    danger_number: str = "",
    by: Actor,
    now: datetime,
) -> Community:
    """A new community with its committee (called `committee`, or like the community).

    `region` is the country in which numbers are read; `timezone` an IANA name, for quiet hours.
    """
    slug, name, region = checked(slug), names.checked(name), region.strip().upper()
    if session.scalar(select(Community.id).where(Community.slug == slug)):
        raise Refused(mark("There is a community with this short name already."), field="slug")
    if not known_region(region):
        raise Refused(mark("Please write the two letters of a country, such as KE."), field="region")
    community = Community(
        slug=slug,
        name=name,
        language=language,
        region=region,
        timezone=_timezone(timezone),
        public=public,
        danger_place=danger_place.strip(),
        danger_number=danger_number.strip(),
    )
    session.add_all([community, Committee(community=community, name=committee.strip() or name)])
    session.flush()
    history.note(session, by=by, action="community.made", about=community, now=now)
    return community


def _timezone(timezone: str) -> str:
    try:
        return ZoneInfo(timezone.strip()).key
    except (KeyError, ValueError, OSError):  # unknown, odd signs, or a folder of the list
        raise Refused(
            mark("Please write a time zone by its usual name, such as Africa/Nairobi."), field="timezone"
        ) from None


def describe(
    session: Session,
    *,
    community: Community,
    name: str,
    public: bool,
    danger_place: str,
    danger_number: str,
    by: Actor,
    now: datetime,
) -> None:
    """Change what people see of a community: its name, whether it stands on /, where to go in danger."""
    community.name, community.public = names.checked(name), public
    if community.danger_place != danger_place.strip():
        danger.forget_other_languages(session, community=community)
    community.danger_place, community.danger_number = danger_place.strip(), danger_number.strip()
    history.note(session, by=by, action="community.described", about=community, now=now)


def disable(session: Session, *, community: Community, by: Actor, now: datetime) -> None:
    """Close a community: nothing new begins and no seat is given. What is owed there stays owed."""
    if community.disabled_at is None:
        community.disabled_at = now
        history.note(session, by=by, action="community.disabled", about=community, now=now)


def add_place(session: Session, *, community: Community, name: str, by: Actor, now: datetime) -> Place:
    name = names.checked(name)
    if any(place.name == name for place in places_of(session, community)):
        raise Refused(mark("This place is on the list already."), field="name")
    place = Place(community=community, name=name)
    session.add(place)
    session.flush()
    history.note(session, by=by, action="place.added", about=place, now=now)
    return place


def places_of(session: Session, community: Community) -> list[Place]:
    return list(session.scalars(select(Place).where(Place.community_id == community.id).order_by(Place.name)))


def committee_of(session: Session, community: Community) -> Committee:
    """The advisory committee that was made with `community`."""
    return session.scalars(select(Committee).where(Committee.community_id == community.id)).one()
