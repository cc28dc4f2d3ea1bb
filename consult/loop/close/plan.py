"""What publishing an answer would send by text now: bounds that tell of no single person.

Staff of an office never learn who is told. Under the small-number rule a few people are "fewer
than ten", and the bounds that follow are those of ten; more are rounded up to full tens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from consult.loop.close.letters import Chain, knock
from consult.loop.close.records import Obligation
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.texts import Speak, as_text
from consult.loop.understand.records import Hold
from consult.people.reaches import MOST_ON_A_PHONE
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.post.segments import segments

STEP = 10


@dataclass(frozen=True)
class Plan:
    """`people` at most get a text; None: fewer than `few`. `segments`: about, for all of them, not fewer."""

    people: int | None
    few: int
    segments: int


def plan(
    session: Session,
    *,
    version: ResponseVersion,
    worded: Mapping[str, str],
    chain: Chain,
    speak: Speak,
    k: int,
) -> Plan:
    """Count who would be told by text if `version`, in the languages of `worded`, came out now."""
    numbers = [theme.number for theme in version.response.themes]

    def cost(hear: HearBack, language: str) -> int:
        if hear is not HearBack.WHOLE:
            return segments(speak(knock(MOST_ON_A_PHONE), language)).segments
        words = next(worded[each] for each in chain(language) if each in worded)
        return as_text(words, language=language, numbers=numbers, speak=speak).segments

    spoken = session.scalars(_ways(version, Participant.language).distinct())
    told = [language for language in spoken if any(each in worded for each in chain(language))]
    of_them = Participant.language.in_(told)
    people = session.scalar(_ways(version, func.count(Participant.id.distinct())).where(of_them)) or 0
    if people < k:  # nothing here may depend on who they are, nor on what they speak
        return Plan(None, k, k * max(cost(HearBack.WHOLE, language) for language in worded))
    counted = session.execute(
        _ways(version, Reach.hear_back, Participant.language, func.count(Reach.id.distinct()))
        .where(of_them)
        .group_by(Reach.hear_back, Participant.language)
    )
    return Plan(_up(people), k, _up(sum(count * cost(hear, language) for hear, language, count in counted)))


def _ways(version: ResponseVersion, *columns: Any) -> Select[Any]:
    """The open ways to everybody to whom the answer is owed, as fanning out would find them."""
    themes = [theme.theme_id for theme in version.response.themes]
    held = exists().where(Hold.theme_id == Obligation.theme_id, Hold.lifted_at.is_(None))
    return (
        select(*columns)
        .select_from(Obligation)
        .join(Participant, Obligation.participant_id == Participant.id)
        .join(Reach, Reach.participant_id == Participant.id)
        .join(ContactPoint, Reach.contact_point_id == ContactPoint.id)
        .where(
            Obligation.theme_id.in_(themes),
            ~held,
            Participant.left_on.is_(None),
            Participant.quiet_since.is_(None),
            Reach.until.is_(None),
            Reach.hear_back != HearBack.NOTHING,
            ContactPoint.stopped_at.is_(None),
            ContactPoint.dead_at.is_(None),
        )
    )


def _up(count: int) -> int:
    """Rounded up to full tens."""
    return ceil(count / STEP) * STEP
