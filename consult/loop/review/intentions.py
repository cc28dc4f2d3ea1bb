"""An office brings what it intends before it decides: the committee and representatives say what they
think of it. Nothing of this is published.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.collect.rounds import today_in
from consult.loop.review.records import Intention, IntentionWord
from consult.loop.review.safe_reading import safe_words
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Office, Seat


def bring(
    session: Session,
    *,
    office: Office,
    community: Community,
    words: str,
    language: str,
    decides_on: date | None,
    by: Account,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> Intention:
    """Bring to `community` what `office` thinks of doing and when it decides. After that day it is past."""
    if seat_for(session, account=by, action=Action.ANSWER, now=now, office=office) is None:
        raise NotAllowed
    words = safe_words(
        words,
        in_words=in_words,
        none=Refused(
            mark("Say what you think of doing, so that people can speak to it before."), field="words"
        ),
    )
    if decides_on is None:
        raise Refused(mark("Give the day on which you decide."), field="decides_on")
    if decides_on <= today_in(community, now):
        raise Refused(
            mark("Bring it before you decide: give a day that is still to come."), field="decides_on"
        )
    brought = Intention(
        office=office,
        community=community,
        words=words,
        language=language,
        decides_on=decides_on,
        by_id=by.id,
        at=now,
    )
    session.add(brought)
    history.note(session, by=by.actor, action="intention.brought", about=brought, now=now)
    session.flush()
    return brought


def say_of(
    session: Session,
    *,
    intention: Intention,
    seat: Seat,
    words: str,
    language: str,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> IntentionWord:
    """What the holder of `seat` thinks of it. The office reads it beside what it brought."""
    here = intention.community
    sits = seat_for(session, account=seat.account, action=Action.SEE_FINDINGS, now=now, community=here)
    if sits is None or sits.id != seat.id:
        raise NotAllowed
    if today_in(here, now) > intention.decides_on:
        raise Refused(mark("The day of this decision is past."), field="words")
    wanting = Refused(mark("Write what you think of it."), field="words")
    words = safe_words(words, none=wanting, in_words=in_words)
    word = IntentionWord(intention=intention, seat=seat, words=words, language=language, at=now)
    session.add(word)
    history.note(session, by=seat.account.actor, action="intention.answered", about=intention, now=now)
    session.flush()
    return word


def brought_to(session: Session, community: Community) -> list[Intention]:
    """All that offices brought to `community`, the newest decision first."""
    return _found(session, Intention.community_id == community.id)


def brought_by(session: Session, office: Office) -> list[Intention]:
    """All that `office` brought, the newest decision first."""
    return _found(session, Intention.office_id == office.id)


def words_on(session: Session, intentions: Iterable[Intention]) -> dict[UUID, list[IntentionWord]]:
    """What was said of each, oldest first."""
    found: dict[UUID, list[IntentionWord]] = {}
    for word in session.scalars(
        select(IntentionWord)
        .where(IntentionWord.intention_id.in_([each.id for each in intentions]))
        .options(joinedload(IntentionWord.seat))
        .order_by(IntentionWord.at, IntentionWord.id)
    ):
        found.setdefault(word.intention_id, []).append(word)
    return found


def unspoken(session: Session, *, seat: Seat, community: Community, now: datetime) -> list[Intention]:
    """What waits for a word of the holder of `seat` before the office decides."""
    spoken = select(IntentionWord.intention_id).where(IntentionWord.seat_id == seat.id)
    today = today_in(community, now)
    return [
        each
        for each in _found(session, Intention.community_id == community.id, Intention.id.not_in(spoken))
        if each.decides_on >= today
    ]


def _found(session: Session, *where: ColumnElement[bool]) -> list[Intention]:
    return list(
        session.scalars(
            select(Intention)
            .where(*where)
            .options(joinedload(Intention.office), joinedload(Intention.community))
            .order_by(Intention.decides_on.desc(), Intention.at.desc(), Intention.id.desc())
        )
    )


def communities_here(session: Session) -> list[Community]:
    """The communities to which an office can bring something, by name."""
    return list(
        session.scalars(select(Community).where(Community.disabled_at.is_(None)).order_by(Community.name))
    )
