"""Those who spoke are told when their round is paused, goes on, goes on longer or ends early.

No text tells the topic. The reason goes only to people who chose whole answers, in a language of theirs.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.common import outbox, translation
from consult.common.ids import new_id
from consult.loop.collect.records import Answer, Round, Submission
from consult.people.records import HearBack, Participant
from consult.people.ways import Way, ways_to
from consult.post import messages
from consult.post.messages import Ask, Phrase

BATCH = 100
ABOUT = "round"
"""`about` of a text about the time of asking itself."""
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
    keys = {way.reach.id: f"round:{news}:{way.reach.id}" for _, way in due}
    carried = messages.carried(session, keys.values())
    before = messages.before(
        session, reaches={way.reach.id for _, way in due}, points={way.point.id for _, way in due}
    )
    reasons = translation.in_every_language(session, round, "reason", source=round.consultation.language)
    for person, way in due:
        if (key := keys[way.reach.id]) not in carried:
            why = _why(way, reasons, chain(person.language)) if what != "resumed" else ""
            ask = _ask(key, person, way, [*_said(round, what, way), *_because(why)], whole=bool(why))
            messages.put(session, before, ask, now=now)
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
    return [*whose, Phrase(f"round_{what}", {"date": last} if what in ("resumed", "extended") else {})]


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
