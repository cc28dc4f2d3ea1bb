"""One look of the machine over the cards of a language: what it is given, and what is kept of it.

It is given masked words alone, without the masks. What it found is kept by answer, so that pages only
read it. Words that changed or were taken back while it looked are in nothing that is kept.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.common.portions import in_portions
from consult.loop.collect.records import Consultation
from consult.loop.understand.cards import flagged, masked_texts, standing_cards
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.measuring import FEWEST, following, measured, newest_look
from consult.loop.understand.ports import (
    Burst,
    Measured,
    Pointer,
    Progress,
    Repeated,
    Suggested,
    Together,
    Vectors,
    Words,
)
from consult.loop.understand.readers import their_day, their_language
from consult.loop.understand.records import (
    Card,
    HelpAnswer,
    HelpGroup,
    HelpMeasured,
    HelpRun,
    Pointing,
    help_group_answer,
)

SEED = 1
NEAR = 12
"""So many of the answers most like one are kept; some are sorted by the time somebody looks."""
LIKELY = 0.5
"""A code is named beside the first one when its share is at least so much of the first's."""
_MASK = re.compile(r"\[[^\[\]\n]{1,40}\]")


@dataclass(frozen=True)
class Material:
    """What a look is about. `codes`: of the sorted answers; `aside`: those that lie under no code."""

    words: Sequence[Words] = field(repr=False)
    codes: dict[UUID, set[UUID]]
    aside: set[UUID]
    days: dict[UUID, date]
    on: bool
    method: str

    @property
    def unsorted(self) -> list[Words]:
        return [
            each for each in self.words if each.answer not in self.codes and each.answer not in self.aside
        ]

    @property
    def learned_from(self) -> list[Words]:
        return [each for each in self.words if each.answer not in self.aside]


@dataclass(frozen=True)
class Found:
    """What the machine found; all but `measured` empty while it is off."""

    measured: Measured
    groups: Sequence[Together] = ()
    suggested: Sequence[Suggested] = ()
    repeated: Sequence[Repeated] = ()
    bursts: Sequence[Burst] = ()


def material(session: Session, *, run: HelpRun, method: str) -> Material | None:
    """What `run` looks at; None: it ended, or another was asked for since."""
    consultation = run.consultation
    if run.finished_at is not None or not is_newest(session, run):
        return None
    words, days = words_in(session, consultation, [run.language])
    codes, aside = where_they_lie(session, consultation, {each.answer for each in words})
    newest_measured = measured(session, consultation, run.language)
    on = newest_measured is not None and newest_measured.on and newest_measured.method == method
    return Material(words, codes, aside, days, on, method)


def where_they_lie(
    session: Session, consultation: Consultation, ids: set[UUID]
) -> tuple[dict[UUID, set[UUID]], set[UUID]]:
    """Of these answers the sorted ones with their codes, and those that lie under no code."""
    codes: dict[UUID, set[UUID]] = {}
    aside: set[UUID] = set()
    under = effective_codes()
    rows = session.execute(
        select(under.c.answer_id, under.c.code_id, under.c.control)
        .join(Card, Card.answer_id == under.c.answer_id)
        .where(Card.consultation_id == consultation.id)
    )
    for answer_id, code_id, control in rows:
        if answer_id in ids and control is None:
            codes.setdefault(answer_id, set()).add(code_id)
        elif answer_id in ids:
            aside.add(answer_id)
    return codes, aside - set(codes)


def is_newest(session: Session, run: HelpRun) -> bool:
    """Whether no other look was asked for since."""
    newest = newest_look(session, run.consultation, run.language)
    return newest is not None and newest.id == run.id


def words_in(
    session: Session, consultation: Consultation, languages: Collection[str]
) -> tuple[list[Words], dict[UUID, date]]:
    """The masked words of every card in these languages that may be read on, in the order of the cards."""
    to_mask = {card.answer_id for card in flagged(session, consultation)}
    rows = session.execute(
        standing_cards(consultation)
        .where(Card.masked_at.is_not(None), their_language().in_(languages))
        .with_only_columns(Card.answer_id, their_day().label("came_on"), their_language().label("language"))
    ).all()
    language = {row.answer_id: row.language for row in rows}
    days = {row.answer_id: row.came_on for row in rows if row.answer_id not in to_mask}
    words = []
    for some in in_portions(days):
        texts = masked_texts(session, some)
        words += [
            Words(each, language[each], plain) for each in some if (plain := unmasked(texts.get(each, "")))
        ]
    return words, {each.answer: days[each.answer] for each in words}


def unmasked(text: str) -> str:
    """What a person said around the masks: a mask is no word of theirs."""
    return _MASK.sub(" ", text).strip()


def still_there(session: Session, run: HelpRun, answers: Sequence[UUID]) -> dict[UUID, str]:
    """The words of those of `answers` that may be read on now."""
    standing: dict[UUID, str] = {}
    to_mask = {card.answer_id for card in flagged(session, run.consultation)}
    for some in in_portions(answers):
        there = session.scalars(
            standing_cards(run.consultation)
            .order_by(None)
            .where(Card.answer_id.in_(some), Card.masked_at.is_not(None))
            .with_only_columns(Card.answer_id)
        ).all()
        texts = masked_texts(session, [each for each in there if each not in to_mask])
        standing |= {answer: unmasked(text) for answer, text in texts.items()}
    return standing


def look(pointer: Pointer, given: Material, kept: Vectors, progress: Progress) -> Found:
    """Everything at which the machine points. No database: it may take a while."""
    whole = len(given.words)
    reading = pointer.read(given.learned_from, kept=kept, first=frozenset(given.codes))
    tried = reading.measure(given.codes, seed=SEED)
    progress(whole // 3, whole)
    if not given.on:
        return Found(tried)
    suggested = reading.suggest(given.codes)
    groups = pointer.similar(
        given.unsorted,
        kept=kept,
        seed=SEED,
        progress=lambda done, of: progress((whole + 2 * whole * done // max(of, 1)) // 3, whole),
    )
    repeated = pointer.repeated(given.words, days=given.days)
    return Found(tried, groups, suggested, repeated, pointer.bursts(given.days))


def keep(session: Session, *, run: HelpRun, given: Material, found: Found, now: datetime) -> None:
    """Keep what a look found, in place of what the one before it did. The look is over with that."""
    if run.finished_at is not None:
        return
    _keep_measured(session, run, given, found.measured, now)
    text = {each.answer: each.text for each in given.words}
    same = still_there(session, run, list(text))
    good = {answer for answer in text if same.get(answer) == text[answer]}
    _forget_before(session, run)
    for number, together in enumerate(found.groups, start=1):
        words = together.words if good.issuperset(together.answers) else ()
        group = HelpGroup(run_id=run.id, number=number, words=list(words), pointing=Pointing.GROUP)
        _keep_group(session, group, good.intersection(together.answers))
    for number, copies in enumerate(found.repeated, start=len(found.groups) + 1):
        there = good.intersection(copies.answers)
        group = HelpGroup(run_id=run.id, number=number, pointing=Pointing.COPIES, words=[])
        group.on_a_day = min(copies.most_in_a_day, len(there))
        _keep_group(session, group, there)
    _keep_answers(session, run, found, good)
    run.bursts = {each.day.isoformat(): [each.answers, round(each.usual)] for each in found.bursts}
    run.method, run.finished_at = given.method, now
    run.done = run.total = len(given.words)


def _keep_measured(session: Session, run: HelpRun, given: Material, tried: Measured, now: datetime) -> None:
    """What is on stays on; help that works in another way is off until somebody saw how good it is."""
    if tried.of < FEWEST:
        return
    before = measured(session, run.consultation, run.language)
    session.add(
        HelpMeasured(
            consultation_id=run.consultation_id,
            language=run.language,
            method=given.method,
            sample=tried.of,
            right=tried.right,
            guess=tried.usual,
            on=before is not None and before.on and before.method == given.method,
            by_id=run.asked_by_id,
            at=following(now, before.at if before else None),
        )
    )


def _forget_before(session: Session, run: HelpRun) -> None:
    before = select(HelpRun.id).where(
        HelpRun.consultation_id == run.consultation_id, HelpRun.language == run.language
    )
    groups = select(HelpGroup.id).where(HelpGroup.run_id.in_(before))
    session.execute(delete(help_group_answer).where(help_group_answer.c.group_id.in_(groups)))
    session.execute(delete(HelpGroup).where(HelpGroup.run_id.in_(before)))
    session.execute(delete(HelpAnswer).where(HelpAnswer.run_id.in_(before)))


def _keep_group(session: Session, group: HelpGroup, answers: set[UUID]) -> None:
    if len(answers) < 2:
        return
    session.add(group)
    session.flush()
    session.execute(
        insert(help_group_answer), [{"group_id": group.id, "answer_id": each} for each in answers]
    )


def _keep_answers(session: Session, run: HelpRun, found: Found, good: set[UUID]) -> None:
    near = {
        answer: [str(each) for each in some[:NEAR]]
        for group in found.groups
        for answer, some in zip(group.answers, group.near, strict=False)
    }
    codes = {each.answer: likely(each.codes) for each in found.suggested}
    place = {each.answer: at for at, each in enumerate(found.suggested, start=1)}
    session.add_all(
        HelpAnswer(
            run_id=run.id,
            answer_id=answer,
            place=place.get(answer, len(good) + 1),
            alike=near.get(answer, []),
            codes=[str(each) for each in codes.get(answer, ())],
        )
        for answer in sorted((set(near) | set(codes)) & good)
    )


def likely(codes: Iterable[tuple[UUID, float]]) -> list[UUID]:
    """The first code, and those that are nearly as likely. Pure."""
    found = list(codes)
    return [code for code, share in found if share >= LIKELY * found[0][1]]
