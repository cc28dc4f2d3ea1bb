"""What the clock does: each thing every so often, once however many workers there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.heartbeat import Heartbeat, beat
from consult.jobs.arrivals import look_for_missed
from consult.jobs.counting import count_ledgers, count_what_was_heard
from consult.jobs.faults import report
from consult.jobs.mailing import look_for_work
from consult.jobs.parts import Parts
from consult.jobs.reminding import remind
from consult.jobs.wiping import wipe_words
from consult.loop import departure
from consult.loop.close import ask_happened
from consult.loop.collect import recordings, rounds
from consult.loop.conversation import resting
from consult.loop.respond import faithful, stop_cards
from consult.loop.understand import forgetting_help, notebook_links, quotes, side_by_side
from consult.post.coarsen import coarsen


def seal_history(session: Session, parts: Parts, now: datetime) -> None:
    history.seal(session, mac=parts.vault.audit_mac, shuffle=parts.shuffle, now=now, most=10_000)


def forget_hours(session: Session, parts: Parts, now: datetime) -> None:
    coarsen(session, now=now)
    outbox.coarsen(session, now=now)
    resting.coarsen(session, now=now)


def forget_numbers(session: Session, parts: Parts, now: datetime) -> None:
    departure.forget_numbers(session, now=now)


def wipe_unsent(session: Session, parts: Parts, now: datetime) -> None:
    recordings.wipe_unsent(session, now=now)


def empty_taken_back(session: Session, parts: Parts, now: datetime) -> None:
    """Whatever repeats words goes with them: quotes, notes of coders, links of the notebook, what the
    machine made of them."""
    quotes.empty_taken_back(session, now=now)
    side_by_side.empty_memos_taken_back(session)
    notebook_links.end_links_taken_back(session, now=now)
    forgetting_help.wipe_help_taken_back(session)


def pass_dates(session: Session, parts: Parts, now: datetime) -> None:
    rounds.close_due(session, now=now)
    faithful.send_due(session, now=now)
    stop_cards.look(session, now=now)


def look_whether_it_happened(session: Session, parts: Parts, now: datetime) -> None:
    ask_happened.look(session, now=now)


def nothing(session: Session, parts: Parts, now: datetime) -> None:
    """For a duty that is done outside alone."""


@dataclass(frozen=True)
class Duty:
    """`do` is one transaction with the turn. `outside` follows once that is committed, with no
    transaction open: for what speaks with a network. Killed in between, it waits for its next turn."""

    name: str
    every: timedelta
    do: Callable[[Session, Parts, datetime], None] = nothing
    outside: Callable[[Parts, datetime], None] | None = None


DUTIES = (
    Duty("seal history", timedelta(minutes=1), seal_history),
    Duty("forget hours", timedelta(minutes=5), forget_hours),
    Duty("forget numbers", timedelta(hours=1), forget_numbers),
    Duty("wipe unsent recordings", timedelta(hours=1), wipe_unsent),
    Duty("empty what repeats words that were taken back", timedelta(minutes=5), empty_taken_back),
    Duty("pass dates", timedelta(minutes=5), pass_dates),
    Duty("count what was heard", timedelta(minutes=5), outside=count_what_was_heard),
    Duty("count ledgers", timedelta(minutes=5), outside=count_ledgers),
    Duty("look for missed letters", timedelta(hours=1), outside=look_for_missed),
    Duty("wipe words at the networks", timedelta(seconds=30), outside=wipe_words),
    Duty("look for whom work waits", timedelta(hours=1), outside=look_for_work),
    Duty("ask whether promises happened", timedelta(hours=1), look_whether_it_happened),
    Duty("remind of promises", timedelta(hours=1), outside=remind),
)


def tick(parts: Parts, now: datetime) -> bool:
    """Do the first duty that is due; False when none is. One that fails waits for its next turn."""
    last = _last_turns(parts)
    return any(_do(parts, duty, now) for duty in DUTIES if _over(last.get(duty.name), duty, now))


def _last_turns(parts: Parts) -> dict[str, datetime]:
    """One look without holding anything, so that an idle worker never waits for a writer."""
    names = [duty.name for duty in DUTIES]
    with parts.database.reading() as session:
        turns = session.scalars(select(Heartbeat).where(Heartbeat.name.in_(names)))
        return {each.name: each.at for each in turns}


def _do(parts: Parts, duty: Duty, now: datetime) -> bool:
    try:
        with parts.database.work() as session:
            if not _take(session, duty, now):
                return False
            duty.do(session, parts, now)
        if duty.outside is not None:
            duty.outside(parts, now)
    except Exception as fault:
        report(f"the clock's turn to {duty.name}", fault)
        with parts.database.work() as session:
            beat(session, duty.name, now=now)
    return True


def _take(session: Session, duty: Duty, now: datetime) -> bool:
    """Hold the duty's row and note this turn; False when another worker has just had it."""
    row = session.scalar(select(Heartbeat).where(Heartbeat.name == duty.name).with_for_update())
    if not _over(row.at if row else None, duty, now):
        return False
    beat(session, duty.name, now=now)
    session.flush()
    return True


def _over(last: datetime | None, duty: Duty, now: datetime) -> bool:
    """A clock that was turned back counts as due, so that nothing sleeps for ever."""
    return last is None or not timedelta(0) <= now - last < duty.every
