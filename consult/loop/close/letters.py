"""News to people, each as they chose: the whole answer, a knock that tells no topic, or nothing.

What cannot go is simply not written: the debt that remains is derived, with its reason.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from consult.common.ids import new_id
from consult.loop.close.records import How, Obligation, Reached, Telling
from consult.loop.respond.decisions import Decision
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Audience, Findings
from consult.people.records import HearBack, Reach
from consult.people.ways import Way, ways_to
from consult.post import messages
from consult.post.messages import Ask, Before, Phrase, Put
from consult.post.records import Delivery, Message

KNOCK = "knock"
"""`about` of a text that says only that there is an answer."""
OVER = (Delivery.CANCELLED, Delivery.FAILED)
"""States of a text that will not arrive any more."""
Chain = Callable[[str], Sequence[str]]
"""A language's code → itself and its fallbacks, best first."""

Phrases = Callable[[str, int | None], list[Phrase]]
"""The whole news: the words, and the person's number where several people use the phone."""


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


@dataclass(frozen=True)
class Due:
    """News for one person on one way, in `words` of a language of theirs, `whole` or as a knock."""

    obligation: Obligation
    way: Way
    words: str
    whole: bool
    key: str
    """Of the ask for it: the same for all words of one person that are told the news on this way."""

    @property
    def named(self) -> tuple[UUID, UUID | None, bool]:
        return self.obligation.id, self.way.reach.id, self.whole


def tell(
    session: Session,
    *,
    news: News,
    obligations: Sequence[Obligation],
    phrases: Callable[[Sequence[Obligation]], Phrases],
    chain: Chain,
    now: datetime,
) -> None:
    """Write the news to the people of `obligations` who have not been told it yet: one text a person and
    way, which says for which of their words it is. Of one person all must be given that it is for.

    All that stands already is read first, in as many queries for many people as for one.
    """
    due = _due(session, news, obligations, chain)
    noted = _noted(session, news, obligations)
    asks = _asks(session, news, due, noted)
    before = messages.before(
        session, reaches={each.way.reach.id for each in due}, points={each.way.point.id for each in due}
    )
    told = []
    for key, together in asks.items():
        first = together[0]
        message = None if first.whole else _waiting_knock(before, first.way.reach)
        if message is None:
            words = phrases([each.obligation for each in together])
            message = messages.put(before, _ask(first, key, words), now=now)
        else:
            before.asks.append((key, message.id))
        told += [
            _telling(news, each.obligation, message, whole=each.whole)
            for each in together
            if (each.obligation.id, message.id) not in noted
        ]
    messages.keep(session, before)
    if told:
        session.execute(insert(Telling), told)


def _asks(
    session: Session, news: News, due: Sequence[Due], noted: Collection[tuple[UUID, UUID]]
) -> dict[str, list[Due]]:
    """What nobody carries yet, by the key under which to ask for it: what one text tells one person.

    Where a text went already and a person's words came to lie on one more theme of the answer since, that
    text does not name it: it is asked for apart.
    """
    carriers = _carriers(session, {each.key for each in due})
    asks: dict[str, list[Due]] = {}
    later: dict[str, list[Due]] = {}
    for each in due:
        key, message = _carrier(carriers, each.key)
        if message is None:
            asks.setdefault(key, []).append(each)
        elif (each.obligation.id, message.id) not in noted:
            later.setdefault(each.key, []).append(each)
    if later:
        asks |= _named_nowhere(session, news, later)
    return asks


def _named_nowhere(session: Session, news: News, later: Mapping[str, list[Due]]) -> dict[str, list[Due]]:
    """Of what is due beside a text of the same news: what no other text that may still arrive names."""
    dues = [each for some in later.values() for each in some]
    named = _named(session, news, [each.obligation for each in dues])
    open_still = {
        f"{key}+{fresh[0].obligation.id}": fresh
        for key, some in later.items()
        if (fresh := [each for each in some if each.named not in named])
    }
    carriers = _carriers(session, set(open_still))
    return {_carrier(carriers, key)[0]: fresh for key, fresh in open_still.items()}


def _due(session: Session, news: News, obligations: Sequence[Obligation], chain: Chain) -> list[Due]:
    """Each open way to each person who was not told in person, where there are words for them."""
    met = _told_in_person(session, news, obligations)
    ways = ways_to(session, {each.participant_id for each in obligations})
    due = []
    for obligation in obligations:
        words = news.worded(chain(obligation.participant.language))
        if obligation.id not in met and words is not None:
            theme = obligation.theme
            aloud = theme is not None and theme.audience is Audience.SPOKEN_ONLY
            open_ways = (way for way in ways.get(obligation.participant_id, []) if way.open)
            due += [_due_on(obligation, way, words, news, aloud=aloud) for way in open_ways]
    return due


def _due_on(obligation: Obligation, way: Way, words: str, news: News, *, aloud: bool) -> Due:
    """`aloud`: what is told may only be spoken."""
    whole = way.reach.hear_back is HearBack.WHOLE and not aloud
    key = f"{'answer' if whole else 'knock'}:{news.key}:{way.reach.id}"
    return Due(obligation, way, words, whole, key)


def _ask(due: Due, key: str, phrases: Phrases) -> Ask:
    way = due.way
    return Ask(
        key=key,
        point=way.point,
        reach=way.reach,
        sentences=phrases(due.words, way.person) if due.whole else [knock(way.person)],
        language=due.obligation.participant.language,
        asked=False,
        about=messages.WHOLE_ANSWER if due.whole else KNOCK,
    )


def knock(person: int | None) -> Phrase:
    return Phrase("knock") if person is None else Phrase("knock_for", {"person": person})


def note_telling(
    session: Session, *, news: News, obligation: Obligation, message: Message, whole: bool
) -> None:
    """Note once that `message` carries the news for `obligation`."""
    if (obligation.id, message.id) not in _noted(session, news, [obligation]):
        session.execute(insert(Telling), [_telling(news, obligation, message, whole=whole)])


def _telling(news: News, obligation: Obligation, message: Message | Put, *, whole: bool) -> dict[str, Any]:
    """The row of a telling."""
    version, findings = news.proof
    return {
        "id": new_id(),
        "obligation_id": obligation.id,
        "version_id": version,
        "findings_id": findings,
        "message_id": message.id,
        "whole": whole,
    }


def _noted(session: Session, news: News, obligations: Sequence[Obligation]) -> set[tuple[UUID, UUID]]:
    """Which message carries this news for which of `obligations`: obligation, message."""
    mine = Telling.obligation_id.in_([each.id for each in obligations])
    rows = session.execute(select(Telling.obligation_id, Telling.message_id).where(mine, _same(news)))
    return {(obligation, message) for obligation, message in rows}


def _named(
    session: Session, news: News, obligations: Sequence[Obligation]
) -> set[tuple[UUID, UUID | None, bool]]:
    """For which of `obligations` a text that nobody asked for goes or went to which reach, whole or not."""
    rows = session.execute(
        select(Telling.obligation_id, Message.reach_id, Telling.whole)
        .join(Message, Message.id == Telling.message_id)
        .where(
            Telling.obligation_id.in_([each.id for each in obligations]),
            _same(news),
            Message.asked.is_(False),
            Message.state.not_in(OVER),
        )
    )
    return {(obligation, reach, whole) for obligation, reach, whole in rows}


def _same(news: News) -> ColumnElement[bool]:
    """The telling is of this news."""
    if news.decision is None:
        return Telling.findings_id.is_not(None)
    return Telling.version_id.in_(news.decision.versions)


def _carriers(session: Session, keys: Collection[str]) -> dict[str, Message]:
    """The messages that carry the asks `keys` and, where those failed, the asks of their next tries."""
    found: dict[str, Message] = {}
    asked, tries = {key: key for key in keys}, 1
    while asked:
        carried = messages.carried(session, asked)
        found |= carried
        tries += 1
        asked = {_next(asked[key], tries): asked[key] for key, carrier in carried.items() if _over(carrier)}
    return found


def _carrier(carriers: Mapping[str, Message], key: str) -> tuple[str, Message | None]:
    """The message that carries the ask `key`, if it did not fail; else the key of the next try.

    A text was stopped or failed and the phone is open again: only then is there a next try.
    """
    asked, tries = key, 1
    while message := carriers.get(asked):
        if not _over(message):
            return asked, message
        tries += 1
        asked = _next(key, tries)
    return asked, None


def _next(key: str, tries: int) -> str:
    return f"{key}:{tries}"


def _over(message: Message) -> bool:
    return message.state in OVER


def _waiting_knock(before: Before, reach: Reach) -> Message | Put | None:
    """A knock that waits for its first try says as much as two.

    One that goes again does not: its first try may have arrived, and knocked for the news before this.
    """
    return next((each for each in before.waiting.get(reach.id, []) if each.about == KNOCK), None)


def _told_in_person(session: Session, news: News, obligations: Sequence[Obligation]) -> set[UUID]:
    """Which of `obligations` were met by exactly this news, by a text or by asking."""
    # Not asked for by version: a database would look through all whom the answer reached so far.
    told = session.execute(
        select(Reached.obligation_id, Reached.version_id).where(
            Reached.obligation_id.in_([each.id for each in obligations]), Reached.how != How.RETURN
        )
    )
    versions = news.decision.versions if news.decision else None
    return {obligation for obligation, version in told if versions is None or version in versions}
