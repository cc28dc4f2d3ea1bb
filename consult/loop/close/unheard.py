"""Who has not heard yet what stands now: neither alone, by a text or by asking, nor at a meeting."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from consult.loop.close.facts import facts_of
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Round
from consult.loop.respond.decisions import decisions


def only_knocked(session: Session, asked: Sequence[Round]) -> int:
    """How many people of these rounds got a knock and have not heard the answer."""
    return _unheard(session, asked, knocked=True)


def unheard(session: Session, asked: Sequence[Round]) -> int:
    """How many people of these rounds, of those still here, have not heard something owed to them."""
    return _unheard(session, asked, knocked=False)


def _unheard(session: Session, asked: Sequence[Round], *, knocked: bool) -> int:
    owed = select(Obligation.theme_id).where(Obligation.round_id.in_([each.id for each in asked]))
    themes = {theme for theme in session.scalars(owed.distinct()) if theme}
    facts = facts_of(asked, decisions(session, themes)).c
    still: ColumnElement[bool] = and_(facts.left == 0, facts.in_person == 0, facts.told_here == 0)
    if knocked:
        still = and_(still, facts.knocked == 1)
    return session.scalar(select(func.count(facts.participant_id.distinct())).where(still)) or 0
