"""The machine seeks answers that may belong to one code: what it is given, and what is kept of it.

It reads every language in which help is on. What it found is kept by answer, in its order, and goes with
the words. It sorts nothing, and of what it found pages show what is still to be sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation
from consult.loop.understand.codebook import codebook
from consult.loop.understand.looking_over import Material, still_there, where_they_lie, words_in
from consult.loop.understand.measuring import measured
from consult.loop.understand.ports import Pointer, Vectors
from consult.loop.understand.records import Code, HelpAnswer, HelpGroup, HelpRun, Pointing

MOST = 100
"""So many are kept, those to read first. Further on ever fewer belong."""


@dataclass(frozen=True)
class Sought:
    """A look that ended, the code for which it sought, and in which languages that may be shown."""

    run: HelpRun
    code: Code
    languages: Sequence[str]


def languages_on(session: Session, consultation: Consultation, method: str | None = None) -> list[str]:
    """The languages in which help is on; with `method`, by it."""
    newest = [measured(session, consultation, language) for language in consultation.languages]
    return [each.language for each in newest if each and each.on and method in {None, each.method}]


def seeks(session: Session, consultation: Consultation, number: int) -> Sequence[HelpRun]:
    """The looks for code `number`, the newest first."""
    runs = _of(consultation, number)
    return session.scalars(runs.order_by(HelpRun.asked_at.desc(), HelpRun.id).limit(50)).all()


def _of(consultation: Consultation, number: int) -> Select[HelpRun]:
    return (
        select(HelpRun)
        .join(HelpGroup, HelpGroup.run_id == HelpRun.id)
        .where(HelpRun.consultation_id == consultation.id)
        .where(HelpGroup.pointing == Pointing.SEEK, HelpGroup.number == number)
    )


def last_sought(session: Session, *, consultation: Consultation, number: int) -> Sought | None:
    """What may be shown of the newest look for code `number` that ended; None: nothing."""
    ended = (run for run in seeks(session, consultation, number) if run.finished_at is not None)
    run, code = next(ended, None), _living(session, consultation, number)
    if run is None or code is None:
        return None
    languages = languages_on(session, consultation, run.method)
    return Sought(run, code, languages) if languages else None


def _living(session: Session, consultation: Consultation, number: int) -> Code | None:
    return next((code for code in codebook(session, consultation) if code.number == number), None)


def is_newest(session: Session, run: HelpRun) -> bool:
    """Whether this code was not asked for again since."""
    return seeks(session, run.consultation, _number(session, run))[0].id == run.id


def _number(session: Session, run: HelpRun) -> int:
    return session.scalars(select(HelpGroup.number).where(HelpGroup.run_id == run.id)).one()


def material(session: Session, *, run: HelpRun, method: str) -> Material | None:
    """What `run` reads; None: it ended, or was asked for again since."""
    if run.finished_at is not None or not is_newest(session, run):
        return None
    languages = languages_on(session, run.consultation, method)
    words, days = words_in(session, run.consultation, languages)
    codes, aside = where_they_lie(session, run.consultation, {each.answer for each in words})
    return Material(words, codes, aside, days, bool(languages), method)


def sought_for(session: Session, *, run: HelpRun) -> UUID | None:
    """The code for which `run` seeks; None where it ended since."""
    code = _living(session, run.consultation, _number(session, run))
    return code.id if code else None


def seek(pointer: Pointer, given: Material, kept: Vectors, code: UUID | None) -> list[UUID]:
    """What may belong to `code`, those to read first at the front. No database: it may take a while."""
    if code is None or not any(code in under for under in given.codes.values()):
        return []
    reading = pointer.read(given.learned_from, kept=kept, first=frozenset(given.codes))
    return [each.answer for each in reading.seek(code, given.codes)][:MOST]


def keep(session: Session, *, run: HelpRun, given: Material, found: Sequence[UUID], now: datetime) -> None:
    """Keep it in place of what the look before found. Words that changed meanwhile are not in it."""
    if run.finished_at is not None:
        return
    text = {each.answer: each.text for each in given.words}
    same = still_there(session, run, found)
    before = _of(run.consultation, _number(session, run)).with_only_columns(HelpRun.id)
    session.execute(delete(HelpAnswer).where(HelpAnswer.run_id.in_(before)))
    good = [answer for answer in found if same.get(answer) == text[answer]]
    session.add_all(
        HelpAnswer(run_id=run.id, answer_id=answer, place=place, alike=[], codes=[])
        for place, answer in enumerate(good, start=1)
    )
    run.method, run.finished_at = given.method, now
    run.done = run.total = len(given.words)
