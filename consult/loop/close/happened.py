"""Did it happen? People's own word on a promise, beside what its keeper claims and never mixed with it.

Asked are those whom the promise reached, after its day. A word can be changed: each is appended, and
the last one counts. Who says nothing is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.close.fanout import open_obligations
from consult.loop.close.few import all_or_none
from consult.loop.close.records import HappenedCount, Obligation, Question, Reached, Says, TakenBy, Verdict
from consult.loop.close.verdicts import append
from consult.loop.respond.promise_states import due, ended_on, every_promise, promises_about
from consult.loop.respond.records import Commitment, ResponseVersion
from consult.loop.understand.records import Theme
from consult.loop.understand.small_cells import shown
from consult.people.records import Participant

KEYS = {6: Says.YES, 7: Says.PARTLY, 8: Says.NO, 9: Says.CANNOT_SAY}
"""The last digit of a word on whether it happened: 38 is *no* for theme 3. Never a key of a verdict on
an answer, so that *answered* and *done* are not taken for one another."""


@dataclass(frozen=True)
class Asked:
    """`version` reached this person, and what it promised on `theme` was due on `day`, which is over."""

    theme: Theme
    version: ResponseVersion
    day: date


@dataclass(frozen=True)
class PeopleSay:
    """What people had said by the day `on`. A number is None where one of them is so small that it could
    point at somebody."""

    on: date
    counts: Mapping[Says, int | None]
    helped: int | None = None
    """How many said it through a helper; `paid`: through one whom an office pays. None: not shown."""
    paid: int | None = None


def is_over(promise: Commitment, today: date) -> bool:
    """An office's promise, made by its answer, whose day has passed: people can see what came of it."""
    return promise.response_id is not None and ended_on(promise) is None and due(promise) < today


def open_happened(session: Session, *, participant: Participant, today: date) -> list[Asked]:
    """What this person can be asked, by number; the newest promise of a number stands last."""
    owed = {each.theme_id: each for each in open_obligations(session, participant) if each.theme_id}
    over = {
        (theme_id, promise.response_id or promise.id): promise
        for theme_id, promises in promises_about(session, owed).items()
        for promise in promises
        if is_over(promise, today)
    }
    if not over:
        return []
    rows = session.execute(
        select(Obligation.theme_id, ResponseVersion)
        .join(Reached, Reached.obligation_id == Obligation.id)
        .join(ResponseVersion, ResponseVersion.id == Reached.version_id)
        .where(Obligation.participant_id == participant.id)
        .order_by(ResponseVersion.published_at, ResponseVersion.number)
    )
    heard = {(theme_id, version.response_id): version for theme_id, version in rows if theme_id}
    found = []
    for key, version in heard.items():
        promise, theme = over.get(key), owed[key[0]].theme if key[0] in owed else None
        if promise is not None and theme is not None:
            found.append(Asked(theme, version, due(promise)))
    return sorted(found, key=lambda each: (each.theme.number, each.day))


def say_happened(
    session: Session,
    *,
    participant: Participant,
    theme: Theme,
    says: Says,
    version: ResponseVersion | None = None,
    taken_by: TakenBy | None = None,
    as_id: UUID | None = None,
    now: datetime,
) -> Verdict:
    """A person says whether what was promised on `theme` happened; `version`: which promise, where
    several offices promised; `taken_by`: who wrote it down for them; `as_id`: as in `append`."""
    asked = [
        each
        for each in open_happened(session, participant=participant, today=now.date())
        if each.theme.id == theme.id and (version is None or each.version.id == version.id)
    ]
    if participant.left_on is not None or not asked or says not in KEYS.values():
        raise Refused(mark("Nothing is asked about number %(number)s now."), number=theme.number)
    return append(
        session,
        participant=participant,
        theme=theme,
        version=asked[-1].version,
        question=Question.HAPPENED,
        says=says,
        taken_by=taken_by,
        as_id=as_id,
        now=now,
    )


def count(session: Session, promise: Commitment, *, on: date) -> None:
    """Freeze what people have said of a promise by now. Once a day; who left counts no more."""
    if promise.response_id is None:
        return
    for theme in promise.themes:
        known = select(HappenedCount.id).where(
            HappenedCount.theme_id == theme.id,
            HappenedCount.response_id == promise.response_id,
            HappenedCount.on == on,
        )
        if session.scalar(known.limit(1)) is not None:
            continue
        same = {"theme_id": theme.id, "response_id": promise.response_id, "on": on}
        counted = _last_words(session, theme.id, promise.response_id)
        session.add_all(
            HappenedCount(says=says, people=len(taken), helped=_helped(taken), paid=_paid(taken), **same)
            for says, taken in (counted or {None: []}).items()
        )


def count_all(session: Session, *, consultation_id: UUID, on: date) -> None:
    """With a release: freeze anew what people say of the promises to a consultation that are over."""
    for promise in every_promise(session):
        here = any(theme.consultation_id == consultation_id for theme in promise.themes)
        if here and is_over(promise, on):
            count(session, promise, on=on)


def people_say(session: Session, theme_ids: Iterable[UUID], *, k: int) -> dict[tuple[UUID, UUID], PeopleSay]:
    """By theme and answer: what was counted last."""
    rows = session.scalars(
        select(HappenedCount).where(HappenedCount.theme_id.in_(list(theme_ids))).order_by(HappenedCount.on)
    )
    newest: dict[tuple[UUID, UUID], list[HappenedCount]] = {}
    for row in rows:
        same = newest.setdefault((row.theme_id, row.response_id), [])
        if same and same[0].on != row.on:
            same.clear()
        same.append(row)
    return {
        key: PeopleSay(
            same[0].on, _shown({row.says: row.people for row in same if row.says}, k), *_through(same, k)
        )
        for key, same in newest.items()
    }


def _last_words(
    session: Session, theme_id: UUID, response_id: UUID
) -> dict[Says | None, list[TakenBy | None]]:
    """By word: of each person whose last one it is, who wrote it down."""
    rows = session.execute(
        select(Verdict.participant_id, Verdict.says, Verdict.taken_by)
        .join(ResponseVersion, ResponseVersion.id == Verdict.version_id)
        .join(Participant, Participant.id == Verdict.participant_id)
        .where(
            Verdict.theme_id == theme_id,
            Verdict.question == Question.HAPPENED,
            ResponseVersion.response_id == response_id,
            Participant.left_on.is_(None),
        )
        .order_by(Verdict.sequence)
    )
    last = {person: (says, taken_by) for person, says, taken_by in rows}
    counted: dict[Says | None, list[TakenBy | None]] = {}
    for says, taken_by in last.values():
        counted.setdefault(says, []).append(taken_by)
    return counted


def _helped(taken: Sequence[TakenBy | None]) -> int:
    return sum(each is not None for each in taken)


def _paid(taken: Sequence[TakenBy | None]) -> int:
    return sum(each is TakenBy.PAID for each in taken)


def _through(rows: Sequence[HappenedCount], k: int) -> tuple[int | None, int | None]:
    """Those through helpers, and through paid ones: both or none, as `taken_lines` tells them of answers."""
    people = sum(row.people for row in rows)
    if any(row.helped is None or row.paid is None for row in rows) or not people:
        return None, None
    helped, paid = sum(row.helped or 0 for row in rows), sum(row.paid or 0 for row in rows)
    parts = {"own": people - helped, "helper": helped - paid, "paid": paid}
    return (None, None) if None in all_or_none(parts, k=k).values() else (helped, paid)


def _shown(counts: Mapping[Says, int], k: int) -> Mapping[Says, int | None]:
    """Numbers only where each of them is large enough: one that is left out could be reckoned."""
    total = sum(counts.values())
    large = all(shown(people, total, k) is not None or people == total >= k for people in counts.values())
    return {says: counts[says] if large else None for says in Says if says in counts}
