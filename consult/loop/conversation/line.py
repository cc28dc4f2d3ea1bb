"""In which language a phone is answered that is nobody's: that of the people whom this line is for.

Whoever left is forgotten, their language too: their phone is answered as one that never wrote.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import is_open
from consult.people.records import Community

MOST_TONGUES = 3
"""In how many languages a line that speaks several answers a phone of which it knows none."""


def tongues_of_line(session: Session, *, at: datetime) -> list[str]:
    """The languages of the consultations that are open to all at `at`, the one most of them are made in
    first; where none is open, of the communities. At most MOST_TONGUES; none where nobody uses this line."""
    made_in, spoken = Counter[str](), Counter[str]()
    for each in open_to_all(session, at=at):
        made_in[each.language] += 1
        spoken.update(each.languages)
    if not made_in:
        here = (
            select(Community)
            .where(Community.public.is_(True), Community.disabled_at.is_(None))
            .order_by(Community.slug)
        )
        made_in.update(community.language for community in session.scalars(here))
    wanted = [*made_in.most_common(), *spoken.most_common()]
    return list(dict.fromkeys(code for code, _ in wanted))[:MOST_TONGUES]


def open_to_all(session: Session, *, at: datetime) -> Sequence[Consultation]:
    """The consultations of public communities that take words at `at`."""
    running = session.scalars(
        select(Round)
        .join(Consultation, Round.consultation_id == Consultation.id)
        .join(Community, Consultation.community_id == Community.id)
        .where(
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
            Community.public.is_(True),
            Community.disabled_at.is_(None),
        )
        .order_by(Community.slug, Consultation.slug)
    )
    return [each.consultation for each in running if is_open(each, at)]
