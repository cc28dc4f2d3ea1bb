"""Those who spoke are told when their round is paused, goes on, goes on longer or ends early.

Whoever missed it is told later, with what else they missed: their text may have been cancelled, as they
wanted less or another phone, and with it the news that shared it.

No text tells the topic. The reason goes only to people who chose whole answers, in a language of theirs.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from consult.common import outbox, translation
from consult.common.history import HistoryEntry
from consult.common.ids import new_id
from consult.loop.collect.records import Answer, Round, Submission
from consult.people.records import HearBack, Participant, Reach
from consult.people.ways import Way, ways_to
from consult.post import messages
from consult.post.messages import Ask, Phrase, Put
from consult.post.records import Delivery, Message, MessageCause

BATCH = 100
ABOUT = "round"
"""`about` of a text about the time of asking itself."""
TOLD = ("paused", "resumed", "extended", "cancelled")
"""What those who spoke are told of their round."""
NEWS = frozenset(f"round_{what}" for what in TOLD)
REST = frozenset({"news_by", "because"})
"""Sentences of such news that stand behind its first."""
Chain = Callable[[str], Sequence[str]]
"""A language's code → itself and its fallbacks, best first."""


def tell_round(
    session: Session,
    *,
    round_id: UUID,
    what: str,
    news: str,
    after: UUID | None = None,
    most: int = BATCH,
    chain: Chain,
    now: datetime,
) -> None:
    """Tell the next `most` people who spoke `what` became of the round; `news` names the telling.

    What is no longer so when its turn comes is not told: a pause that was over at once, an older day.
    """
    round = session.get_one(Round, round_id)  # noqa: A001 - the house's word
    if not _still_so(round, what):
        return
    people = _who_spoke(session, round, after, most)
    ways = ways_to(session, {each.id for each in people})
    due = [(each, way) for each in people for way in ways.get(each.id, []) if way.open]
    keys = {way.reach.id: _key(news, way.reach.id) for _, way in due}
    carried = messages.carried(session, keys.values())
    before = messages.before(
        session, reaches={way.reach.id for _, way in due}, points={way.point.id for _, way in due}
    )
    reasons = translation.in_every_language(session, round, "reason", source=round.consultation.language)
    older = _with_older(session, round, news, due)
    for person, way in due:
        if (key := keys[way.reach.id]) not in carried:
            why = _why(way, reasons, chain(person.language)) if what != "resumed" else ""
            ask = _ask(key, person, way, [*_said(round, what, way), *_because(why)], whole=bool(why))
            message = messages.put(before, ask, now=now)
            if message.id in older:
                _leave_out(message, len(ask.sentences))
    messages.keep(session, before)
    if len(people) == most:
        outbox.ask_for(
            session,
            "tell_round",
            key=f"{news}:{new_id()}",
            now=now,
            round_id=str(round_id),
            what=what,
            news=news,
            after=str(people[-1].id),
        )


def _with_older(
    session: Session,
    round: Round,  # noqa: A002
    news: str,
    due: Sequence[tuple[Participant, Way]],
) -> set[UUID]:
    """The messages that were asked to carry earlier news of this round, and of no other: where one carries
    both, nobody knows which is which, and it all stays."""
    earlier = [each.id for each in _news(session, round) if str(each.id) != news]
    keys = {_key(each, way.reach.id) for each in earlier for _, way in due}
    here = Counter(message.id for message in messages.carried(session, keys).values())
    asked = select(MessageCause.message_id, func.count()).where(
        MessageCause.message_id.in_(list(here)), MessageCause.key.startswith("round:")
    )
    of_rounds: dict[UUID, int] = dict(session.execute(asked.group_by(MessageCause.message_id)).all())
    return {each for each, count in here.items() if of_rounds[each] == count}


def _leave_out(message: Message | Put, new: int) -> None:
    """Earlier news that waited in the same text is no longer so. `new`: how many sentences are the newest."""
    before, added = message.sentences[:-new], message.sentences[-new:]
    begin = [at for at, each in enumerate(before) if each["key"] in NEWS]
    gone = {at - 1 for at in begin if at and before[at - 1]["key"] == "for_person"}
    for at in begin:
        gone.add(at)
        while at + 1 < len(before) and before[at + 1]["key"] in REST:
            gone.add(at := at + 1)
    message.sentences = [each for at, each in enumerate(before) if at not in gone] + added


def tell_missed(session: Session, *, participant: Participant, chain: Chain, now: datetime) -> None:
    """Tell one person what is so with the rounds in which they spoke, where no text brought it to them."""
    ways = [way for way in ways_to(session, {participant.id}).get(participant.id, []) if way.open]
    for round in _going_on(session, participant) if ways else []:  # noqa: A001
        news = _news(session, round)
        if not news or not _still_so(round, what := news[-1].action.removeprefix("round.")):
            continue
        brought = _brought(session, participant, news)
        if news[-1].id in brought or (what == "resumed" and not brought):
            continue
        _tell_one(
            session,
            round=round,
            what=what,
            news=news[-1].id,
            person=participant,
            ways=ways,
            chain=chain,
            now=now,
        )


def _tell_one(
    session: Session,
    *,
    round: Round,  # noqa: A002
    what: str,
    news: UUID,
    person: Participant,
    ways: Sequence[Way],
    chain: Chain,
    now: datetime,
) -> None:
    reasons = translation.in_every_language(session, round, "reason", source=round.consultation.language)
    before = messages.before(
        session, reaches={way.reach.id for way in ways}, points={way.point.id for way in ways}
    )
    for way in ways:
        key = _key(news, way.reach.id, len(_asks(session, way.reach.id, news)))
        why = _why(way, reasons, chain(person.language)) if what != "resumed" else ""
        ask = _ask(key, person, way, [*_said(round, what, way), *_because(why)], whole=bool(why))
        messages.put(before, ask, now=now)
    messages.keep(session, before)


def _going_on(session: Session, participant: Participant) -> list[Round]:
    """The rounds with words of theirs that take words still or ended early, with none after them."""
    later = aliased(Round)
    follows = exists().where(
        later.consultation_id == Round.consultation_id,
        later.number > Round.number,
        later.opened_at.is_not(None),
    )
    theirs = exists().where(
        Submission.participant_id == participant.id,
        Submission.round_id == Round.id,
        Answer.submission_id == Submission.id,
        Answer.withdrawn_on.is_(None),
    )
    runs = Round.closed_at.is_(None) | Round.cancelled_at.is_not(None)
    return list(session.scalars(select(Round).where(theirs, runs, ~follows).order_by(Round.id)))


def _news(session: Session, round: Round) -> list[HistoryEntry]:  # noqa: A002
    """What was to be told of this round, in the order in which it happened."""
    acts = [f"round.{what}" for what in TOLD]
    noted = select(HistoryEntry).where(HistoryEntry.about_id == round.id, HistoryEntry.action.in_(acts))
    return list(session.scalars(noted.order_by(HistoryEntry.at, HistoryEntry.id)))


def _brought(session: Session, participant: Participant, news: Sequence[HistoryEntry]) -> set[UUID]:
    """The news of which a text to this person went out, or waits to go, on whichever phone."""
    reaches = session.scalars(select(Reach.id).where(Reach.participant_id == participant.id)).all()
    over = (Delivery.CANCELLED, Delivery.FAILED)
    return {
        each.id
        for each in news
        if any(one.state not in over for reach in reaches for one in _asks(session, reach, each.id))
    }


def _asks(session: Session, reach: UUID, news: UUID) -> list[Message]:
    """The texts that carried one piece of news to one person's phone, try after try."""
    found: list[Message] = []
    while message := messages.written(session, _key(news, reach, len(found))):
        found.append(message)
    return found


def _key(news: UUID | str, reach: UUID, before: int = 0) -> str:
    """What the ask is called, after `before` others that came to nothing."""
    return f"round:{news}:{reach}" + (f":{before + 1}" if before else "")


def _still_so(round: Round, what: str) -> bool:  # noqa: A002
    if what == "cancelled":
        return round.cancelled_at is not None
    if round.closed_at is not None:
        return False
    return what == "extended" or (round.paused_at is not None) is (what == "paused")


def _who_spoke(session: Session, round: Round, after: UUID | None, most: int) -> list[Participant]:  # noqa: A002
    words = exists().where(
        Submission.participant_id == Participant.id,
        Submission.round_id == round.id,
        Answer.submission_id == Submission.id,
        Answer.withdrawn_on.is_(None),
    )
    wanted = (
        select(Participant).where(words, Participant.left_on.is_(None)).order_by(Participant.id).limit(most)
    )
    return list(session.scalars(wanted.where(Participant.id > after) if after else wanted))


def _said(round: Round, what: str, way: Way) -> list[Phrase]:  # noqa: A002
    """Whose text it is, where several people use the phone, and what is so now."""
    whose = [Phrase("for_person", {"person": way.person})] if way.person is not None else []
    last = round.closes_on.isoformat() if round.closes_on else ""
    said = Phrase(f"round_{what}", {"date": last} if what in ("resumed", "extended") else {})
    if what == "extended" and round.news_by:  # the day that the receipt promised may have moved too
        return [*whose, said, Phrase("news_by", {"date": round.news_by.isoformat()})]
    return [*whose, said]


def _why(way: Way, reasons: Mapping[str, str], languages: Sequence[str]) -> str:
    if way.reach.hear_back is not HearBack.WHOLE:
        return ""
    return next((reasons[each] for each in languages if reasons.get(each)), "")


def _because(why: str) -> list[Phrase]:
    return [Phrase("because", {"words": why})] if why else []


def _ask(key: str, person: Participant, way: Way, sentences: list[Phrase], *, whole: bool) -> Ask:
    return Ask(
        key=key,
        point=way.point,
        reach=way.reach,
        sentences=sentences,
        language=person.language,
        asked=False,
        about=messages.WHOLE_ANSWER if whole else ABOUT,
    )
