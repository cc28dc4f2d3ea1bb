"""A meeting's beans as a helper counted them. They count nowhere before a representative wrote the meeting
down: a helper's word alone settles nothing that is owed, and tells the public nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.once import add_once
from consult.loop.close.records import BeansBrought, Return, Says, TakenBy
from consult.loop.close.returns import newest, themes_in
from consult.loop.close.verdicts_happened import Counted, Over, check, over, over_once
from consult.loop.collect.answers import check_taken
from consult.loop.collect.helping import key_of
from consult.loop.collect.records import Consultation
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.holds import is_held
from consult.loop.understand.records import Audience, Theme
from consult.people.records import Account, HelperLink, Place

MOST = 100_000


def asked_with_beans(session: Session, consultation: Consultation) -> dict[Theme, list[ResponseVersion]]:
    """The numbers that everyone may read and that are answered, with the answers to read aloud."""
    found: dict[Theme, list[ResponseVersion]] = {}
    for version in newest(session, consultation):
        for theme in themes_in([version], consultation):
            if theme.audience is Audience.EVERYONE and is_held(session, theme) is None:
                found.setdefault(theme, []).append(version)
    return dict(sorted(found.items(), key=lambda each: each[0].number))


def asked_after(session: Session, consultation: Consultation, *, today: date) -> list[Over]:
    """What of those numbers any meeting up to `today` can have been asked: `over_once`."""
    asked = asked_with_beans(session, consultation)
    versions = [version for found in asked.values() for version in found]
    return over_once(session, themes=asked, versions=versions, today=today)


def bring(
    session: Session,
    *,
    consultation: Consultation,
    link: HelperLink,
    place: Place | None,
    held_on: date,
    people: int,
    beans: Mapping[Theme, Mapping[Says, int]],
    happened: Counted,
    key: str,
    now: datetime,
) -> None:
    """Keep what a helper counted; the same sending twice is once."""
    if consultation.community_id != link.community_id:
        raise Refused(mark("This helper does not write for this community."))
    if held_on > now.date():
        raise Refused(mark("This day is still to come."), field="held_on")
    if not 0 < people <= MOST:
        raise Refused(mark("About how many people were there? Write a number."), field="people")
    counted = {theme: {says: n for says, n in said.items() if n} for theme, said in beans.items()}
    of_promises = {each: {says: n for says, n in said.items() if n} for each, said in happened.items()}
    every = [*counted.values(), *of_promises.values()]
    if not any(every):
        raise Refused(mark("Write how many beans lay on each word, for at least one number."), field="beans")
    if any(n > MOST for said in every for n in said.values()):
        raise Refused(mark("This is too many. At most: %(most)s."), field="beans", most=MOST)
    asked = asked_with_beans(session, consultation)
    versions = [version for found in asked.values() for version in found]
    check(of_promises, asked=over(session, themes=asked, versions=versions, on=held_on))
    add_once(
        session,
        BeansBrought,
        unique=["key"],
        key=key_of(link, key),
        consultation_id=consultation.id,
        helper_link_id=link.id,
        place_id=place.id if place else None,
        held_on=held_on,
        people=people,
        beans={
            str(theme.id): {str(says): n for says, n in said.items()}
            for theme, said in counted.items()
            if said
        },
        happened={
            f"{theme}:{response}": {str(says): n for says, n in said.items()}
            for (theme, response), said in of_promises.items()
            if said
        },
        brought_on=now.date(),
    )
    by = Actor("helper", link.id)
    history.note(session, by=by, action="beans.brought", about=link, now=now, people=people)


def brought(session: Session, consultation: Consultation) -> Sequence[BeansBrought]:
    """What waits for a representative, the oldest first."""
    return session.scalars(
        select(BeansBrought)
        .where(BeansBrought.consultation_id == consultation.id, BeansBrought.settled_on.is_(None))
        .order_by(BeansBrought.held_on, BeansBrought.id)
    ).all()


def brought_by_id(session: Session, consultation: Consultation, which: UUID) -> BeansBrought | None:
    return next((each for each in brought(session, consultation) if each.id == which), None)


def check_waits(beans: BeansBrought | None) -> BeansBrought:
    """What still waits. Refused once it is written down or set aside: a meeting counts once."""
    if beans is None or beans.settled_on is not None:
        raise Refused(mark("Somebody has written this meeting down, or set it aside."))
    return beans


def settle(
    session: Session, *, beans: BeansBrought, returned: Return | None, by: Account, now: datetime
) -> None:
    """A representative wrote the meeting down as `returned`, which says who counted; or sets it aside."""
    check_taken(beans.consultation.community)  # handed on, they wait there: a meeting counts once
    session.refresh(beans, with_for_update=True)
    check_waits(beans)
    beans.settled_on = now.date()
    if returned is not None:
        beans.return_id = returned.id
        returned.taken_by = TakenBy.PAID if beans.helper_link.paid_by_office else TakenBy.HELPER
    action = "beans.set_aside" if returned is None else "beans.written_down"
    history.note(session, by=by.actor, action=action, about=beans, now=now)
