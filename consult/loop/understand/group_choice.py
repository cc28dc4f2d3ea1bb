"""A small group whose voice stands out decides itself how it is shown: by its name, without, spoken only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import GroupShown, Shown
from consult.people.communities import places_of
from consult.people.lists import groups_of
from consult.people.permissions import Action
from consult.people.records import Account, Group, Place

LONGEST = 1000


@dataclass(frozen=True)
class Choice:
    """A group or place, and what it decided: the newest word, None where nobody asked it yet."""

    about: Group | Place
    decided: GroupShown | None


def choices(session: Session, consultation: Consultation) -> list[Choice]:
    """Every group and place of the community, groups by number, then places."""
    newest = _newest(session, consultation)
    community = consultation.community
    about: list[Group | Place] = [*groups_of(session, community), *places_of(session, community)]
    return [Choice(each, newest.get(each.id)) for each in about]


def shown_as(session: Session, consultation: Consultation) -> Mapping[UUID, Shown]:
    """What groups and places decided, by id; those that decided nothing are not in it."""
    return {about: each.shown for about, each in _newest(session, consultation).items()}


def _newest(session: Session, consultation: Consultation) -> dict[UUID, GroupShown]:
    rows = session.scalars(
        select(GroupShown)
        .where(GroupShown.consultation_id == consultation.id)
        .options(joinedload(GroupShown.group), joinedload(GroupShown.place))
        .order_by(GroupShown.at, GroupShown.id)
    )
    return {each.group_id or each.place_id: each for each in rows}  # type: ignore[misc]  # one of the two


def decide(
    session: Session,
    *,
    consultation: Consultation,
    about: Group | Place,
    shown: Shown,
    said_how: str,
    by: Account,
    now: datetime,
) -> GroupShown:
    """Keep what the group said. It holds from now on; a release that is out shows less from now, never
    more: a name that was left out of it stays out."""
    must_be_representative(session, by=by, action=Action.RELEASE, consultation=consultation, now=now)
    if about.community_id != consultation.community_id:
        raise Refused(mark("Choose a group or a place of this community."), field="about")
    if not said_how.strip() or len(said_how.strip()) > LONGEST:
        raise Refused(mark("Say in a sentence who asked them, and where they said it."), field="said_how")
    decided = GroupShown(
        consultation_id=consultation.id,
        group=about if isinstance(about, Group) else None,
        place=about if isinstance(about, Place) else None,
        shown=shown,
        said_how=said_how.strip(),
        by_id=by.id,
        at=now,
    )
    session.add(decided)
    session.flush()
    history.note(session, by=by.actor, action="group.shown", about=decided, now=now, shown=str(shown))
    return decided
