"""A time of asking: it opens when the musts stand, and its dates carry it on where people are silent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.loop.collect.consultations import list_done
from consult.loop.collect.prompts import languages_missing, prompts_of
from consult.loop.collect.records import Answer, Consultation, Door, Round, Submission
from consult.people.records import Account, Community


def current_round(session: Session, consultation: Consultation) -> Round | None:
    """The latest round, open, closed or still being prepared; None before there is any."""
    return session.scalar(
        select(Round).where(Round.consultation_id == consultation.id).order_by(Round.number.desc()).limit(1)
    )


def today_in(community: Community, now: datetime) -> date:
    """The day it is in the community."""
    return now.astimezone(ZoneInfo(community.timezone)).date()


def is_open(round: Round, now: datetime) -> bool:  # noqa: A002 - the house's word
    """Whether it takes words: opened, not closed, and its closing day not past in the community."""
    if round.opened_at is None or round.closed_at is not None or round.opened_at > now:
        return False
    return round.closes_on is None or today_in(round.consultation.community, now) <= round.closes_on


def open_round(
    session: Session,
    *,
    consultation: Consultation,
    closes_on: date,
    news_by: date,
    review_by: date,
    by: Account,
    now: datetime,
) -> Round:
    """Open the first or the next round. `closes_on` is the last day on which words are taken."""
    last = current_round(session, consultation)
    if last is not None and last.opened_at is not None and last.closed_at is None:
        raise Refused(mark("A round is open already. Close it before you open the next one."))
    _check_musts(session, consultation)
    _check_prompts(session, consultation)
    _check_dates(closes_on, review_by, news_by, today=today_in(consultation.community, now))
    fresh = last is None or last.opened_at is not None
    opened = Round(consultation=consultation, number=last.number + 1 if last else 1) if fresh else last
    assert opened is not None
    opened.opened_at, opened.closes_on = now, closes_on
    opened.news_by, opened.review_by = news_by, review_by
    session.add(opened)
    session.flush()
    history.note(session, by=by.actor, action="round.opened", about=opened, now=now, number=opened.number)
    return opened


def _check_musts(session: Session, consultation: Consultation) -> None:
    done = {line.key: line.done for line in list_done(session, consultation=consultation) if line.must}
    if not done["who_asks_and_reads"]:
        raise Refused(mark("Before it opens, write who asks and who reads."))
    if not done["how_it_comes_back"]:
        raise Refused(mark("Before it opens, write where and how the answer comes back."))
    if not done["risks"]:
        raise Refused(mark("Before it opens, talk about the risks and note that you did."))


def _check_prompts(session: Session, consultation: Consultation) -> None:
    if not prompts_of(session, consultation, consultation.language):
        raise Refused(mark("Before it opens, write at least one prompt."))
    missing = languages_missing(session, consultation=consultation)
    if missing:
        number, language = missing[0]
        raise Refused(
            mark("Prompt %(number)s has no wording yet in this language: %(language)s."),
            number=number,
            language=language,
        )


def _check_dates(closes_on: date, review_by: date, news_by: date, *, today: date) -> None:
    if closes_on < today:
        raise Refused(mark("The closing day is in the past."), field="closes_on")
    if review_by < closes_on:
        raise Refused(mark("The review cannot end before the closing day."), field="review_by")
    if news_by < review_by:
        raise Refused(mark("News cannot be promised for a day before the review ends."), field="news_by")


def close_round(session: Session, *, round: Round, by: Actor, now: datetime) -> None:  # noqa: A002
    """Take no more words into this round. What comes later is kept for the next one."""
    if round.opened_at is None:
        raise Refused(mark("This round has not opened yet."))
    if round.closed_at is not None:
        raise Refused(mark("This round is closed already."))
    round.closed_at = now
    history.note(session, by=by, action="round.closed", about=round, now=now, number=round.number)


def close_due(session: Session, *, now: datetime) -> int:
    """Close by date every round whose last day is past in its community; return how many."""
    running = session.scalars(select(Round).where(Round.opened_at.is_not(None), Round.closed_at.is_(None)))
    due = [each for each in running if not is_open(each, now)]
    for each in due:
        close_round(session, round=each, by=history.CLOCK, now=now)
    return len(due)


def open_rounds(session: Session, *, now: datetime) -> list[Round]:
    """The open rounds of communities that are public, the one that closes first at the head."""
    running = session.scalars(
        select(Round)
        .join(Consultation)
        .join(Community)
        .where(
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
            Community.public,
            Community.disabled_at.is_(None),
        )
        .order_by(Round.closes_on, Consultation.name)
    )
    return [each for each in running if is_open(each, now)]


def spoke_by_door(session: Session, *, round: Round) -> dict[Door, int]:  # noqa: A002
    """How many people spoke in the round, by the door they came through."""
    counted = session.execute(
        select(Submission.door, func.count(Submission.participant_id.distinct()))
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Submission.round_id == round.id, Answer.withdrawn_on.is_(None))
        .group_by(Submission.door)
    )
    return {row[0]: row[1] for row in counted}
