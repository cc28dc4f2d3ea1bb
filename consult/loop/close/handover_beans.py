"""Beans that helpers counted and no representative wrote down yet: they go along and wait at the successor.

Written down in one house they wait in none: a meeting counts once.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.history import HistoryEntry
from consult.loop.close.handover_rows import Row, Rows
from consult.loop.close.records import BeansBrought
from consult.loop.collect.records import Consultation
from consult.people.records import HelperLink

PACKED = "beans.packed"


def note_packed(session: Session, rows: Rows, *, pack: UUID, now: datetime) -> None:
    """Keep which beans went into the pack, so that `unpacked` finds those that came later."""
    for row in rows["beans_brought"]:
        beans = session.get_one(BeansBrought, row["id"])
        history.note(session, by=history.OPERATOR, action=PACKED, about=beans, now=now, pack=pack.hex)


def unpacked(session: Session, *, community: UUID, pack: UUID) -> int:
    """Of how many meetings the successor must hear by a newer pack: they came since it was packed, or were
    written down or set aside since."""
    here = select(BeansBrought.id).join(Consultation).where(Consultation.community_id == community)
    waiting = set(session.scalars(here.where(BeansBrought.settled_on.is_(None))))
    noted = select(HistoryEntry).where(HistoryEntry.action == PACKED, HistoryEntry.about_id.in_(here))
    packed = {each.about_id for each in session.scalars(noted) if each.detail.get("pack") == pack.hex}
    return len(waiting ^ packed)


def links_here(session: Session, rows: Sequence[Row], now: datetime) -> list[Row]:
    """Who counted them, as links that open nothing here: their numbers stand beside those given here."""
    rows = list(rows)
    if not rows:
        return rows
    of = rows[0]["community_id"]
    given = set(session.scalars(select(HelperLink.number).where(HelperLink.community_id == of)))
    last = max((session.scalar(select(func.max(HelperLink.number))) or 0, *(row["number"] for row in rows)))
    found = []
    for row in rows:
        number = row["number"]
        if number in given:
            number = last = last + 1
        given.add(number)
        ended = row["ended_at"] or now
        own = {"name": "–", "token_hash": row["id"].hex, "made_at": ended, "number": number}
        found.append({**row, **own, "ended_at": ended})
    return found


def on_themes_here(rows: Sequence[Row], themes: set[str]) -> list[Row]:
    """The beans as they can stand here: those on a number that did not come have nowhere to lie."""
    kept = []
    for row in rows:
        lie: Row = {
            name: {key: n for key, n in row[name].items() if key.partition(":")[0] in themes}
            for name in ("beans", "happened")
            if row.get(name) is not None
        }
        if any(lie.values()):
            kept.append({**row, **lie})
    return kept


def follow_beans(session: Session, rows: Rows, now: datetime) -> None:
    """A newer pack: what waits there no more was written down there, and comes as a return, or set aside."""
    waits = {row["id"] for row in rows["beans_brought"]}
    (community,) = rows["community"]
    came = (
        select(BeansBrought)
        .join(Consultation, BeansBrought.consultation_id == Consultation.id)
        .where(Consultation.community_id == community["id"], BeansBrought.settled_on.is_(None))
    )
    for beans in session.scalars(came):
        if beans.id not in waits and beans.helper_link.token_hash == beans.helper_link_id.hex:
            beans.settled_on = now.date()
    session.flush()
