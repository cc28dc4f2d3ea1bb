"""Who sees which entry of the notebook. Whoever is not named here sees none.

Its makers see what stays on paper; representatives who read in the consultation what has left it. Once
findings are out, the committee sees what is for it or for everyone, and everyone what is for everyone.
No office has a desk at which it is shown.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import today_in
from consult.loop.understand.findings import latest
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import EntryKind, NotebookAudience, NotebookEntry, NotebookStep
from consult.people.permissions import Action
from consult.people.records import Account

Outsider = Literal["committee", "everyone"]

OPEN_TO: dict[str, frozenset[NotebookAudience]] = {
    "committee": frozenset({NotebookAudience.COMMITTEE, NotebookAudience.EVERYONE}),
    "everyone": frozenset({NotebookAudience.EVERYONE}),
}
REWRITTEN = "rewritten"


def must_make(session: Session, *, by: Account, consultation: Consultation, now: datetime) -> None:
    """The notebook is the work of representatives who read the words of this consultation."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=consultation, now=now)


def shown_to(account: Account) -> ColumnElement[bool]:
    """The condition on an entry that a representative who reads here may see it: it has left paper, or
    they wrote it."""
    wrote = exists().where(
        NotebookStep.entry_id == NotebookEntry.id,
        NotebookStep.by_id == account.id,
        NotebookStep.step == REWRITTEN,
    )
    return or_(NotebookEntry.audience != NotebookAudience.PAPER, NotebookEntry.by_id == account.id, wrote)


def _living(consultation: Consultation) -> Select[NotebookEntry]:
    return (
        select(NotebookEntry)
        .where(NotebookEntry.consultation_id == consultation.id, NotebookEntry.ended_at.is_(None))
        .order_by(NotebookEntry.number)
    )


def entries(
    session: Session,
    *,
    consultation: Consultation,
    by: Account,
    now: datetime,
    kinds: Collection[EntryKind] = (),
    after: int = 0,
    most: int | None = None,
) -> list[NotebookEntry]:
    """What `by` may see, by number; refused to whoever does not make this notebook."""
    must_make(session, by=by, consultation=consultation, now=now)
    wanted = _living(consultation).where(shown_to(by), NotebookEntry.number > after)
    if kinds:
        wanted = wanted.where(NotebookEntry.kind.in_(kinds))
    return list(session.scalars(wanted.limit(most)))


def entry_numbered(
    session: Session, *, consultation: Consultation, number: int, by: Account, now: datetime
) -> NotebookEntry | None:
    """The entry of that number, also an ended one, if `by` may see it."""
    must_make(session, by=by, consultation=consultation, now=now)
    return session.scalar(
        select(NotebookEntry).where(
            NotebookEntry.consultation_id == consultation.id, NotebookEntry.number == number, shown_to(by)
        )
    )


def may_see(session: Session, *, entry: NotebookEntry, by: Account, now: datetime) -> bool:
    """As `entry_numbered`, for an entry in hand."""
    found = entry_numbered(session, consultation=entry.consultation, number=entry.number, by=by, now=now)
    return found is not None


def how_many(
    session: Session, *, consultation: Consultation, by: Account, now: datetime
) -> dict[EntryKind, int]:
    """How many entries of each kind `by` may see; kinds without any are absent."""
    must_make(session, by=by, consultation=consultation, now=now)
    rows = session.execute(
        select(NotebookEntry.kind, func.count().label("many"))
        .where(
            NotebookEntry.consultation_id == consultation.id, NotebookEntry.ended_at.is_(None), shown_to(by)
        )
        .group_by(NotebookEntry.kind)
    )
    return {row.kind: row.many for row in rows}


def open_entries(
    session: Session,
    *,
    consultation: Consultation,
    viewer: Outsider,
    kinds: Collection[EntryKind] = (),
) -> list[NotebookEntry]:
    """What somebody outside the notebook may see, by number: nothing before the first release."""
    if latest(session, consultation) is None:
        return []
    wanted = _living(consultation).where(NotebookEntry.audience.in_(OPEN_TO[viewer]))
    return list(session.scalars(wanted.where(NotebookEntry.kind.in_(kinds)) if kinds else wanted))


def to_look_at_again(
    session: Session, *, consultation: Consultation, by: Account, now: datetime
) -> list[NotebookEntry]:
    """Entries that `by` may see and whose review day has come, the oldest day first."""
    must_make(session, by=by, consultation=consultation, now=now)
    return list(
        session.scalars(
            _living(consultation)
            .where(shown_to(by), NotebookEntry.review_on <= today_in(consultation.community, now))
            .order_by(None)
            .order_by(NotebookEntry.review_on, NotebookEntry.number)
        )
    )


def old_words(step: NotebookStep, *, by: Account) -> dict[str, object]:
    """What stood before `step`, as far as `by` may read it: words that were on paper then stay with
    those who wrote the entry, also when it is shown to others since."""
    on_paper = step.before.get("audience") == NotebookAudience.PAPER
    return {} if on_paper and by.id not in (step.by_id, step.entry.by_id) else step.before


def steps_of(session: Session, *, entry: NotebookEntry) -> list[NotebookStep]:
    """The history of an entry, oldest first."""
    return list(
        session.scalars(
            select(NotebookStep).where(NotebookStep.entry_id == entry.id).order_by(NotebookStep.at)
        )
    )
