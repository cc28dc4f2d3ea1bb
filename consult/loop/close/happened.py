"""Did it happen? What people say of a promise, beside what its keeper claims and never mixed with it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.close.records import Question, Says
from consult.loop.close.verdicts import last_verdicts
from consult.loop.understand.small_cells import shown
from consult.people.records import Participant

PeopleSay = Mapping[Says, int | None]
"""Each thing that was said, and by how many; None: some people, so few that a number could point at them."""


def people_say(session: Session, theme_ids: Iterable[UUID], *, k: int) -> dict[UUID, PeopleSay]:
    """By theme: the last word of everyone who was asked whether it happened. Who left counts no more."""
    said = last_verdicts(Question.HAPPENED)
    rows = session.execute(
        select(said.c.theme_id, said.c.says, func.count())
        .join(Participant, Participant.id == said.c.participant_id)
        .where(said.c.theme_id.in_(list(theme_ids)), Participant.left_on.is_(None))
        .group_by(said.c.theme_id, said.c.says)
    )
    counted: dict[UUID, dict[Says, int]] = {}
    for theme_id, says, count in rows:
        counted.setdefault(theme_id, {})[Says(says)] = count
    return {theme_id: _shown(counts, k) for theme_id, counts in counted.items()}


def _shown(counts: Mapping[Says, int], k: int) -> PeopleSay:
    """Numbers only where each of them is large enough: one that is left out could be reckoned."""
    total = sum(counts.values())
    large = all(shown(count, total, k) is not None or count == total >= k for count in counts.values())
    return {says: counts[says] if large else None for says in Says if says in counts}
