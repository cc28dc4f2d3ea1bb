"""Did we hear you right? The themes for everyone go back to the community before anybody else sees them.

A check is opened with a date and ends by it. What people say is wrong or missing is read by one
representative first, who covers what could identify somebody; only then the others read it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import current_round, today_in
from consult.loop.understand.holds import held_among
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import (
    Audience,
    Check,
    CheckDoor,
    CheckSays,
    CheckWord,
    Findings,
    Theme,
)
from consult.loop.understand.themes import themes_of
from consult.people.permissions import Action
from consult.people.records import Account

LONGEST_CHANGED = 4000
LAST_DAY = timedelta(days=60)
"""How far away the end of a check may lie."""

Tally = dict[int, dict[CheckSays, int]]
"""By theme number (0: the whole), how many people said each."""


def open_check(
    session: Session, *, consultation: Consultation, until: date, by: Account, now: datetime
) -> Check:
    """Ask the community until the end of the day `until` whether the themes for everyone are right."""
    must_be_ours(session, consultation, by, now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    asked = current_round(session, consultation)
    if asked is None or asked.opened_at is None:
        raise Refused(mark("Nobody was asked yet. Open the consultation first."))
    if running(session, consultation, now=now):
        raise Refused(mark("A check is open already. It ends by its date."))
    if (last := newest_of(session, asked)) and session.scalar(unread(last).limit(1)):
        raise Refused(mark("Read first what people said in the last check. A new one begins anew."))
    if not themes_to_check(session, consultation):
        raise Refused(mark("Name a theme first that everyone may know of: only those go back."))
    today = today_in(consultation.community, now)
    if not today < until <= today + LAST_DAY:
        raise Refused(
            mark("Choose a day after today, at most %(most)s days away."), field="until", most=LAST_DAY.days
        )
    made = Check(
        consultation=consultation,
        round=asked,
        opened_at=now,
        until=until,
        by_id=by.id,
        language=consultation.language,
    )
    session.add(made)
    history.note(session, by=by.actor, action="check.opened", about=made, now=now)
    session.flush()
    return made


def themes_to_check(session: Session, consultation: Consultation) -> list[Theme]:
    """What goes back: themes that everyone may know of and that nobody holds back, by number."""
    held = held_among(session, consultation)
    return [
        theme
        for theme in themes_of(session, consultation)
        if theme.audience is Audience.EVERYONE and theme.id not in held
    ]


def running(session: Session, consultation: Consultation, *, now: datetime) -> Check | None:
    """The check that people can answer now."""
    return session.scalar(
        select(Check)
        .where(
            Check.consultation_id == consultation.id,
            Check.closed_at.is_(None),
            Check.until >= today_in(consultation.community, now),
        )
        .order_by(Check.opened_at.desc(), Check.id.desc())
        .limit(1)
    )


def seen_before(session: Session, consultation: Consultation) -> bool:
    """Whether others than the community know of its themes already: findings were released."""
    released = select(Findings.id).where(Findings.consultation_id == consultation.id)
    return session.scalar(released.limit(1)) is not None


def checks_of(session: Session, consultation: Consultation) -> list[Check]:
    """All checks, the newest first."""
    wanted = select(Check).where(Check.consultation_id == consultation.id)
    return list(session.scalars(wanted.order_by(Check.opened_at.desc(), Check.id.desc())))


def newest_of(session: Session, asked: Round) -> Check | None:
    """The last check of a round, over or not."""
    wanted = select(Check).where(Check.round_id == asked.id).order_by(Check.opened_at.desc(), Check.id.desc())
    return session.scalar(wanted.limit(1))


def end(session: Session, *, check: Check, by: Account, now: datetime) -> None:
    """End it before its date. A release does so too."""
    must_be_ours(session, check.consultation, by, now)
    if check.closed_at is None:
        check.closed_at = now
        history.note(session, by=by.actor, action="check.ended", about=check, now=now)
        session.flush()


def unread(check: Check) -> Select[CheckWord]:
    """What was said in it that nobody has read and passed on yet."""
    return select(CheckWord).where(
        CheckWord.check_id == check.id, CheckWord.masked.is_(None), CheckWord.withdrawn_on.is_(None)
    )


def ended_on(check: Check) -> date:
    """The last day on which people can or could answer it: that of its date, or of its end before that."""
    if check.closed_at is None:
        return check.until
    return min(check.until, today_in(check.consultation.community, check.closed_at))


def write_changed(session: Session, *, check: Check, text: str, by: Account, now: datetime) -> None:
    """Say what was changed because of it, until it is released."""
    must_be_ours(session, check.consultation, by, now)
    if released_since(session, check):
        raise Refused(mark("The findings are released. What stands here cannot be changed any more."))
    if len(text.strip()) > LONGEST_CHANGED:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."),
            field="changed",
            most=LONGEST_CHANGED,
        )
    check.changed = text.strip()
    history.note(session, by=by.actor, action="check.changed", about=check, now=now)
    session.flush()


def released_since(session: Session, check: Check) -> bool:
    """Whether findings of its round went out after it was opened: what stands there is theirs now."""
    since = select(Findings.id).where(
        Findings.round_id == check.round_id, Findings.released_at >= check.opened_at
    )
    return session.scalar(since.limit(1)) is not None


def tally(session: Session, check: Check, *, known: bool = True) -> Tally:
    """How many people said each of every theme: for representatives, and for a release.

    `known` False: how often it was said on the open page, where one person may speak twice.
    """
    people_known = or_(CheckWord.participant_id.is_not(None), CheckWord.door == CheckDoor.SHEET)
    rows = session.execute(
        select(func.coalesce(Theme.number, 0), CheckWord.says, func.sum(CheckWord.people))
        .outerjoin(Theme, Theme.id == CheckWord.theme_id)
        .where(CheckWord.check_id == check.id, CheckWord.withdrawn_on.is_(None))
        .where(people_known if known else ~people_known)
        .group_by(Theme.number, CheckWord.says)
    )
    found: Tally = {}
    for number, says, people in rows:
        if people:
            found.setdefault(number, {})[says] = int(people)
    return dict(sorted(found.items()))


def doors_of(session: Session, check: Check) -> Sequence[CheckDoor]:
    """By which ways something was said; none: nobody said anything."""
    rows = session.scalars(
        select(CheckWord.door)
        .where(CheckWord.check_id == check.id, CheckWord.withdrawn_on.is_(None))
        .distinct()
    )
    return sorted(rows)


def must_be_ours(session: Session, consultation: Consultation, by: Account, now: datetime) -> None:
    must_be_representative(session, by=by, action=Action.RELEASE, consultation=consultation, now=now)
