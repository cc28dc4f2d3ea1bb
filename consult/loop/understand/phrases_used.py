"""Words and phrases that at least two people used, in the one language in which they can be found.

The worker finds them when somebody asks, in masked words that may be read on and in what translators made
of them. They are kept by answer: a page only counts, among the cards that are open to its reader. Of very
many cards some are read, in the order of their numbers: chance gave those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.portions import in_portions
from consult.common.translation import Translation
from consult.loop.collect.reading import open_to
from consult.loop.collect.records import Answer, Consultation, Submission
from consult.loop.understand.cards import could_identify, flagged, masked_texts, standing_cards
from consult.loop.understand.looking_over import unmasked
from consult.loop.understand.measuring import PATIENCE, following
from consult.loop.understand.ports import Used, Words
from consult.loop.understand.readers import from_whom, must_be_reader, stands, their_language
from consult.loop.understand.records import Card, HelpGroup, HelpRun, Pointing, help_group_answer
from consult.loop.understand.translating import FIELD, said_in_some
from consult.people.records import Account, Seat

METHOD = "phrases"
MOST = 5_000
"""Cards that are read for it."""
FOUND = 1_000
"""Phrases of which those are taken that two people used: one person can say a thing on two cards."""
KEPT = 40
SHOWN = 30
FEWEST = 2


@dataclass(frozen=True)
class OnCards:
    phrase: str = field(repr=False)
    cards: int


@dataclass(frozen=True)
class UsedHere:
    """`looked`: the look that found them; `running`: one that goes on. None: there is none."""

    phrases: Sequence[OnCards]
    looked: HelpRun | None
    running: HelpRun | None


def ask_for_phrases(session: Session, *, consultation: Consultation, by: Account, now: datetime) -> HelpRun:
    """Ask the worker to find them anew. Asking twice is asking once."""
    must_be_reader(session, by=by, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    newest = next(iter(_runs(session, consultation)), None)
    if newest and _goes_on(newest, now):
        return newest
    run = HelpRun(
        consultation_id=consultation.id,
        language="",
        method=METHOD,
        asked_by_id=by.id,
        asked_at=following(now, newest.asked_at if newest else None),
    )
    session.add(run)
    session.flush()
    outbox.ask_for(session, "find_phrases", key=str(run.id), now=now, run_id=str(run.id))
    history.note(session, by=by.actor, action="phrases.asked", about=run, now=now)
    return run


def _runs(session: Session, consultation: Consultation) -> Sequence[HelpRun]:
    """The newest first."""
    runs = select(HelpRun).where(HelpRun.consultation_id == consultation.id, HelpRun.method == METHOD)
    return session.scalars(runs.order_by(HelpRun.asked_at.desc(), HelpRun.id).limit(50)).all()


def _goes_on(run: HelpRun, now: datetime) -> bool:
    """One that came to no end in time may have failed: it is asked for anew."""
    return run.finished_at is None and now - run.asked_at < PATIENCE


def words_to_read(session: Session, *, run: HelpRun, language: str) -> list[Words]:
    """What is said in `language` on the first cards, or by translators of them. No card that waits to be
    masked more is among them. None where `run` ended."""
    if run.finished_at is not None:
        return []
    consultation, ours = run.consultation, [_is_in(their_language(), language)]
    into = consultation.language.partition("-")[0] == language
    if into:
        said = (Translation.about_id == Card.answer_id) & (Translation.field == FIELD)
        ours.append(exists().where(said, Translation.language == consultation.language))
    rows = session.execute(
        standing_cards(consultation)
        .where(Card.masked_at.is_not(None), or_(*ours))
        .with_only_columns(Card.answer_id, their_language().label("language"))
        .limit(MOST)
    ).all()
    to_mask = {card.answer_id for card in flagged(session, consultation)}
    own = [row.answer_id for row in rows if row.language.partition("-")[0] == language]
    others = [row.answer_id for row in rows if row.answer_id not in set(own)] if into else []
    texts = said_in_some(session, consultation=consultation, answers=others)
    for some in in_portions(own):
        texts |= masked_texts(session, some)
    return [
        Words(row.answer_id, language, plain)
        for row in rows
        if row.answer_id not in to_mask and (plain := unmasked(texts.get(row.answer_id, "")))
    ]


def _is_in(spoken: ColumnElement[str], language: str) -> ColumnElement[bool]:
    return or_(spoken == language, spoken.startswith(f"{language}-", autoescape=True))


def keep_phrases(
    session: Session, *, run: HelpRun, given: Sequence[Words], used: Sequence[Used], now: datetime
) -> None:
    """Keep what was found in `given` and stands there, in place of what was found before. The look is over
    with that. Words that changed or were taken back meanwhile are in nothing that is kept."""
    if run.finished_at is not None:
        return
    language = given[0].language if given else ""
    there = {each.answer: each.text for each in words_to_read(session, run=run, language=language)}
    good = {each.answer for each in given if there.get(each.answer) == each.text}
    before = select(HelpGroup.id).where(
        HelpGroup.run_id.in_([one.id for one in _runs(session, run.consultation)])
    )
    session.execute(delete(help_group_answer).where(help_group_answer.c.group_id.in_(before)))
    session.execute(delete(HelpGroup).where(HelpGroup.id.in_(before)))
    person = _people(session, list(good))
    kept = [
        (each.phrase, {on for on in good.intersection(each.answers) if _says(there[on], each)})
        for each in used
    ]
    kept = [(phrase, on) for phrase, on in kept if len({person[each] for each in on} - {None}) >= FEWEST]
    for number, (phrase, on) in enumerate(kept[:KEPT], start=1):
        group = HelpGroup(run_id=run.id, number=number, words=[phrase], pointing=Pointing.PHRASE)
        session.add(group)
        session.flush()
        session.execute(insert(help_group_answer), [{"group_id": group.id, "answer_id": each} for each in on])
    run.finished_at, run.done, run.total = now, len(given), len(given)


def _says(text: str, used: Used) -> bool:
    """Whoever finds them may be wrong: nothing is shown as people's that does not stand in their words."""
    return used.phrase.casefold() in text.casefold()


def _people(session: Session, answers: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Who said each. A point of a meeting has no participant: nobody counts as a person by it."""
    found: dict[UUID, UUID | None] = {}
    for some in in_portions(answers):
        found |= dict.fromkeys(some)
        rows = session.execute(
            select(Answer.id, Submission.participant_id).join(Answer.submission).where(Answer.id.in_(some))
        )
        found |= {row.id: row.participant_id for row in rows}
    return found


def phrases_used(session: Session, *, consultation: Consultation, seat: Seat, now: datetime) -> UsedHere:
    """What people call things on the cards that were read and are open to `seat`, those on most cards
    first. With words that were taken back or masked more, every phrase went in which they were."""
    runs = _runs(session, consultation)
    looked = next((run for run in runs if run.finished_at is not None), None)
    running = runs[0] if runs and _goes_on(runs[0], now) else None
    found = _counted(session, looked, seat) if looked else []
    return UsedHere(found[:SHOWN], looked, running)


def _counted(session: Session, run: HelpRun, seat: Seat) -> list[OnCards]:
    groups = session.scalars(select(HelpGroup).where(HelpGroup.run_id == run.id).order_by(HelpGroup.number))
    said = {group.id: group.words[0] for group in groups if group.words}
    inside = help_group_answer.c
    # Each answer is looked at once, however many phrases stand in it, and the database counts. It is not
    # asked for cards of the consultation: SQLite would begin with all of them. Joined from outside, so that
    # it goes through what stands in each group and not through every answer in every group.
    open_here = (
        from_whom(select(Answer))
        .with_only_columns(Answer.id, Submission.participant_id)
        .where(
            Answer.id.in_(select(inside.answer_id).where(inside.group_id.in_(said))),
            Answer.id.not_in(could_identify()),
            stands(),
            open_to(seat),
        )
        .cte("open_here")
        .prefix_with("MATERIALIZED")
    )
    people = func.count(open_here.c.participant_id.distinct())
    rows = session.execute(
        select(inside.group_id, func.count(open_here.c.id))
        .select_from(help_group_answer)
        .outerjoin(open_here, open_here.c.id == inside.answer_id)
        .where(inside.group_id.in_(said))
        .group_by(inside.group_id)
        .having(people >= FEWEST)
    )
    on: dict[UUID, int] = dict(rows.all())
    found = [OnCards(said[each], on[each]) for each in said if each in on]
    return sorted(found, key=lambda each: -each.cards)
