"""A person asks for the answer in full and gets it at once: by text, or with their receipt's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.close.alone import line_news, line_phrases
from consult.loop.close.ask_happened import phrases as happened_phrases
from consult.loop.close.fanout import answer_news, open_obligations
from consult.loop.close.happened import open_happened
from consult.loop.close.kinds import Kind
from consult.loop.close.letters import Chain, News, Phrases, note_telling
from consult.loop.close.obligations import kind_of
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Obligation
from consult.loop.respond.decisions import of_every_office
from consult.loop.respond.texts import answer_phrases
from consult.loop.understand.findings import latest_in
from consult.loop.understand.records import Audience, Theme
from consult.people.receipts import open_receipt
from consult.people.records import Participant, Reach
from consult.people.ways import ways_to
from consult.post import messages


@dataclass(frozen=True)
class Ready:
    """News that one person may have now, and what is owed that it meets."""

    news: News
    owed: tuple[Obligation, ...]
    phrases: Phrases


def send_whole(
    session: Session,
    *,
    reach: Reach,
    key: str,
    theme: Theme | None = None,
    chain: Chain,
    now: datetime,
) -> int:
    """Text this person every answer that is theirs (or that of `theme`); return how many.

    `key` names the asking, so that one text asks once. Reached when it is delivered.
    """
    person = reach.participant
    way = next(way for way in ways_to(session, {person.id})[person.id] if way.reach.id == reach.id)
    told = 0
    for ready in ready_for(session, participant=person, chain=chain):
        wanted = theme is None or any(each.theme_id == theme.id for each in ready.owed)
        words = ready.news.worded(chain(person.language))
        if not wanted or words is None:
            continue
        message = messages.write(
            session,
            key=f"asked:{key}:{ready.news.key}",
            point=reach.contact_point,
            reach=reach,
            sentences=ready.phrases(words, way.person),
            language=person.language,
            asked=True,
            about="asked",
            now=now,
        )
        for each in ready.owed:
            note_telling(session, news=ready.news, obligation=each, message=message, whole=True)
        told += 1
    asked = open_happened(session, participant=person, today=now.date())
    if theme is None and told and asked:
        messages.write(
            session,
            key=f"asked:{key}:happened",
            point=reach.contact_point,
            reach=reach,
            sentences=happened_phrases(sorted({each.theme.number for each in asked}), way.person),
            language=person.language,
            asked=True,
            about="asked",
            now=now,
        )
    return told


def open_with_code(
    session: Session, *, vault: Vault, code: str, chain: Chain, now: datetime
) -> Participant | None:
    """Whoever holds the code sees their answers now: the person it belongs to, or None.

    What can be shown in a language of theirs is noted as asked for and read.
    """
    person = open_receipt(session, vault=vault, code=code, now=now)
    if person is None or person.left_on is not None:
        return None
    shown = [
        (each.id, *ready.news.proof)
        for ready in ready_for(session, participant=person, chain=chain)
        for each in ready.owed
    ]
    note_reached(session, shown, how=How.ASKED, on=now.date())
    return person


def ready_for(session: Session, *, participant: Participant, chain: Chain) -> list[Ready]:
    """The news that stand for one person: answers by number, then words on no theme.

    What is spoken only is told at a meeting and stands on no page and in no text.
    """
    owed = [
        each
        for each in open_obligations(session, participant)
        if each.theme is None or each.theme.audience is not Audience.SPOKEN_ONLY
    ]
    found = []
    for decision, themes in of_every_office(session, {each.theme_id for each in owed if each.theme_id}):
        mine = [each for each in owed if each.theme_id in themes]
        numbers = [each.theme.number for each in mine if each.theme]
        found.append(Ready(answer_news(session, decision), tuple(mine), answer_phrases(numbers)))
    found.sort(key=lambda ready: [each.theme.number for each in ready.owed if each.theme])
    return [
        each
        for each in (*found, *lines_for(session, owed))
        if each.news.worded(chain(participant.language)) is not None
    ]


def lines_for(session: Session, owed: Sequence[Obligation]) -> list[Ready]:
    """What became of words on no theme, of all that is owed to one person."""
    found = []
    for each in owed:
        if each.theme_id is not None:
            continue
        kind = kind_of(session, each)
        released = latest_in(session, each.round)
        if kind in (Kind.ALONE, Kind.SET_ASIDE) and released is not None:
            news = line_news(session, released, kind)
            found.append(Ready(news, (each,), line_phrases(kind)))
    return found
