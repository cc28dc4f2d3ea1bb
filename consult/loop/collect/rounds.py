"""A time of asking: it opens when the musts stand, and its dates carry it on where people are silent.

While it is open it can be paused, go on, go on longer, or end early. Each is on record with its reason,
and those who spoke are told.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.common import history, outbox, translation
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.translation import Worded, in_every_language
from consult.loop.collect.consultations import list_done
from consult.loop.collect.prompts import languages_missing, prompts_of
from consult.loop.collect.reading import must_name
from consult.loop.collect.records import Answer, Consultation, Door, MeetingReport, Round, Submission
from consult.people.records import Account, Community

MOST_OF_A_REASON = 200
"""Letters of a reason: it stands on the page, and in the text of those who chose whole answers."""


def current_round(session: Session, consultation: Consultation) -> Round | None:
    """The latest round, open, closed or still being prepared; None before there is any."""
    return session.scalar(
        select(Round).where(Round.consultation_id == consultation.id).order_by(Round.number.desc()).limit(1)
    )


def today_in(community: Community, now: datetime) -> date:
    """The day it is in the community."""
    return now.astimezone(ZoneInfo(community.timezone)).date()


def is_open(round: Round, now: datetime) -> bool:  # noqa: A002 - the house's word
    """Whether it takes words: opened, not closed or paused, its closing day not past in the community, and
    the community itself not closed here."""
    if round.opened_at is None or round.closed_at is not None or round.opened_at > now:
        return False
    if round.consultation.community.disabled_at is not None:
        return False
    return not is_paused(round, now) and not _is_past(round, now)


def is_paused(round: Round, now: datetime) -> bool:  # noqa: A002
    """Whether it takes no words for a while. What comes meanwhile is kept."""
    return round.closed_at is None and round.paused_at is not None and round.paused_at <= now


def _is_past(round: Round, now: datetime) -> bool:  # noqa: A002
    return round.closes_on is not None and today_in(round.consultation.community, now) > round.closes_on


def can_open(session: Session, consultation: Consultation) -> bool:
    """Whether there is a round to open now: none that was opened is still without its end."""
    last = current_round(session, consultation)
    return last is None or last.opened_at is None or last.closed_at is not None


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
    if not can_open(session, consultation):
        raise Refused(mark("A round is open already. Close it before you open the next one."))
    _check_musts(session, consultation, now)
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


def _check_musts(session: Session, consultation: Consultation, now: datetime) -> None:
    done = {line.key: line.done for line in list_done(session, consultation=consultation) if line.must}
    if not done["who_asks_and_reads"]:
        raise Refused(mark("Before it opens, write who asks and who reads."))
    if must_name(session, consultation=consultation, now=now):
        raise Refused(mark("It belongs to some of you. Before it opens, name who reads and sorts its words."))
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


def pause(
    session: Session,
    *,
    round: Round,  # noqa: A002
    reasons: Mapping[str, str],
    by: Account,
    now: datetime,
) -> None:
    """Take no words for a while. `reasons`: language → why; that of the first language must be there."""
    _must_run(round)
    if round.paused_at is not None:
        raise Refused(mark("It is paused already."))
    _write_reasons(session, round, reasons, by=by, now=now)
    round.paused_at = now
    _note_and_tell(session, round, "paused", by=by, now=now)


def resume(session: Session, *, round: Round, by: Account, now: datetime) -> None:  # noqa: A002
    """Take words again. What came meanwhile belongs to this round like all other words."""
    _must_run(round)
    if round.paused_at is None:
        raise Refused(mark("It is not paused."))
    if _is_past(round, now):
        raise Refused(mark("Its last day is past. Give it more days first."))
    round.paused_at, round.reason = None, ""
    meanwhile = select(Submission.id).where(Submission.round_id == round.id)
    met = select(MeetingReport.id).where(MeetingReport.round_id == round.id)
    came = Answer.submission_id.in_(meanwhile) | Answer.meeting_id.in_(met)
    session.execute(update(Answer).where(came).values(later_words=False))
    _note_and_tell(session, round, "resumed", by=by, now=now)


def extend(
    session: Session,
    *,
    round: Round,  # noqa: A002
    closes_on: date,
    review_by: date,
    news_by: date,
    reasons: Mapping[str, str],
    by: Account,
    now: datetime,
) -> None:
    """Take words until a later day. What was promised for after it moves only as far as it is told."""
    _must_run(round)
    if round.closes_on is not None and closes_on <= round.closes_on:
        raise Refused(mark("Choose a day after the last day that stands now."), field="closes_on")
    _check_dates(closes_on, review_by, news_by, today=today_in(round.consultation.community, now))
    _write_reasons(session, round, reasons, by=by, now=now)
    round.closes_on, round.review_by, round.news_by = closes_on, review_by, news_by
    _note_and_tell(session, round, "extended", by=by, now=now)


def cancel(
    session: Session,
    *,
    round: Round,  # noqa: A002
    reasons: Mapping[str, str],
    by: Account,
    now: datetime,
) -> None:
    """End it early. The words that came stay and are read; news stays promised for its day."""
    _must_run(round)
    _write_reasons(session, round, reasons, by=by, now=now)
    round.cancelled_at = round.closed_at = now
    _note_and_tell(session, round, "cancelled", by=by, now=now)


def _must_run(round: Round) -> None:  # noqa: A002
    if round.opened_at is None:
        raise Refused(mark("This round has not opened yet."))
    if round.closed_at is not None:
        raise Refused(mark("This round is closed already."))


def _write_reasons(
    session: Session,
    round: Round,  # noqa: A002
    reasons: Mapping[str, str],
    *,
    by: Account,
    now: datetime,
) -> None:
    first = round.consultation.language
    said = {code: reasons.get(code, "").strip() for code in round.consultation.languages}
    for code, text in said.items():
        if len(text) > MOST_OF_A_REASON:
            raise Refused(
                mark("Say why in fewer words: letters at most %(most)s."),
                field=f"reason_{code}",
                most=MOST_OF_A_REASON,
            )
    if not said[first]:
        raise Refused(mark("Say why, in a sentence that people may read."), field=f"reason_{first}")
    round.reason = said.pop(first)
    for code, text in said.items():
        before = translation.latest(session, round, "reason", code)
        if before is None and not text:
            continue
        if before is None or before.text != text:  # an empty one takes back the reason of the time before
            translation.write(session, round, "reason", language=code, text=text, by_id=by.id, now=now)


def reason_of(session: Session, *, round: Round, wanted: Sequence[str]) -> Worded:  # noqa: A002
    """Why it was paused, extended or ended, in the first language of `wanted` that has it."""
    if not round.reason:
        return Worded("", wanted[0])
    first = round.consultation.language
    said = in_every_language(session, round, "reason", source=first)
    found = next((each for each in wanted if said.get(each)), first)
    return Worded(said.get(found, ""), found)


def _note_and_tell(
    session: Session,
    round: Round,  # noqa: A002
    what: str,
    *,
    by: Account,
    now: datetime,
) -> None:
    entry = history.note(
        session, by=by.actor, action=f"round.{what}", about=round, now=now, number=round.number
    )
    news = str(entry.id)  # whoever misses it is told by the history later: see round_news.py
    outbox.ask_for(session, "tell_round", key=news, now=now, round_id=str(round.id), what=what, news=news)


def close_due(session: Session, *, now: datetime) -> int:
    """Close by date every round whose last day is past in its community; return how many."""
    running = session.scalars(select(Round).where(Round.opened_at.is_not(None), Round.closed_at.is_(None)))
    due = [each for each in running if _is_past(each, now)]
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
        .where(Submission.round_id == round.id, Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None))
        .group_by(Submission.door)
    )
    return {row[0]: row[1] for row in counted}
