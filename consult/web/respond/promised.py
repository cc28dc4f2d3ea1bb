"""A promise as it is read on a page: every day that it had, what its keeper claims, what people say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from consult.common.record import Record
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
    """`days`: the first one first. `people`: whole sentences, as counted on the day `counted`. `asks`:
    people are asked whether it happened; only what an office promised by its answer reached them."""

    promise: Commitment
    days: list[date]
    due: date
    overdue: date | None
    claim: CommitmentStep | None
    ended: date | None
    waits: bool
    people: list[str]
    counted: date | None
    asks: bool
    said: PeopleSay | None


def promised(session: Session, theme_ids: Iterable[UUID]) -> dict[UUID, list[Promised]]:
    """By theme: each promise about it."""
    found = promises_about(session, theme_ids)
    said = people_say(session, found, k=parts().settings.small_cell)
    return {
        theme_id: [seen(each, _of(said, theme_id, each)) for each in promises]
        for theme_id, promises in found.items()
    }


def worded_in(found: Mapping[UUID, list[Promised]]) -> list[Record]:
    """What may stand in other languages: the promises, and what is claimed of them."""
    promises = [each for of_theme in found.values() for each in of_theme]
    return [*(each.promise for each in promises), *(each.claim for each in promises if each.claim)]


def seen_first(session: Session, found: Iterable[Commitment]) -> list[Promised]:
    """Each with what people say of its first number."""
    promises = list(found)
    themes = {theme.id for each in promises for theme in each.themes}
    said = people_say(session, themes, k=parts().settings.small_cell)
    return [seen(each, _of(said, each.themes[0].id, each) if each.themes else None) for each in promises]


def seen(promise: Commitment, said: PeopleSay | None) -> Promised:
    return Promised(
        promise,
        days(promise),
        due(promise),
        overdue(promise, now().date()),
        claimed(promise),
        ended_on(promise),
        waits_for_other(promise),
        [str(HAPPENED[says]) % {"people": _some(count)} for says, count in said.counts.items()]
        if said
        else [],
        said.on if said else None,
        promise.response_id is not None,
        said,
    )


def _of(said: Mapping[tuple[UUID, UUID], PeopleSay], theme_id: UUID, promise: Commitment) -> PeopleSay | None:
    return said.get((theme_id, promise.response_id)) if promise.response_id else None


def _some(count: int | None) -> str:
    return str(SOME) if count is None else str(count)
