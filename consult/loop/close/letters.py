"""News to people, each as they chose: the whole answer, a knock that tells no topic, or nothing.

What cannot go is simply not written: the debt that remains is derived, with its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from consult.loop.close.records import How, Obligation, Reached, Telling
from consult.loop.respond.decisions import Decision
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Audience, Findings
from consult.people.records import ContactPoint, HearBack, Reach
from consult.post import messages
from consult.post.messages import Phrase
from consult.post.records import Delivery, Message

Chain = Callable[[str], Sequence[str]]
"""A language's code → itself and its fallbacks, best first."""

Phrases = Callable[[str, int | None], list[Phrase]]
"""The whole news: the words, and the person's number where several people use the phone."""


@dataclass(frozen=True)
class Way:
    """A way to one person. `person`: their number, where the phone is not theirs alone."""

    reach: Reach
    point: ContactPoint
    person: int | None

    @property
    def open(self) -> bool:
        silent = self.point.stopped_at is not None or self.point.dead_at is not None
        return self.reach.hear_back is not HearBack.NOTHING and not silent


@dataclass(frozen=True)
class News:
    """What is told: a decision's newest words, or of `findings` what became of words on no theme.

    `key` names it, so that nobody is told it twice. `words`: language → text.
    """

    key: str
    words: Mapping[str, str]
    decision: Decision | None = None
    findings: Findings | None = None

    @property
    def version(self) -> ResponseVersion | None:
        return self.decision.newest if self.decision else None

    @property
    def proof(self) -> tuple[UUID | None, UUID | None]:
        """What a person was reached with: version, findings."""
        return (
            self.decision.newest.id if self.decision else None,
            self.findings.id if self.findings else None,
        )

    def worded(self, languages: Sequence[str]) -> str | None:
        return next((self.words[each] for each in languages if each in self.words), None)


def ways_to(session: Session, people: set[UUID]) -> dict[UUID, list[Way]]:
    """The living ways to each of `people`."""
    living = list(
        session.scalars(
            select(Reach)
            .options(joinedload(Reach.contact_point))
            .where(Reach.participant_id.in_(people), Reach.until.is_(None))
            .order_by(Reach.suffix, Reach.id)
        )
    )
    phones = {reach.contact_point_id for reach in living}
    ever = dict(
        session.execute(
            select(Reach.contact_point_id, func.count())
            .where(Reach.contact_point_id.in_(phones))
            .group_by(Reach.contact_point_id)
        ).all()
    )
    found: dict[UUID, list[Way]] = {}
    for reach in living:
        shared = ever[reach.contact_point_id] > 1
        way = Way(reach, reach.contact_point, reach.suffix if shared else None)
        found.setdefault(reach.participant_id, []).append(way)
    return found


def tell(
    session: Session,
    *,
    news: News,
    obligations: Sequence[Obligation],
    phrases: Callable[[Obligation], Phrases],
    chain: Chain,
    now: datetime,
) -> None:
    """Write the news to the people of `obligations` who have not been told it yet."""
    met = _told_in_person(session, news, obligations)
    ways = ways_to(session, {each.participant_id for each in obligations})
    for obligation in obligations:
        if obligation.id in met:
            continue
        for way in ways.get(obligation.participant_id, []):
            if way.open:
                _tell_one(
                    session,
                    news=news,
                    obligation=obligation,
                    way=way,
                    phrases=phrases(obligation),
                    chain=chain,
                    now=now,
                )
    session.flush()


def _tell_one(
    session: Session,
    *,
    news: News,
    obligation: Obligation,
    way: Way,
    phrases: Phrases,
    chain: Chain,
    now: datetime,
) -> None:
    spoken_only = obligation.theme is not None and obligation.theme.audience is Audience.SPOKEN_ONLY
    whole = way.reach.hear_back is HearBack.WHOLE and not spoken_only
    language = obligation.participant.language
    words = news.worded(chain(language))
    if words is None:
        return
    key, message = _carrier(session, f"{'answer' if whole else 'knock'}:{news.key}:{way.reach.id}")
    if message is None and not whole:
        message = _waiting_knock(session, way.reach)
    if message is None:
        message = messages.write(
            session,
            key=key,
            point=way.point,
            reach=way.reach,
            sentences=phrases(words, way.person) if whole else [knock(way.person)],
            language=language,
            asked=False,
            about=messages.WHOLE_ANSWER if whole else "knock",
            now=now,
        )
    note_telling(session, news=news, obligation=obligation, message=message, whole=whole)


def knock(person: int | None) -> Phrase:
    return Phrase("knock") if person is None else Phrase("knock_for", {"person": person})


def note_telling(
    session: Session, *, news: News, obligation: Obligation, message: Message, whole: bool
) -> None:
    """Note once that `message` carries the news for `obligation`."""
    same = (
        Telling.version_id.in_(news.decision.versions) if news.decision else Telling.findings_id.is_not(None)
    )
    known = exists().where(Telling.obligation_id == obligation.id, Telling.message_id == message.id, same)
    if not session.scalar(select(known)):
        session.add(
            Telling(
                obligation=obligation,
                version=news.version,
                findings=news.findings,
                message=message,
                whole=whole,
            )
        )


def _carrier(session: Session, key: str) -> tuple[str, Message | None]:
    """The message that carries the ask `key`, if it did not fail; else the key of the next try.

    A text was stopped or failed and the phone is open again: only then is there a next try.
    """
    asked, tries = key, 1
    while message := messages.written(session, asked):
        if message.state not in (Delivery.CANCELLED, Delivery.FAILED):
            return asked, message
        tries += 1
        asked = f"{key}:{tries}"
    return asked, None


def _waiting_knock(session: Session, reach: Reach) -> Message | None:
    """A knock that still waits says as much as two."""
    return session.scalar(
        select(Message)
        .where(Message.reach_id == reach.id, Message.about == "knock", Message.state == Delivery.PENDING)
        .limit(1)
    )


def _told_in_person(session: Session, news: News, obligations: Sequence[Obligation]) -> set[UUID]:
    """Which of `obligations` were met by exactly this news, by a text or by asking."""
    told = select(Reached.obligation_id).where(
        Reached.obligation_id.in_([each.id for each in obligations]), Reached.how != How.RETURN
    )
    if news.decision is not None:
        told = told.where(Reached.version_id.in_(news.decision.versions))
    return set(session.scalars(told))
