"""Did it happen? A meeting's beans on a promise after its day, in lines of its own, never added to people.

A meeting judged what was promised then: a day that moves afterwards takes no beans away. They stand with the
day for which they were counted, and after the new one it is asked anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.common.errors import Refused, mark
from consult.loop.close.happened import KEYS
from consult.loop.close.records import Form, HappenedLine, Return, Says
from consult.loop.respond.promise_states import changed_on, days_on, promises_about
from consult.loop.respond.records import Commitment, ResponseVersion
from consult.loop.understand.records import Theme

Promise = tuple[UUID, UUID]
"""A theme, and the answer by which an office promised."""
Counted = Mapping[Promise, Mapping[Says, int]]
"""How many beans lay on each word."""


@dataclass(frozen=True)
class Over:
    """What the answer `version` promised about `theme` was due on `day`, which is over.

    `until`: on that day it moved or ended, so that a later meeting can not be asked about it.
    """

    theme: Theme
    version: ResponseVersion
    day: date
    until: date | None = None

    @property
    def promise(self) -> Promise:
        return self.theme.id, self.version.response_id


def over(
    session: Session, *, themes: Iterable[Theme], versions: Iterable[ResponseVersion], on: date
) -> list[Over]:
    """What a meeting on the day `on` that was told `versions` can be asked, by number."""
    promised = _promised(session, themes, versions)
    return _in_order(
        Over(theme, version, day)
        for theme, version, promise in promised
        if (day := counted_for(promise, on)) is not None
    )


def over_once(
    session: Session,
    *,
    themes: Iterable[Theme],
    versions: Iterable[ResponseVersion],
    today: date,
    on: date | None = None,
) -> list[Over]:
    """What any meeting up to `today` can have been asked, as it stood at the last one that could; `on`: as it
    stood on that day, where it was over then. For a form on which that day is yet to be typed."""
    found: list[Over] = []
    for theme, version, promise in _promised(session, themes, versions):
        moved = [each for each in reversed(changed_on(promise)) if each <= today]
        for asked, until in [(on or today, None), (today, None), *((each, each) for each in moved)]:
            if (day := counted_for(promise, asked)) is not None:
                found.append(Over(theme, version, day, until))
                break
    return _in_order(found)


def counted_for(promise: Commitment, on: date) -> date | None:
    """For which of its days a meeting on the day `on` can say whether it happened; None: none was over."""
    return max((day for day in days_on(promise, on) if day < on), default=None)


def _promised(
    session: Session, themes: Iterable[Theme], versions: Iterable[ResponseVersion]
) -> list[tuple[Theme, ResponseVersion, Commitment]]:
    told = {each.response_id: each for each in versions}
    here = {each.id: each for each in themes}
    return [
        (here[theme_id], told[promise.response_id], promise)
        for theme_id, promises in promises_about(session, here).items()
        for promise in promises
        if promise.response_id in told
    ]


def _in_order(found: Iterable[Over]) -> list[Over]:
    return sorted(found, key=lambda each: (each.theme.number, each.day, each.version.response_id.hex))


def check(counted: Counted, *, asked: Sequence[Over]) -> None:
    """Refuse beans on what could not be asked, and on words of the other question."""
    may = {each.promise for each in asked}
    for promise, said in counted.items():
        if any(count < 0 for count in said.values()):
            raise Refused(mark("Beans are counted from 0."), field="beans")
        some = {says for says, count in said.items() if count}
        if some and (promise not in may or some - set(KEYS.values())):
            raise Refused(
                mark(
                    "Whether a promise was kept is asked after its day, at a meeting where its answer is"
                    " told."
                ),
                field="beans",
            )


def add_lines(session: Session, *, returned: Return, themes: Iterable[Theme], counted: Counted) -> None:
    """Keep what was counted at the meeting that was written down. Refused as `check`."""
    meeting = returned.form is Form.MEETING
    asked = over(session, themes=themes, versions=returned.versions, on=returned.on) if meeting else []
    check(counted, asked=asked)
    session.add_all(
        HappenedLine(returned=returned, theme_id=theme, response_id=response, says=says, beans=count)
        for (theme, response), said in counted.items()
        for says, count in said.items()
        if count
    )


@dataclass(frozen=True)
class SaidOf:
    """What a meeting said of what was promised for `day`. None: of that promise no day was over then."""

    line: HappenedLine
    day: date | None


def happened_at(session: Session, returned: Sequence[Return]) -> dict[UUID, list[SaidOf]]:
    """The beans of each of `returned` on promises, by theme."""
    lines = session.scalars(
        select(HappenedLine)
        .join(Theme, HappenedLine.theme_id == Theme.id)
        .where(HappenedLine.return_id.in_([each.id for each in returned]))
        .options(joinedload(HappenedLine.returned), joinedload(HappenedLine.response))
        .order_by(Theme.number, HappenedLine.response_id, HappenedLine.says)
    ).all()
    promises = promises_about(session, {line.theme_id for line in lines})
    of = {
        (theme, each.response_id): each
        for theme, same in promises.items()
        for each in same
        if each.response_id is not None
    }
    found: dict[UUID, list[SaidOf]] = {}
    for line in lines:
        promise = of.get((line.theme_id, line.response_id))
        day = counted_for(promise, line.returned.on) if promise else None
        found.setdefault(line.return_id, []).append(SaidOf(line, day))
    return found
