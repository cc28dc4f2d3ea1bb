"""Machine help is measured here, on what people sorted, before anybody may turn it on for a language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Answer, Consultation
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.readers import must_be_reader, must_be_representative, stands, their_language
from consult.loop.understand.records import Card, HelpMeasured, HelpRun
from consult.people.permissions import Action
from consult.people.records import Account

FEWEST = 30
"""Sorted cards of a language on which help can be tried."""
PATIENCE = timedelta(hours=1)
"""After so long a look that did not end may be asked for anew."""


@dataclass(frozen=True)
class Help:
    """How it stands with a language: cards read, of them sorted under codes; what was measured last, on or
    off; the look that goes on, and the last one that ended."""

    language: str
    cards: int
    sorted: int
    measured: HelpMeasured | None
    running: HelpRun | None
    looked: HelpRun | None

    @property
    def missing(self) -> int:
        """How many more cards must be sorted before it can be tried."""
        return max(FEWEST - self.sorted, 0)

    @property
    def on(self) -> bool:
        return self.measured is not None and self.measured.on


def help_here(session: Session, *, consultation: Consultation) -> list[Help]:
    """Each language in which cards were read, the most used first."""
    under = effective_codes()
    rows = session.execute(
        select(
            their_language().label("language"),
            func.count(Card.id.distinct()).label("cards"),
            func.count(under.c.answer_id.distinct()).label("sorted"),
        )
        .select_from(Card)
        .join(Card.answer)
        .outerjoin(Answer.submission)
        .outerjoin(Answer.meeting)
        .outerjoin(under, (under.c.answer_id == Answer.id) & under.c.control.is_(None))
        .where(Card.consultation_id == consultation.id, Card.masked_at.is_not(None), stands())
        .group_by(their_language())
    ).all()
    return [
        Help(
            row.language,
            row.cards,
            row.sorted,
            measured(session, consultation, row.language),
            _running(session, consultation, row.language),
            last_look(session, consultation, row.language),
        )
        for row in sorted(rows, key=lambda row: (-row.cards, row.language))
    ]


def measured(session: Session, consultation: Consultation, language: str) -> HelpMeasured | None:
    """What holds: the newest."""
    return session.scalar(
        select(HelpMeasured)
        .where(HelpMeasured.consultation_id == consultation.id, HelpMeasured.language == language)
        .order_by(HelpMeasured.at.desc(), HelpMeasured.id)
        .limit(1)
    )


def is_on(session: Session, consultation: Consultation, language: str) -> bool:
    newest = measured(session, consultation, language)
    return newest is not None and newest.on


def last_look(session: Session, consultation: Consultation, language: str) -> HelpRun | None:
    """The newest look that ended."""
    looks = _looks(session, consultation, language)
    return next((run for run in looks if run.finished_at is not None), None)


def newest_look(session: Session, consultation: Consultation, language: str) -> HelpRun | None:
    return next(iter(_looks(session, consultation, language)), None)


def _looks(session: Session, consultation: Consultation, language: str) -> Sequence[HelpRun]:
    return session.scalars(
        select(HelpRun)
        .where(HelpRun.consultation_id == consultation.id, HelpRun.language == language)
        .order_by(HelpRun.asked_at.desc(), HelpRun.id)
        .limit(50)
    ).all()


def _running(session: Session, consultation: Consultation, language: str) -> HelpRun | None:
    newest = newest_look(session, consultation, language)
    return newest if newest is not None and newest.finished_at is None else None


def following(now: datetime, before: datetime | None) -> datetime:
    """`now`, but later than `before`: the newest is the newest also by a clock that stands."""
    return now if before is None else max(now, before + timedelta(microseconds=1))


def ask_to_look(
    session: Session, *, consultation: Consultation, language: str, by: Account, now: datetime
) -> HelpRun:
    """Ask the worker to measure the help and, where it is on, to look over the cards. One look at a time:
    asking twice is asking once."""
    must_be_reader(session, by=by, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    found = next(
        (each for each in help_here(session, consultation=consultation) if each.language == language), None
    )
    missing = FEWEST if found is None else found.missing
    if missing:
        raise Refused(
            mark("It cannot be tried yet. Sorted cards in this language that are missing: %(missing)s."),
            missing=missing,
        )
    if found and found.running and now - found.running.asked_at < PATIENCE:
        return found.running
    return _look(session, consultation, language, by, now)


def _look(session: Session, consultation: Consultation, language: str, by: Account, now: datetime) -> HelpRun:
    newest = newest_look(session, consultation, language)
    asked_at = following(now, newest.asked_at if newest else None)
    run = HelpRun(
        consultation_id=consultation.id, language=language, method="", asked_by_id=by.id, asked_at=asked_at
    )
    session.add(run)
    session.flush()
    outbox.ask_for(session, "look_over", key=f"{run.id}:0", now=now, run_id=str(run.id), part=0)
    history.note(session, by=by.actor, action="help.asked", about=run, now=now)
    return run


def turn(
    session: Session, *, consultation: Consultation, language: str, on: bool, by: Account, now: datetime
) -> HelpMeasured:
    """Turn the help for `language` on or off. On: it looks over the cards at once."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    newest = measured(session, consultation, language)
    if newest is None:
        raise Refused(mark("It was not measured on your own cards yet. Let it be tried first."))
    if newest.on == on:
        return newest
    row = HelpMeasured(
        **{key: getattr(newest, key) for key in ("consultation_id", "language", "method", "sample", "right")},
        guess=newest.guess,
        on=on,
        by_id=by.id,
        at=following(now, newest.at),
    )
    session.add(row)
    session.flush()
    history.note(
        session, by=by.actor, action="help.turned_on" if on else "help.turned_off", about=row, now=now
    )
    if on:
        _look(session, consultation, language, by, now)
    return row
