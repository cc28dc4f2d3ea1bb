"""An office passes a theme on to another; representatives decide whether that one takes part.

Handing over ends nothing: the clock of the office that handed over runs on until the other takes the
theme on or answers it. Who hands it on in turn has done neither.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.respond.decisions import published_on
from consult.loop.respond.records import Kind, PassedOn, ResponseVersion
from consult.loop.understand.records import Audience, Findings, FindingsTheme
from consult.loop.understand.themes import address
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Office

MOST_NOTE = 1000


def pass_on(
    session: Session,
    *,
    office: Office,
    theme: FindingsTheme,
    to: Office | None,
    note: str,
    by: Account,
    now: datetime,
) -> PassedOn:
    """Say why another office should take part; the representatives read the note."""
    note = note.strip()
    if to is None or to.id == office.id or to.disabled_at is not None:
        raise Refused(mark("Choose another office."), field="to")
    if theme.audience in (Audience.ONE_OFFICE, Audience.SPOKEN_ONLY):
        raise Refused(mark("Number %(number)s is for your office alone."), field="to", number=theme.number)
    if not note or len(note) > MOST_NOTE:
        raise Refused(mark("Say in a few words why it belongs there."), field="note")
    known = session.scalar(
        select(PassedOn).where(
            PassedOn.findings_theme_id == theme.id,
            PassedOn.from_office_id == office.id,
            PassedOn.to_office_id == to.id,
        )
    )
    if known is not None:
        return known
    passed = PassedOn(theme=theme, from_office=office, to_office=to, note=note, by_id=by.id, at=now)
    if to in theme.theme.offices:
        passed.agreed, passed.agreed_at = True, now
    session.add(passed)
    session.flush()
    history.note(session, by=by.actor, action="theme.passed_on", about=theme, now=now, number=theme.number)
    return passed


def hand_on(session: Session, *, version: ResponseVersion, by: Account, now: datetime) -> None:
    """After publishing: what was handed over to an office that answers here is passed on to it."""
    if version.to_office is None or version.to_office.disabled_at is not None:
        return
    for theme in version.response.themes:
        if theme.audience not in (Audience.ONE_OFFICE, Audience.SPOKEN_ONLY):
            pass_on(
                session,
                office=version.response.office,
                theme=theme,
                to=version.to_office,
                note=version.words[:MOST_NOTE],
                by=by,
                now=now,
            )


def decide(session: Session, *, passed: PassedOn, agrees: bool, by: Account, now: datetime) -> None:
    """Representatives choose who takes part: with their yes the theme is addressed to the office too."""
    if passed.agreed is not None:
        raise Refused(mark("This was decided already."))
    theme = passed.theme.theme
    if agrees:
        offices = [*theme.offices, passed.to_office]
        address(session, theme=theme, audience=theme.audience, offices=offices, by=by, now=now)
    elif not _is_representative(session, passed, by, now):
        raise NotAllowed
    passed.agreed, passed.agreed_by_id, passed.agreed_at = agrees, by.id, now
    history.note(
        session, by=by.actor, action="theme.passing_decided", about=passed, now=now, agrees=int(agrees)
    )


def take_on(session: Session, *, passed: PassedOn, by: Account, now: datetime) -> None:
    """The other office takes the theme on: from now on the clock runs for it alone."""
    if seat_for(session, account=by, action=Action.PUBLISH, now=now, office=passed.to_office) is None:
        raise NotAllowed
    if not passed.agreed:
        raise Refused(mark("The representatives have not agreed to this."))
    if passed.accepted_at is None:
        passed.accepted_by_id, passed.accepted_at = by.id, now
        history.note(session, by=by.actor, action="theme.taken_on", about=passed, now=now)


def passed_to(session: Session, *, office: Office, theme: FindingsTheme) -> list[PassedOn]:
    """Who passed this theme on to `office`, across releases."""
    mine = (
        select(PassedOn)
        .join(FindingsTheme, FindingsTheme.id == PassedOn.findings_theme_id)
        .where(PassedOn.to_office_id == office.id, FindingsTheme.theme_id == theme.theme_id)
    )
    return list(session.scalars(mine.order_by(PassedOn.at, PassedOn.id)))


def undecided(session: Session, community: Community) -> list[PassedOn]:
    """What waits for the representatives of a community, the oldest first."""
    here = (
        select(PassedOn)
        .join(FindingsTheme, FindingsTheme.id == PassedOn.findings_theme_id)
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .join(Consultation, Consultation.id == Findings.consultation_id)
        .where(PassedOn.agreed.is_(None), Consultation.community_id == community.id)
    )
    return list(session.scalars(here.order_by(PassedOn.at, PassedOn.id)))


def runs_on(session: Session, versions: Iterable[ResponseVersion]) -> set[UUID]:
    """Of published `versions`, those that handed their themes over to somebody who has neither taken
    all of them on nor answered them."""
    handed = [each for each in versions if each.kind is Kind.NEEDS_OTHERS]
    if not handed:
        return set()
    published = published_on(session, {theme for each in handed for theme in _themes(each)})
    return {each.id for each in handed if not _met(session, each, published)}


def _met(session: Session, version: ResponseVersion, published: Mapping[UUID, list[ResponseVersion]]) -> bool:
    """Each theme is answered by the office that it was handed over to; or taken on by it, which has
    said nothing of it yet. Whoever hands a theme on, also back to here, has neither."""
    themes = _themes(version)
    said = {
        theme: each.kind
        for theme in themes
        for each in published.get(theme, ())
        if each.response.office_id == version.to_office_id
    }
    if version.to_office_id is None or Kind.NEEDS_OTHERS in said.values():
        return False
    taken = (
        select(FindingsTheme.theme_id)
        .join(PassedOn, PassedOn.findings_theme_id == FindingsTheme.id)
        .where(PassedOn.to_office_id == version.to_office_id, PassedOn.accepted_at.is_not(None))
        .where(FindingsTheme.theme_id.in_(themes))
    )
    return themes <= {*said, *session.scalars(taken)}


def _themes(version: ResponseVersion) -> set[UUID]:
    return {theme.theme_id for theme in version.response.themes}


def _is_representative(session: Session, passed: PassedOn, by: Account, now: datetime) -> bool:
    community = passed.theme.findings.consultation.community
    return seat_for(session, account=by, action=Action.NAME_THEMES, now=now, community=community) is not None
