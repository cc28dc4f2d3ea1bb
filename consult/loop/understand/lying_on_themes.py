"""How many cards lie on each theme: counted from an index, code by code.

Only the cards of the smaller codes of a theme are looked at, for those that lie under another too.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import gone
from consult.loop.understand.records import Code, coding_code


def cards_by_theme(session: Session, consultation: Consultation) -> dict[UUID, int]:
    """How many cards lie on each theme now. For representatives only."""
    theme = _themes(session, consultation)
    under = dict.fromkeys(theme, 0)
    lie = select(coding_code.c.code_id, func.count().label("cards")).where(
        coding_code.c.counts, coding_code.c.code_id.in_(theme)
    )
    for row in session.execute(lie.group_by(coding_code.c.code_id)):
        under[row.code_id] = row.cards
    found: Counter[UUID] = Counter()
    together: dict[UUID, list[UUID]] = defaultdict(list)
    # The codes with the most cards first: where a card lies under several, the fewer are looked at.
    for code_id in sorted(under, key=lambda code_id: under[code_id], reverse=True):
        of_it = together[theme[code_id]]
        found[theme[code_id]] += under[code_id]
        if of_it and under[code_id]:
            found[theme[code_id]] -= _also_under(session, code_id, of_it)
        of_it.append(code_id)
    away = effective_codes(of=gone())
    taken = select(away.c.theme_id, func.count(away.c.answer_id.distinct()).label("cards"))
    found.subtract({row.theme_id: row.cards for row in session.execute(taken.group_by(away.c.theme_id))})
    return {theme_id: found[theme_id] for theme_id in set(theme.values()) if found[theme_id] > 0}


def _themes(session: Session, consultation: Consultation) -> Mapping[UUID, UUID]:
    """The theme of each code that stands on one; of a merged code that of its other."""
    columns = select(Code.id, Code.alias_of_id, Code.theme_id)
    codes = {row.id: row for row in session.execute(columns.where(Code.consultation_id == consultation.id))}
    whole = {code_id: codes[row.alias_of_id or code_id] for code_id, row in codes.items()}
    return {code_id: other.theme_id for code_id, other in whole.items() if other.theme_id is not None}


def _also_under(session: Session, code_id: UUID, others: Collection[UUID]) -> int:
    """How many of the cards under this code lie under one of `others` too."""
    here, there = coding_code.alias(), coding_code.alias()
    also = select(there.c.code_id).where(there.c.coding_id == here.c.coding_id, there.c.code_id.in_(others))
    lie = select(func.count()).select_from(here).where(here.c.counts, here.c.code_id == code_id)
    return session.scalar(lie.where(also.exists())) or 0
