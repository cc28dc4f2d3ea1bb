"""A published answer goes to everyone who spoke to its themes, in batches, nobody twice."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager

from consult.common import outbox
from consult.common.ids import new_id
from consult.loop.close.letters import Chain, News, tell
from consult.loop.close.obligations import now_on_themes
from consult.loop.close.records import Obligation
from consult.loop.respond.decisions import Decision, decision_of
from consult.loop.respond.records import ResponseVersion
from consult.loop.respond.texts import answer_phrases
from consult.loop.respond.wordings import words_by_language
from consult.loop.understand.records import Hold, Theme
from consult.people.records import Participant

BATCH = 100
"""As many people as one transaction tells: a page that wants to write waits for no more than that."""


def fan_out(
    session: Session,
    *,
    version_id: UUID,
    after: UUID | None = None,
    most: int = BATCH,
    chain: Chain,
    now: datetime,
) -> None:
    """Tell the next `most` obligations behind `after`; ask through the outbox for those behind them.

    A version that a newer decision has replaced tells nobody: the newer one has its own round.
    """
    version = session.get(ResponseVersion, version_id)
    decision = decision_of(session, version.response) if version is not None else None
    if version is None or decision is None or version.id not in decision.versions:
        return
    themes = open_themes(session, {theme.theme_id for theme in version.response.themes})
    batch = portion(session, themes, after=after, most=most)
    people = {person for _, person in batch}
    tell_themes(session, decision=decision, themes=themes, people=people, chain=chain, now=now)
    if len(batch) == most:
        outbox.ask_for(
            session,
            "fan_out",
            key=f"{version_id}:{new_id()}",
            now=now,
            version_id=str(version_id),
            after=str(batch[-1][0]),
        )


def open_obligations(session: Session, participant: Participant) -> list[Obligation]:
    """What is owed to one person and may be told: themes that are held are not, nor the
    general line where a theme's answer took its place."""
    held = exists().where(Hold.theme_id == Obligation.theme_id, Hold.lifted_at.is_(None))
    mine = (
        select(Obligation)
        .outerjoin(Theme, Obligation.theme_id == Theme.id)
        .where(Obligation.participant_id == participant.id, ~held, ~now_on_themes())
        .order_by(Theme.number, Obligation.id)
    )
    return list(session.scalars(mine)) if participant.left_on is None else []


def answer_news(session: Session, decision: Decision) -> News:
    key = str(decision.first.id)
    return News(key=key, words=words_by_language(session, decision.newest), decision=decision)


def open_themes(session: Session, themes: Collection[UUID]) -> dict[UUID, Theme]:
    """Those of `themes` of which may be told: none that is held."""
    held = exists().where(Hold.theme_id == Theme.id, Hold.lifted_at.is_(None))
    return {theme.id: theme for theme in session.scalars(select(Theme).where(Theme.id.in_(themes), ~held))}


def portion(
    session: Session, themes: Collection[UUID], *, after: UUID | None, most: int
) -> list[tuple[UUID, UUID]]:
    """The next `most` of what is owed for `themes`: obligation and person, also of who left meanwhile.

    Asked theme by theme, for ids alone: a database that is asked for more than its index holds in order may
    sort all who spoke, batch after batch."""
    found: list[tuple[UUID, UUID]] = []
    for theme in themes:
        wanted = (
            select(Obligation.id, Obligation.participant_id)
            .where(Obligation.theme_id == theme)
            .order_by(Obligation.id)
            .limit(most)
        )
        rows = session.execute(wanted.where(Obligation.id > after) if after else wanted)
        found += [(obligation, person) for obligation, person in rows]
    return sorted(found)[:most]


def tell_themes(
    session: Session,
    *,
    decision: Decision,
    themes: Mapping[UUID, Theme],
    people: Collection[UUID],
    chain: Chain,
    now: datetime,
) -> None:
    """One text a person, whichever batch it falls into: it names all their numbers in this answer.
    `themes`: those of the answer that are open. Who of `people` left is told nothing."""
    # Not asked for by theme: a database would look through all who spoke to it, batch after batch.
    theirs = session.scalars(
        select(Obligation)
        .join(Obligation.participant)
        .options(contains_eager(Obligation.participant))
        .where(Obligation.participant_id.in_(people), Participant.left_on.is_(None))
        .order_by(Obligation.id)
    )
    tell(
        session,
        news=answer_news(session, decision),
        obligations=[each for each in theirs if each.theme_id in themes],
        phrases=lambda together: answer_phrases(sorted(each.theme.number for each in together if each.theme)),
        chain=chain,
        now=now,
    )
