"""What members of the committee saw of what an office did: public, dated, signed as they choose.

It stands beside what the office says and what people say; it is never changed, only added to.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.review.records import Assessment
from consult.loop.review.reviews import may_speak, signature
from consult.loop.review.safe_reading import safe_words
from consult.loop.review.standing import standing
from consult.loop.understand.records import FindingsTheme
from consult.people.records import Office, Seat


def assess(
    session: Session,
    *,
    theme: FindingsTheme,
    office: Office,
    seat: Seat,
    words: str,
    language: str,
    signed: str | None,
    now: datetime,
    in_words: Callable[[str], str] = str,
) -> Assessment:
    """Say what `office` did about the theme, as the member in `seat` saw it, once the review is over."""
    may_speak(session, theme, seat, now)
    if office.id not in {each.id for each in answerable(theme)}:
        raise NotAllowed
    if standing(session, theme.findings, now).waiting:
        raise Refused(
            mark("The committee is still reading. What an office did can be said after it."), field="words"
        )
    said = Assessment(
        theme=theme.theme,
        office=office,
        seat=seat,
        words=safe_words(words, none=Refused(mark("Say what you saw."), field="words"), in_words=in_words),
        language=language,
        signed=signature(signed),
        at=now,
    )
    session.add(said)
    history.note(
        session, by=seat.account.actor, action="office.assessed", about=said, now=now, number=theme.number
    )
    session.flush()
    return said


def answerable(theme: FindingsTheme) -> list[Office]:
    """The offices to which the theme is addressed, at its release or since."""
    return list({office.id: office for office in [*theme.offices, *theme.theme.offices]}.values())


def assessed(session: Session, themes: Iterable[FindingsTheme]) -> dict[UUID, list[Assessment]]:
    """All that members said of what offices did, by the theme's identity across releases, oldest first."""
    found: dict[UUID, list[Assessment]] = {}
    for each in session.scalars(
        select(Assessment)
        .where(Assessment.theme_id.in_([theme.theme_id for theme in themes]))
        .options(joinedload(Assessment.office), joinedload(Assessment.seat))
        .order_by(Assessment.at, Assessment.id)
    ):
        found.setdefault(each.theme_id, []).append(each)
    return found
