"""Somebody who is missing so far becomes a task: go there and ask; who, by when, what came of it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation, OutreachTask
from consult.people import names
from consult.people.records import Account, Group, Place


def make_task(
    session: Session, *, consultation: Consultation, about: Group | Place, by: Account, now: datetime
) -> OutreachTask:
    """Hear `about`: one task that is not done at a time. Who goes, and by when, is planned after."""
    if about.community_id != consultation.community_id:
        raise Refused(mark("Choose a group or a place of this community."))
    for task in tasks_of(session, consultation=consultation):
        if task.done_at is None and about in (task.group, task.place):
            return task
    task = OutreachTask(
        consultation=consultation,
        group=about if isinstance(about, Group) else None,
        place=about if isinstance(about, Place) else None,
        what="",
        by_id=by.id,
        made_at=now,
    )
    session.add(task)
    session.flush()
    history.note(session, by=by.actor, action="outreach.made", about=task, now=now)
    return task


def plan(
    session: Session,
    *,
    task: OutreachTask,
    what: str,
    who: str,
    due_on: date | None,
    by: Account,
    now: datetime,
) -> None:
    """Say what is done, who does it and by when."""
    _must_wait(task)
    who = names.checked(who, field="who") if who.strip() else ""
    task.what, task.who, task.due_on = what.strip(), who, due_on
    history.note(session, by=by.actor, action="outreach.planned", about=task, now=now)


def done(session: Session, *, task: OutreachTask, note: str, by: Account, now: datetime) -> None:
    """It was done; `note` says what came of it."""
    _must_wait(task)
    if not note.strip():
        raise Refused(mark("Write in a few words what came of it."), field="note")
    task.done_at, task.note = now, note.strip()
    history.note(session, by=by.actor, action="outreach.done", about=task, now=now)


def _must_wait(task: OutreachTask) -> None:
    if task.done_at is not None:
        raise Refused(mark("This is done already."))


def tasks_of(session: Session, *, consultation: Consultation) -> list[OutreachTask]:
    """What waits, the next day first; then what is done, the newest first."""
    found = list(
        session.scalars(
            select(OutreachTask)
            .where(OutreachTask.consultation_id == consultation.id)
            .order_by(OutreachTask.made_at, OutreachTask.id)
        )
    )
    waiting = [each for each in found if each.done_at is None]
    over = [each for each in reversed(found) if each.done_at is not None]
    return [*sorted(waiting, key=lambda task: task.due_on or date.max), *over]


def due_tasks(session: Session, *, consultation: Consultation, today: date) -> list[OutreachTask]:
    """What waits and has its day today or before."""
    return [
        each
        for each in tasks_of(session, consultation=consultation)
        if each.done_at is None and each.due_on is not None and each.due_on <= today
    ]
