"""What people said to *do these speak for you?*: the whole community, and only where nobody is found."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Round, Speaks, SpeaksForYou
from consult.loop.collect.rounds import is_open, is_paused
from consult.loop.understand.small_cells import shown


@dataclass(frozen=True)
class Spoken:
    """One ended round: how many said each, or, where a single answer could point at someone, how many
    said yes and how many something else (`other`); both None: withheld. `anybody`: whether anyone said."""

    round: int
    each: dict[Speaks, int] | None
    yes: int | None
    other: int | None
    anybody: bool


def spoken_for(session: Session, *, consultation: Consultation, now: datetime) -> list[Spoken]:
    """Each round that takes no words any more, the newest first: so no count moves with one person."""
    rounds = session.scalars(
        select(Round)
        .where(Round.consultation_id == consultation.id, Round.opened_at.is_not(None))
        .order_by(Round.number.desc())
    )
    return [_of(session, each) for each in rounds if _over(each, now)]


def _over(round: Round, now: datetime) -> bool:  # noqa: A002
    return not is_paused(round, now) and not is_open(round, now)


def _of(session: Session, round: Round) -> Spoken:  # noqa: A002
    counted = session.execute(
        select(SpeaksForYou.says, func.count())
        .where(SpeaksForYou.round_id == round.id)
        .group_by(SpeaksForYou.says)
    )
    said = dict.fromkeys(Speaks, 0) | {row[0]: row[1] for row in counted}
    return counts_shown(round.number, said)


def counts_shown(number: int, said: dict[Speaks, int]) -> Spoken:
    """Pure: the finest counts in which every side is large enough, so that none follows from another."""
    total = sum(said.values())
    if all(shown(people, total) is not None for people in said.values()):
        return Spoken(number, said, None, None, True)
    yes = shown(said[Speaks.YES], total)
    return Spoken(number, None, yes, None if yes is None else total - yes, total > 0)
