"""The community's own vote with beans on its own themes: typed in place by place, never added up by us."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import current_round, today_in
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import Ranking, RankingLine
from consult.loop.understand.themes import themes_of
from consult.people.permissions import Action
from consult.people.records import Account

MOST = 100_000


def type_in(
    session: Session,
    *,
    consultation: Consultation,
    place: str,
    held_on: date,
    people: int | None,
    beans: Mapping[int, int],
    note: str,
    by: Account,
    now: datetime,
) -> Ranking:
    """Keep the beans of one place and day, by theme number. `people` None: nobody counted them."""
    must_be_representative(session, by=by, action=Action.NAME_THEMES, consultation=consultation, now=now)
    asked = current_round(session, consultation)
    if asked is None or asked.opened_at is None:
        raise Refused(mark("Nobody was asked yet. Open the consultation first."))
    if not place.strip() or len(place.strip()) > 120:
        raise Refused(mark("Say where it was, in at most 120 letters."), field="place")
    if held_on > today_in(consultation.community, now):
        raise Refused(mark("This day has not come yet."), field="held_on")
    themes = {each.number: each for each in themes_of(session, consultation)}
    if not beans or set(beans) - set(themes) or not all(0 <= each <= MOST for each in beans.values()):
        raise Refused(mark("Type in how many beans lay on each theme, in digits."), field="beans")
    if people is not None and not 0 < people <= MOST:
        raise Refused(mark("Write how many people took part, in digits, or leave it empty."), field="people")
    ranking = Ranking(
        consultation_id=consultation.id,
        round_id=asked.id,
        place=place.strip(),
        held_on=held_on,
        people=people,
        note=note.strip()[:1000],
        by_id=by.id,
        at=now,
        lines=[RankingLine(theme=themes[number], beans=each) for number, each in beans.items()],
    )
    session.add(ranking)
    session.flush()
    history.note(session, by=by.actor, action="ranking.typed", about=ranking, now=now, lines=len(beans))
    return ranking


def strike(
    session: Session, *, consultation: Consultation, ranking_id: UUID, by: Account, now: datetime
) -> None:
    """Take a vote that was typed in wrongly off every page. Striking twice is once."""
    must_be_representative(session, by=by, action=Action.NAME_THEMES, consultation=consultation, now=now)
    ranking = session.get(Ranking, ranking_id)
    if ranking is None or ranking.consultation_id != consultation.id:
        raise Refused(mark("This vote is not there any more."))
    if ranking.struck_at is None:
        ranking.struck_at = now
        history.note(session, by=by.actor, action="ranking.struck", about=ranking, now=now)
        session.flush()


def rankings_of(session: Session, *, asked: Round) -> list[Ranking]:
    """The votes of a round that stand, the oldest first."""
    return list(
        session.scalars(
            select(Ranking)
            .where(Ranking.round_id == asked.id, Ranking.struck_at.is_(None))
            .options(selectinload(Ranking.lines).joinedload(RankingLine.theme))
            .order_by(Ranking.held_on, Ranking.place, Ranking.id)
        )
    )
