"""An answer that names a day on which people hear more is not the end: after that day it is owed again."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from consult.loop.respond.kinds import NEEDS
from consult.loop.respond.passing import runs_on
from consult.loop.respond.records import Kind, ResponseVersion


def again_since(session: Session, versions: Iterable[ResponseVersion], *, today: date) -> dict[UUID, date]:
    """Of published versions that stand: those to be looked at again, each with the day that has passed.

    What was handed over comes back only while nobody has taken it on or answered it.
    """
    over = [
        each
        for each in versions
        if NEEDS[each.kind].comes_back and each.published_at is not None and each.by_when < today
    ]
    handed = {each.id for each in over if each.kind is Kind.NEEDS_OTHERS}
    still = runs_on(session, over) if handed else set()
    return {each.id: each.by_when for each in over if each.id not in handed or each.id in still}
