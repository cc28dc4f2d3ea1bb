"""A promise as it is read on a page: every day that it had, what its keeper claims, what people say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from consult.loop.close.happened import PeopleSay, people_say
from consult.loop.respond.promise_states import (
    claimed,
    days,
    due,
    ended_on,
    overdue,
    promises_about,
    waits_for_other,
)
from consult.loop.respond.records import Commitment, CommitmentStep
from consult.web.parts import now, parts
from consult.web.respond.labels import HAPPENED, SOME


@dataclass(frozen=True)
class Promised:
    """`days`: the first one first. `people`: whole sentences, none while nobody was asked or said a word."""

    promise: Commitment
    days: list[date]
    due: date
    overdue: date | None
    claim: CommitmentStep | None
    ended: date | None
    waits: bool
    people: list[str]


def promised(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[Promised]]:
    """By theme: each promise about it."""
    found = promises_about(session, theme_ids)
    said = people_say(session, found, k=parts().settings.small_cell)
    return {
        theme_id: [seen(each, said.get(theme_id, {})) for each in promises]
        for theme_id, promises in found.items()
    }


def seen(promise: Commitment, said: PeopleSay) -> Promised:
    return Promised(
        promise,
        days(promise),
        due(promise),
        overdue(promise, now().date()),
        claimed(promise),
        ended_on(promise),
        waits_for_other(promise),
        [str(HAPPENED[says]) % {"people": _some(count)} for says, count in said.items()],
    )


def _some(count: int | None) -> str:
    return str(SOME) if count is None else str(count)
