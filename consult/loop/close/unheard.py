"""Who has not heard yet what stands now: neither alone, by a text or by asking, nor at a meeting.

Who heard only that others are asked, or that the office asks back, has heard no answer.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.loop.close.facts import facts_of
from consult.loop.close.records import How, Obligation, Reached
from consult.loop.collect.records import Round
from consult.loop.respond.decisions import that_answer
from consult.people.records import Participant


def only_knocked(session: Session, asked: Sequence[Round]) -> int:
    """How many people of these rounds got a knock and have not heard the answer."""
    return _unheard(session, asked, knocked=True)


def unheard(session: Session, asked: Sequence[Round]) -> int:
    """How many people of these rounds, of those still here, have not heard something owed to them."""
    return _unheard(session, asked, knocked=False)


def _unheard(session: Session, asked: Sequence[Round], *, knocked: bool) -> int:
    owed = select(Obligation.theme_id).where(Obligation.round_id.in_([each.id for each in asked]))
    themes = {theme for theme in session.scalars(owed.distinct()) if theme}
    facts = facts_of(asked, that_answer(session, themes)).c
    still: ColumnElement[bool] = and_(facts.left == 0, facts.in_person == 0, facts.told_here == 0)
    if knocked:
        still = and_(still, facts.knocked == 1)
    return session.scalar(select(func.count(facts.participant_id.distinct())).where(still)) or 0


def told_to_all(session: Session, theme_ids: Iterable[UUID], *, today: date) -> set[UUID]:
    """Of these themes, those whose standing answer has come to everyone who is here and is owed it.

    Who heard it alone counts from the next day on, so that nobody sees when somebody read it.
    """
    found = set()
    for theme_id, decision in that_answer(session, theme_ids).items():
        here = (
            select(Obligation.id)
            .join(Participant, Participant.id == Obligation.participant_id)
            .where(Obligation.theme_id == theme_id, Participant.left_on.is_(None))
        )
        heard = exists().where(
            Reached.obligation_id == Obligation.id,
            Reached.version_id.in_(decision.versions),
            or_(Reached.how == How.RETURN, Reached.on < today),
        )
        owed = session.scalar(here.limit(1)) is not None
        if owed and session.scalar(here.where(~heard).limit(1)) is None:
            found.add(theme_id)
    return found
