"""The community's own signs, asked again in each round, so that every round compares with the last."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import current_round
from consult.loop.understand.notebook import may_change, note_step
from consult.loop.understand.notebook_details import LONGEST_TEXT, must_be_short
from consult.loop.understand.notebook_seen import must_make, shown_to, to_look_at_again
from consult.loop.understand.records import EntryKind, NotebookEntry, SignSeen
from consult.people.records import Account


def see_sign(session: Session, *, entry: NotebookEntry, text: str, by: Account, now: datetime) -> SignSeen:
    """Write what people see of the sign in the present round; saying it again keeps what was said."""
    may_change(session, entry=entry, by=by, now=now)
    asked = asked_in(session, entry.consultation)
    if entry.kind is not EntryKind.SIGN or asked is None:
        raise Refused(mark("Signs are asked in a round that has opened."), field="text")
    text = must_be_short(text.strip(), LONGEST_TEXT, "text")
    if not text:
        raise Refused(mark("Write what people see of it now."), field="text")
    seen = session.scalar(
        select(SignSeen).where(SignSeen.entry_id == entry.id, SignSeen.round_id == asked.id)
    )
    if seen is None:
        seen = SignSeen(entry_id=entry.id, entry=entry, round_id=asked.id, round=asked, text="")
        session.add(seen)
    note_step(session, entry, "seen", by, now, seen=seen.text, round=asked.number)
    seen.text, seen.by_id, seen.at = text, by.id, now
    session.flush()
    return seen


def asked_in(session: Session, consultation: Consultation) -> Round | None:
    """The round in which signs are asked now: the latest that has opened."""
    current = current_round(session, consultation)
    if current is None or current.opened_at is not None:
        return current
    return session.scalar(
        select(Round)
        .where(Round.consultation_id == consultation.id, Round.opened_at.is_not(None))
        .order_by(Round.number.desc())
        .limit(1)
    )


def to_ask_again(
    session: Session, *, consultation: Consultation, by: Account, now: datetime
) -> list[NotebookEntry]:
    """Signs that `by` may see and of which nobody has said yet what is seen in the present round."""
    must_make(session, by=by, consultation=consultation, now=now)
    asked = asked_in(session, consultation)
    if asked is None:
        return []
    said = exists().where(SignSeen.entry_id == NotebookEntry.id, SignSeen.round_id == asked.id)
    return list(
        session.scalars(
            select(NotebookEntry)
            .where(
                NotebookEntry.consultation_id == consultation.id,
                NotebookEntry.kind == EntryKind.SIGN,
                NotebookEntry.ended_at.is_(None),
                shown_to(by),
                ~said,
            )
            .order_by(NotebookEntry.number)
        )
    )


def to_do_again(
    session: Session, *, consultation: Consultation, by: Account, now: datetime
) -> tuple[int, date | None]:
    """How many entries wait for `by` to look at again or to ask again, and since when."""
    due = to_look_at_again(session, consultation=consultation, by=by, now=now)
    signs = to_ask_again(session, consultation=consultation, by=by, now=now)
    days = [each.review_on for each in due if each.review_on]
    return len({each.id for each in [*due, *signs]}), min(days, default=None)


def seen_of(session: Session, entries: Collection[NotebookEntry]) -> dict[UUID, list[SignSeen]]:
    """What was seen of each sign among `entries`, round by round."""
    rows = session.scalars(
        select(SignSeen)
        .join(SignSeen.round)
        .where(SignSeen.entry_id.in_([each.id for each in entries if each.kind is EntryKind.SIGN]))
        .options(joinedload(SignSeen.round))
        .order_by(Round.number)
    )
    found: dict[UUID, list[SignSeen]] = {}
    for each in rows:
        found.setdefault(each.entry_id, []).append(each)
    return found
