"""Somebody who sorts lets the machine seek cards that may go under a code, and meets them one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.measuring import PATIENCE, following
from consult.loop.understand.pointed_order import next_placed, placed
from consult.loop.understand.pointing import must_wait, unaided
from consult.loop.understand.readers import must_be_reader
from consult.loop.understand.records import Card, Code, Coding, HelpGroup, HelpRun, Pointing
from consult.loop.understand.second_looks import waiting_again
from consult.loop.understand.seeking import Sought, languages_on, last_sought, seeks
from consult.people.records import Account, Seat


@dataclass(frozen=True)
class SoughtHere:
    """How it stands with a code. `languages`: those in which help is on; `learns`: cards lie under it, from
    which the machine can learn. `left`: cards that were found and that the reader may still sort.

    `unaided`, `again`: so many cards are read without help, or a second time, first. `newer`: people sorted
    since the last look.
    """

    languages: Sequence[str]
    learns: bool
    unaided: int = 0
    again: int = 0
    running: HelpRun | None = None
    looked: HelpRun | None = None
    left: int = 0
    newer: bool = False


def sought_here(session: Session, *, code: Code, by: Account, seat: Seat, now: datetime) -> SoughtHere:
    """How far the machine is that seeks cards for `code`, and what it found is left for `by`."""
    consultation = session.get_one(Consultation, code.consultation_id)
    languages, learns = languages_on(session, consultation), _has_cards(session, code)
    if not languages or not learns:
        return SoughtHere(languages, learns)
    newest = next(iter(seeks(session, consultation, code.number)), None)
    found = last_sought(session, consultation=consultation, number=code.number)
    return SoughtHere(
        languages,
        learns,
        unaided(session, consultation=consultation, by=by),
        len(waiting_again(session, by=by, consultation=consultation)),
        newest if newest and _goes_on(newest, now) else None,
        found.run if found else None,
        _left(session, found, consultation, by, seat) if found else 0,
        _sorted_since(session, found.run) if found else False,
    )


def _has_cards(session: Session, code: Code) -> bool:
    under = effective_codes()
    return session.scalar(select(under.c.answer_id).where(under.c.code_id == code.id).limit(1)) is not None


def _goes_on(run: HelpRun, now: datetime) -> bool:
    return run.finished_at is None and now - run.asked_at < PATIENCE


def _left(session: Session, found: Sought, consultation: Consultation, by: Account, seat: Seat) -> int:
    cards = placed(
        [found.run.id], consultation=consultation, by=by, seat=seat, languages=found.languages
    ).order_by(None)
    return session.scalars(cards.with_only_columns(func.count())).one()


def _sorted_since(session: Session, run: HelpRun) -> bool:
    """Whether anybody sorted, or took that back, since `run` was asked for."""
    since = (
        select(Coding.id)
        .join(Card, Card.answer_id == Coding.answer_id)
        .where(Card.consultation_id == run.consultation_id, Coding.primary)
        .where(or_(Coding.at > run.asked_at, Coding.retracted_at > run.asked_at))
    )
    return session.scalar(since.limit(1)) is not None


def ask_to_seek(session: Session, *, code: Code, by: Account, now: datetime) -> HelpRun:
    """Ask the worker to seek cards that may go under `code`. Asking twice is asking once."""
    consultation = session.get_one(Consultation, code.consultation_id)
    must_be_reader(session, by=by, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    if unaided(session, consultation=consultation, by=by):
        raise Refused(mark("Sort a few cards without help first."))
    if waiting_again(session, by=by, consultation=consultation):
        raise Refused(mark("Read first the cards that wait for you to read them a second time."))
    if not languages_on(session, consultation) or not _has_cards(session, code):
        raise Refused(mark("The machine seeks no cards for code %(number)s."), number=code.number)
    newest = next(iter(seeks(session, consultation, code.number)), None)
    if newest and _goes_on(newest, now):
        return newest
    asked_at = following(now, newest.asked_at if newest else None)
    run = HelpRun(
        consultation_id=consultation.id, language="", method="", asked_by_id=by.id, asked_at=asked_at
    )
    session.add(run)
    session.flush()
    session.add(HelpGroup(run_id=run.id, number=code.number, pointing=Pointing.SEEK, words=[]))
    outbox.ask_for(session, "seek_cards", key=f"{run.id}:0", now=now, run_id=str(run.id), part=0)
    history.note(session, by=by.actor, action="cards.sought", about=run, now=now)
    return run


def next_sought(
    session: Session, *, number: int, consultation: Consultation, by: Account, seat: Seat, after: int = 0
) -> Card | None:
    """The first unsorted card that may go under code `number`, and after card `after` the next one."""
    found = last_sought(session, consultation=consultation, number=number)
    if found is None or must_wait(session, consultation, by):
        return None
    runs, languages = [found.run.id], found.languages
    return next_placed(
        session, runs, consultation=consultation, by=by, seat=seat, after=after, languages=languages
    )


def ran_out(session: Session, *, number: int, consultation: Consultation, by: Account, seat: Seat) -> bool:
    """Whether nothing is left that may be pointed at for code `number`, though `by` need not wait."""
    if must_wait(session, consultation, by):
        return False
    found = last_sought(session, consultation=consultation, number=number)
    return found is None or not _left(session, found, consultation, by, seat)
