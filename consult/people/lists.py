"""Two lists of who should be heard: the community's own, and who others say is never asked here.

A line names a group or a place, about how many people it has, or that nobody knows, and where this
comes from. Correcting a line writes a new one; the earlier ones stay.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.history import Actor
from consult.people import names
from consult.people.helper_links import is_living
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Estimate, Group, HelperLink, Place, WhoseList

MOST_PEOPLE = 100_000_000
MOST_LETTERS = 1000
MOST_GROUPS = 40
"""More than this nobody reads on a small screen, and each is asked about after the answers."""


@dataclass(frozen=True)
class Listed:
    """A group or a place with what each list says of it, and the lines that were corrected."""

    about: Group | Place
    own: Estimate | None
    outside: Estimate | None
    earlier: list[Estimate]


def groups_of(session: Session, community: Community) -> list[Group]:
    """The groups that are on a list now, by number."""
    return list(
        session.scalars(
            select(Group)
            .where(Group.community_id == community.id, Group.retired_at.is_(None))
            .order_by(Group.number)
        )
    )


def name_group(
    session: Session, *, community: Community, name: str, by: Account | HelperLink, now: datetime
) -> Group:
    """The group of that name, found, brought back or made."""
    name = names.checked(name)
    known = list(session.scalars(select(Group).where(Group.community_id == community.id)))
    found = next((each for each in known if each.name.casefold() == name.casefold()), None)
    if found is not None and found.retired_at is None:
        return found
    if sum(each.retired_at is None for each in known) >= MOST_GROUPS:
        raise Refused(
            mark("The lists hold %(most)s groups already. Put some of them together."),
            field="name",
            most=MOST_GROUPS,
        )
    if found is None:
        number = max((each.number for each in known), default=0) + 1
        found = Group(community=community, number=number, name=name)
        session.add(found)
    found.retired_at = None
    session.flush()
    history.note(session, by=_actor(by), action="group.named", about=found, now=now, number=found.number)
    return found


def estimate(
    session: Session,
    *,
    community: Community,
    whose: WhoseList,
    about: Group | Place | str,
    people: int | None,
    source: str,
    by: Account | HelperLink,
    now: datetime,
) -> Estimate:
    """Write a line on one of the lists; `about` may be the name of a group that is new. `people` None:
    we do not know.

    Representatives write on both lists; who sits here otherwise, and a helper, on the outsider's alone.
    A line of a helper names no account.
    """
    _may_write(session, community, whose, by, now)
    if people is not None and not 0 < people <= MOST_PEOPLE:
        raise Refused(
            mark("Write about how many people they are, in digits, or leave it empty."), field="people"
        )
    if not source.strip():
        raise Refused(mark("Say in a sentence where this comes from, or who named them."), field="source")
    if len(source.strip()) > MOST_LETTERS:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."),
            field="source",
            most=MOST_LETTERS,
        )
    if isinstance(about, str):
        about = name_group(session, community=community, name=about, by=by, now=now)
    if about.community_id != community.id:
        raise Refused(mark("Choose a group or a place of this community."), field="about")
    known = _sent_before(session, about, people, source.strip()) if isinstance(by, HelperLink) else None
    if known is not None:
        return known
    line = Estimate(
        community_id=community.id,
        whose=whose,
        group=about if isinstance(about, Group) else None,
        place=about if isinstance(about, Place) else None,
        people=people,
        source=source.strip(),
        by_id=by.id if isinstance(by, Account) else None,
        at=now,
    )
    session.add(line)
    session.flush()
    history.note(session, by=_actor(by), action="list.written", about=line, now=now, whose=str(whose))
    return line


def _sent_before(session: Session, about: Group | Place, people: int | None, source: str) -> Estimate | None:
    """The line of a helper that says just this already: what is sent twice stands once."""
    of = Estimate.group_id if isinstance(about, Group) else Estimate.place_id
    return session.scalar(
        select(Estimate).where(
            of == about.id,
            Estimate.whose == WhoseList.OUTSIDE,
            Estimate.by_id.is_(None),
            Estimate.struck_at.is_(None),
            Estimate.people == people if people is not None else Estimate.people.is_(None),
            Estimate.source == source,
        )
    )


def _actor(by: Account | HelperLink) -> Actor:
    return by.actor if isinstance(by, Account) else Actor("helper", by.id)


def _may_write(
    session: Session, community: Community, whose: WhoseList, by: Account | HelperLink, now: datetime
) -> None:
    if isinstance(by, HelperLink):
        if whose is WhoseList.OWN or by.community_id != community.id or not is_living(by, now):
            raise NotAllowed
        return
    action = Action.DESIGN if whose is WhoseList.OWN else Action.SAY_WHO_IS_MISSING
    if seat_for(session, account=by, action=action, now=now, community=community) is None:
        raise NotAllowed


def strike(session: Session, *, line: Estimate, by: Account, now: datetime) -> None:
    """Take a line off its list; it stays among the earlier ones. A line of the outsider's list is taken
    off only by who wrote it; one of a helper, who has no way back to it, by representatives. A group that
    stands on no list any more is not asked about."""
    community = session.get_one(Community, line.community_id)
    _may_write(session, community, line.whose if line.by_id else WhoseList.OWN, by, now)
    if line.whose is WhoseList.OUTSIDE and line.by_id not in (None, by.id):
        raise Refused(mark("Only the person who wrote this line can take it off. You can write beside it."))
    if line.struck_at is None:
        line.struck_at = now
        history.note(session, by=by.actor, action="list.struck", about=line, now=now, whose=str(line.whose))
    session.flush()
    group = line.group
    if group is not None and not any(
        each.about == group for each in lists_of(session, community) if each.own or each.outside
    ):
        group.retired_at = now
        session.flush()


def lists_of(session: Session, community: Community) -> list[Listed]:
    """Every group and place of which a list says something, or said: groups by number, then places."""
    lines = session.scalars(
        select(Estimate)
        .where(Estimate.community_id == community.id)
        .options(joinedload(Estimate.group), joinedload(Estimate.place))
        .order_by(Estimate.at.desc(), Estimate.id.desc())
    )
    found: dict[Group | Place, list[Estimate]] = defaultdict(list)
    for line in lines:
        about = line.group or line.place
        assert about is not None
        found[about].append(line)
    return sorted((_listed(about, said) for about, said in found.items()), key=_order)


def names_places(session: Session, *, community: Community) -> bool:
    """Whether one of the two lists counts people by place, so that it helps to know where one stays."""
    named = select(Estimate.id).where(
        Estimate.community_id == community.id, Estimate.place_id.is_not(None), Estimate.struck_at.is_(None)
    )
    return session.scalar(named.limit(1)) is not None


def _listed(about: Group | Place, said: list[Estimate]) -> Listed:
    """`said`: every line about it, the newest first. A line that was taken off leaves its list empty."""
    newest = {whose: next((line for line in said if line.whose is whose), None) for whose in WhoseList}
    standing = {whose: line for whose, line in newest.items() if line and line.struck_at is None}
    own, outside = standing.get(WhoseList.OWN), standing.get(WhoseList.OUTSIDE)
    return Listed(about, own, outside, [line for line in said if line not in (own, outside)])


def _order(listed: Listed) -> tuple[bool, int, str]:
    about = listed.about
    return (True, 0, about.name) if isinstance(about, Place) else (False, about.number, about.name)


def known_size(session: Session, community: Community) -> int | None:
    """The most people whom one list counts in its places, or in its groups; None: nobody knows."""
    sums: dict[tuple[WhoseList, bool], int] = defaultdict(int)
    for each in lists_of(session, community):
        for line in (each.own, each.outside):
            if line is not None and line.people is not None:
                sums[line.whose, line.place is not None] += line.people
    return max(sums.values(), default=None)
