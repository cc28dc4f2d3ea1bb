"""Words on no theme are answered too: read and standing on their own, or not read as an answer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from consult.common import outbox, translation
from consult.common.ids import new_id
from consult.loop.close.fanout import BATCH
from consult.loop.close.kinds import Kind, kinds
from consult.loop.close.letters import Chain, News, Phrases, tell
from consult.loop.close.obligations import now_on_themes
from consult.loop.close.records import Obligation
from consult.loop.understand.records import Findings
from consult.people.records import Participant
from consult.post.messages import Phrase


def tell_alone(
    session: Session,
    *,
    findings: Findings,
    after: UUID | None = None,
    most: int = BATCH,
    chain: Chain,
    now: datetime,
) -> None:
    """Tell the next `most` people what became of their words. Who is not read yet is not told."""
    batch = _batch(session, findings, after, most)
    rows = _who_is_read(session, findings, [obligation for obligation, _ in batch], {who for _, who in batch})
    for kind in (Kind.ALONE, Kind.SET_ASIDE):
        tell(
            session,
            news=line_news(session, findings, kind),
            obligations=[obligation for obligation, its in rows if its is kind],
            phrases=lambda _together, kind=kind: line_phrases(kind),  # type: ignore[misc]  # mypy reads no default here
            chain=chain,
            now=now,
        )
    if len(batch) == most:
        outbox.ask_for(
            session,
            "tell_alone",
            key=f"{findings.id}:{new_id()}",
            now=now,
            findings_id=str(findings.id),
            after=str(batch[-1][0]),
        )


def _batch(session: Session, findings: Findings, after: UUID | None, most: int) -> list[tuple[UUID, UUID]]:
    """Obligation and person, whatever became of their words: ids alone, as an index holds them in order."""
    wanted = (
        select(Obligation.id, Obligation.participant_id)
        .where(Obligation.theme_id.is_(None), Obligation.round_id == findings.round_id)
        .order_by(Obligation.id)
        .limit(most)
    )
    rows = session.execute(wanted.where(Obligation.id > after) if after else wanted)
    return [(obligation, person) for obligation, person in rows]


def _who_is_read(
    session: Session, findings: Findings, obligations: Collection[UUID], people: Collection[UUID]
) -> list[tuple[Obligation, Kind]]:
    """Those of `obligations` of which something may be told, and what. Only the words of these `people` are
    looked at: everybody's, portion after portion, take as long as all of them squared."""
    words = kinds([findings.round], only=people)
    kind = func.coalesce(words.c.kind, Obligation.kind)
    rows = session.execute(
        select(Obligation, kind)
        .join(Obligation.participant)
        .options(contains_eager(Obligation.participant))
        .outerjoin(words, words.c.participant_id == Obligation.participant_id)
        .where(
            Obligation.id.in_(obligations),
            kind.is_not(None),
            ~now_on_themes(),
            Participant.left_on.is_(None),
        )
        .order_by(Obligation.id)
    )
    return [(obligation, Kind(its)) for obligation, its in rows]


class Anything(dict[str, str]):
    """Our own sentence alone: it can be said in every language."""

    def __contains__(self, _language: object) -> bool:
        return True

    def __missing__(self, _language: str) -> str:
        return ""


def line_news(session: Session, findings: Findings, kind: Kind) -> News:
    """What is told about words of `kind`: the representatives' general line, or our own sentence."""
    key = f"{findings.round_id}:{kind}"
    if kind is Kind.SET_ASIDE or not findings.alone.strip():
        return News(key=key, words=Anything(), findings=findings)
    lines = translation.in_every_language(session, findings, "alone", source=findings.language)
    return News(key=key, words=lines, findings=findings)


def line_phrases(kind: Kind) -> Phrases:
    def phrases(line: str, person: int | None) -> list[Phrase]:
        key = "set_aside" if kind is Kind.SET_ASIDE else "alone" if line else "alone_no_line"
        values: dict[str, str | int] = {"line": line} if key == "alone" else {}
        if person is None:
            return [Phrase(key, values)]
        return [Phrase(f"{key}_for", {**values, "person": person})]

    return phrases
