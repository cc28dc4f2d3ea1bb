"""The process record: how a community's findings were made, for anybody to take along and to check.

It is made anew of history and rows whenever somebody asks for it. It holds no person: days, counts of
acts by those who ask and sort, the words that everyone may read, and hashes of all others.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.common.history import HistoryEntry, HistorySeal
from consult.loop.collect.records import Consultation, Prompt, Round
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.findings import all_findings
from consult.loop.understand.quotes import released
from consult.loop.understand.record_check import KIND, VERSION, hash_of
from consult.loop.understand.records import Card, Check, Code, Findings, Quote, Theme
from consult.loop.understand.release_hashes import (
    item_said,
    items_of,
    quote_said,
    quotes_in,
    whole_said,
)

OF_THE_WORK = (Round, Prompt, Card, Code, Theme, Check, Findings)
"""What belongs to a consultation by its `consultation_id`."""


def process_record(session: Session, *, consultation: Consultation) -> dict[str, Any] | None:
    """All releases with what was done up to the last of them; None: nothing is released."""
    found = all_findings(session, consultation)
    if not found:
        return None
    record = {
        "what": KIND,
        "version": VERSION,
        "consultation": consultation.slug,
        "steps": _steps(session, consultation, until=found[0].released_at),
        "findings": [_release(session, each) for each in reversed(found)],
    }
    return {**record, "hash": hash_of(record)}


def _steps(session: Session, consultation: Consultation, *, until: datetime) -> list[dict[str, Any]]:
    """How often each thing was done on each day, by those who ask, read and sort, and by the clock.
    What people did who speak is no part of it."""
    quotes = select(Quote.id).join(Theme).where(Theme.consultation_id == consultation.id)
    about = [
        HistoryEntry.about_id.in_(select(each.id).where(each.consultation_id == consultation.id))
        for each in OF_THE_WORK
    ]
    entries = session.execute(
        select(HistoryEntry.at, HistoryEntry.action).where(
            or_(HistoryEntry.about_id == consultation.id, HistoryEntry.about_id.in_(quotes), *about),
            HistoryEntry.actor_kind != "participant",
            HistoryEntry.at <= until,
        )
    )
    counted = Counter((at.date().isoformat(), action) for at, action in entries)
    return [{"day": day, "what": action, "times": times} for (day, action), times in sorted(counted.items())]


def _release(session: Session, findings: Findings) -> dict[str, Any]:
    """One release. Of before it was kept how it was made, its number, day and hash are all."""
    what = {
        "number": findings.number,
        "kept": findings.made is not None,
        "released": findings.released_at.date().isoformat(),
        "hash": findings.hash,
        "sealed": _sealed(session, findings),
    }
    if findings.made is None:
        return what
    items, quotes = items_of(session, findings), quotes_in(session, findings)
    open_to_all = {item.id for item in themes_for(session, findings, viewer="everyone")}
    on_the_web = {
        quote.id
        for item_id, each in released(session, items, where=["web"]).items()
        if item_id in open_to_all
        for quote in each
    }
    return {
        **what,
        "made": findings.made,
        "content": whole_said(findings, items, quotes),
        "items": [
            _said(item.hash, item_said(findings, item) if item.id in open_to_all else None) for item in items
        ],
        "quotes": [
            _said(each.hash, quote_said(findings, each) if each.id in on_the_web else None) for each in quotes
        ]
        + [_said(behind, None) for behind in findings.quotes_behind or []],
    }


def _said(hashed: str, content: dict[str, Any] | None) -> dict[str, Any]:
    return {"hash": hashed} if content is None else {"hash": hashed, "content": content}


def _sealed(session: Session, findings: Findings) -> str | None:
    """The link of the platform's own history in which this release was sealed; None: within a minute."""
    return session.scalar(
        select(HistorySeal.hash)
        .join(HistoryEntry, HistoryEntry.id == HistorySeal.entry_id)
        .where(HistoryEntry.about_id == findings.id, HistoryEntry.action == "findings.released")
        .limit(1)
    )
