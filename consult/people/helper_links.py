"""Links by which helpers write for others, without an account: given, listed, ended at once.

What opens a link is fifteen digits, so that it can be typed on any keypad in any digits. Only
their keyed hash is kept.
"""

import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.people import names
from consult.people.records import Account, Community, HelperLink, Office

WHAT = "helper_link"
DIGITS = 15
STILL_TAKEN = timedelta(days=14)
"""How long after the end of a link what was sealed under it is still taken in, so that words which
wait on a phone without a network are not lost. Whoever ends it may say: nothing more."""


def give(
    session: Session,
    *,
    vault: Vault,
    community: Community,
    name: str,
    language: str,
    paid_by_office: bool,
    office: Office | None = None,
    until: datetime,
    by: Account,
    now: datetime,
) -> tuple[HelperLink, str]:
    """A new link and its number, as "38104 99172 60415": it is told once and kept nowhere.

    `office`: which office pays, where it is one of ours.
    """
    name = names.checked(name)
    if until <= now:
        raise Refused(mark("This day is in the past."), field="until")
    if community.disabled_at is not None:
        raise Refused(mark("This community is closed: nothing new begins here."))
    # Two who give a link at the same moment must not give the same number.
    session.execute(select(Community.id).where(Community.id == community.id).with_for_update())
    last = select(func.max(HelperLink.number)).where(HelperLink.community_id == community.id)
    token = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    link = HelperLink(
        community=community,
        number=(session.scalar(last) or 0) + 1,
        name=name,
        language=language,
        token_hash=vault.lookup(WHAT, token),
        paid_by_office=paid_by_office,
        office=office if paid_by_office else None,
        made_by_id=by.id,
        made_at=now,
        until=until,
    )
    session.add(link)
    session.flush()
    history.note(session, by=by.actor, action="helper.given", about=link, now=now, number=link.number)
    return link, " ".join(token[at : at + 5] for at in range(0, DIGITS, 5))


def open_link(session: Session, *, vault: Vault, token: str, now: datetime) -> HelperLink | None:
    """The living link of these digits, in any digit script; None: unknown, ended or run out."""
    digits = "".join(
        str(unicodedata.digit(sign)) for sign in token[:80] if unicodedata.digit(sign, None) is not None
    )
    found = session.scalar(select(HelperLink).where(HelperLink.token_hash.in_(vault.lookups(WHAT, digits))))
    return found if found is not None and is_living(found, now) else None


def is_living(link: HelperLink, now: datetime) -> bool:
    return link.ended_at is None and link.until > now and link.community.disabled_at is None


def takes_sealed(link: HelperLink, now: datetime) -> bool:
    """Whether words that were sealed under `link` are still taken in, also some time after its end."""
    if link.ended_at is None:
        return now < link.until + STILL_TAKEN
    return link.until > link.ended_at and now < link.ended_at + STILL_TAKEN


def end(session: Session, *, link: HelperLink, nothing_more: bool, by: Account, now: datetime) -> None:
    """It opens nothing from now on. `nothing_more`: also what waits on the phone is not taken."""
    if nothing_more and takes_sealed(link, now):
        link.until = link.ended_at or now
    if link.ended_at is None:
        link.ended_at = now
        history.note(session, by=by.actor, action="helper.ended", about=link, now=now, number=link.number)


def links_of(session: Session, *, community: Community) -> Sequence[HelperLink]:
    """Every link of the community, ended ones too, by number."""
    return session.scalars(
        select(HelperLink).where(HelperLink.community_id == community.id).order_by(HelperLink.number)
    ).all()
