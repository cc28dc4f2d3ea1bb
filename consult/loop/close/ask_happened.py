"""After a promise's day everybody whom it reached is asked once whether it happened, each as they chose.

The text names numbers and no topic. It joins what else waits for a person, and goes by day.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.loop.close.fanout import BATCH, open_themes, portion
from consult.loop.close.happened import count, is_over
from consult.loop.close.letters import KNOCK, knock
from consult.loop.close.records import Obligation, Reached
from consult.loop.respond.promise_states import due, every_promise
from consult.loop.respond.records import Commitment, ResponseVersion
from consult.loop.understand.records import Audience, Theme
from consult.people.records import HearBack, Participant
from consult.people.ways import Way, ways_to
from consult.post import messages
from consult.post.messages import Ask, Phrase

ASKED = (1, 8, 22)
"""So many days after its day a promise is asked about: those whom it reached meanwhile are asked then."""
COUNTED = 30
"""So many days after it, what people said is counted and stands in public."""
HAPPENED = "happened"
"""`about` of the question."""


def look(session: Session, *, now: datetime) -> None:
    """By the clock: ask for what is due today. The same of the same day is asked for once."""
    for promise in every_promise(session):
        if not is_over(promise, now.date()):
            continue
        day, days = due(promise), (now.date() - due(promise)).days
        same: dict[str, Any] = {"promise_id": str(promise.id), "day": day.isoformat()}
        asked = max((each for each in ASKED if each <= days), default=None)
        if asked is not None and days < COUNTED:
            outbox.ask_for(session, "ask_happened", key=f"{promise.id}:{day}:{asked}", now=now, **same)
        if days >= COUNTED:
            outbox.ask_for(session, "count_happened", key=f"{promise.id}:{day}", now=now, **same)


def ask(
    session: Session,
    *,
    promise_id: UUID,
    day: date,
    after: UUID | None = None,
    most: int = BATCH,
    now: datetime,
) -> None:
    """Ask the next `most` behind `after`; a day that has moved meanwhile, or an ended promise, is not
    asked about."""
    promise = session.get(Commitment, promise_id)
    if promise is None or not is_over(promise, now.date()) or due(promise) != day:
        return
    themes = open_themes(session, {theme.id for theme in promise.themes})
    batch = portion(session, themes, after=after, most=most)
    _write(session, promise, day, themes, {person for _, person in batch}, now=now)
    if len(batch) == most:
        last = str(batch[-1][0])
        key = f"{promise_id}:{day}:{now.date()}:{last}"
        same: dict[str, Any] = {"promise_id": str(promise_id), "day": day.isoformat()}
        outbox.ask_for(session, "ask_happened", key=key, now=now, after=last, **same)


def count_due(session: Session, *, promise_id: UUID, day: date, now: datetime) -> None:
    """Freeze what people said of a promise, if its day is still the one."""
    promise = session.get(Commitment, promise_id)
    if promise is not None and is_over(promise, now.date()) and due(promise) == day:
        count(session, promise, on=now.date())


def phrases(numbers: Sequence[int], person: int | None) -> list[Phrase]:
    """The question for each number; for the person of a shared phone."""
    if person is None:
        return [Phrase("happened", {"theme": number}) for number in numbers]
    return [Phrase("happened_for", {"theme": number, "person": person}) for number in numbers]


def _write(
    session: Session,
    promise: Commitment,
    day: date,
    themes: Mapping[UUID, Theme],
    asked: Collection[UUID],
    *,
    now: datetime,
) -> None:
    """One text a person, whichever batch they fall into first: it names all their numbers here. Who left,
    or never heard of the promise, is asked nothing."""
    numbers, spoken = _numbers(session, promise, themes, asked)
    here = select(Participant).where(Participant.id.in_(numbers), Participant.left_on.is_(None))
    people = {each.id: each for each in session.scalars(here)}
    ways = [way for found in ways_to(session, set(people)).values() for way in found if way.open]
    keys = {way.reach.id: f"happened:{promise.id}:{day}:{way.reach.id}" for way in ways}
    carried = messages.carried(session, keys.values())
    before = messages.before(
        session, reaches={way.reach.id for way in ways}, points={way.point.id for way in ways}
    )
    for way in ways:
        person = people[way.reach.participant_id]
        if keys[way.reach.id] in carried:
            continue
        whole = way.reach.hear_back is HearBack.WHOLE and person.id not in spoken
        messages.put(before, _ask(keys[way.reach.id], way, person, numbers, whole), now=now)
    messages.keep(session, before)


def _ask(key: str, way: Way, person: Participant, numbers: dict[UUID, list[int]], whole: bool) -> Ask:
    return Ask(
        key=key,
        point=way.point,
        reach=way.reach,
        sentences=phrases(numbers[person.id], way.person) if whole else [knock(way.person)],
        language=person.language,
        asked=False,
        about=HAPPENED if whole else KNOCK,
    )


def _numbers(
    session: Session, promise: Commitment, themes: Mapping[UUID, Theme], people: Collection[UUID]
) -> tuple[dict[UUID, list[int]], set[UUID]]:
    """The numbers of this promise that each of `people` heard of, and who of them only at meetings."""
    said = set(
        session.scalars(select(ResponseVersion.id).where(ResponseVersion.response_id == promise.response_id))
    )
    # Not asked for by theme or by answer: a database would look through everybody, batch after batch.
    rows = session.execute(
        select(Obligation.participant_id, Obligation.theme_id, Reached.version_id)
        .join(Reached, Reached.obligation_id == Obligation.id)
        .where(Obligation.participant_id.in_(people))
    )
    heard = {
        (person, themes[theme])
        for person, theme, version in rows
        if theme and theme in themes and version in said
    }
    numbers: dict[UUID, list[int]] = {}
    spoken: set[UUID] = set()
    for person, theme in sorted(heard, key=lambda each: (each[1].number, each[0])):
        numbers.setdefault(person, []).append(theme.number)
        if theme.audience is Audience.SPOKEN_ONLY:
            spoken.add(person)
    return numbers, spoken
