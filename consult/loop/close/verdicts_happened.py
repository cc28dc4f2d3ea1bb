"""Did it happen? A meeting's beans on a promise after its day, in lines of its own, never added to people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.close.happened import KEYS, is_over
from consult.loop.close.records import Form, HappenedLine, Return, Says
from consult.loop.respond.promise_states import due, promises_about
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.records import Theme

Promise = tuple[UUID, UUID]
"""A theme, and the answer by which an office promised."""
Counted = Mapping[Promise, Mapping[Says, int]]
"""How many beans lay on each word."""


@dataclass(frozen=True)
class Over:
    """What the answer `version` promised about `theme` was due on `day`, which is over."""

    theme: Theme
    version: ResponseVersion
    day: date

    @property
    def promise(self) -> Promise:
        return self.theme.id, self.version.response_id


def over(
    session: Session, *, themes: Iterable[Theme], versions: Iterable[ResponseVersion], on: date
) -> list[Over]:
    """What a meeting on the day `on` that was told `versions` can be asked, by number."""
    told = {each.response_id: each for each in versions}
    here = {each.id: each for each in themes}
    found = [
        Over(here[theme_id], told[promise.response_id], due(promise))
        for theme_id, promises in promises_about(session, here).items()
        for promise in promises
        if promise.response_id in told and is_over(promise, on)
    ]
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


def happened_at(session: Session, returned: Sequence[Return]) -> dict[UUID, list[HappenedLine]]:
    """The beans of each of `returned` on promises, by theme."""
    lines = session.scalars(
        select(HappenedLine)
        .join(Theme, HappenedLine.theme_id == Theme.id)
        .where(HappenedLine.return_id.in_([each.id for each in returned]))
        .order_by(Theme.number, HappenedLine.response_id, HappenedLine.says)
    )
    found: dict[UUID, list[HappenedLine]] = {}
    for line in lines:
        found.setdefault(line.return_id, []).append(line)
    return found
