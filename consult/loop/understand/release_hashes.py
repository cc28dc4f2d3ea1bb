"""What of a release is hashed, and whether it still is what was hashed when it went out.

Who spoke is outside the hash, so that leaving does not break it. Findings of before it was kept how they
were made are hashed as they were then.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.loop.understand.record_check import hash_of
from consult.loop.understand.records import Findings, FindingsQuote, FindingsTheme


def items_of(session: Session, findings: Findings) -> list[FindingsTheme]:
    """Every theme as released, whatever its audience: for representatives and for the hash."""
    return list(
        session.scalars(
            select(FindingsTheme)
            .where(FindingsTheme.findings_id == findings.id)
            .options(selectinload(FindingsTheme.offices))
            .order_by(FindingsTheme.number)
        )
    )


def quotes_in(session: Session, findings: Findings) -> list[FindingsQuote]:
    """Every quote as released, also where its words were taken back since."""
    return list(
        session.scalars(
            select(FindingsQuote)
            .join(FindingsTheme)
            .where(FindingsTheme.findings_id == findings.id)
            .options(selectinload(FindingsQuote.quote), selectinload(FindingsQuote.findings_theme))
            .order_by(FindingsTheme.number, FindingsQuote.hash)
        )
    )


def verify(session: Session, findings: Findings) -> bool:
    """Whether every released word and number still is what was hashed when it went out."""
    items, quotes = items_of(session, findings), quotes_in(session, findings)
    whole = all(item.hash == hash_of(item_said(findings, item)) for item in items)
    whole = whole and all(_quote_holds(findings, quote) for quote in quotes)
    return whole and findings.hash == hash_of(whole_said(findings, items, quotes))


def _quote_holds(findings: Findings, quote: FindingsQuote) -> bool:
    """Words that were taken back are gone, and on record as taken back; all others are as they were."""
    if quote.text is None:
        return quote.quote.ended_on is not None
    return quote.hash == hash_of(quote_said(findings, quote))


def item_said(findings: Findings, item: FindingsTheme) -> dict[str, Any]:
    said = {
        "consultation": findings.consultation.slug,
        "findings": findings.number,
        "number": item.number,
        "name": item.name,
        "statement": item.statement,
        "language": item.language,
        "audience": item.audience.value,
        "offices": sorted(office.slug for office in item.offices),
        "people": item.people,
    }
    if item.meetings:
        said["meetings"] = item.meetings
    return said if findings.made is None else {**said, "salt": item.id.hex}


def quote_said(findings: Findings, quote: FindingsQuote) -> dict[str, Any]:
    return {
        "consultation": findings.consultation.slug,
        "findings": findings.number,
        "number": quote.findings_theme.number,
        "text": quote.text,
        "language": quote.language,
        "where": list(quote.where),
        "salt": quote.id.hex,
    }


def whole_said(
    findings: Findings, items: Sequence[FindingsTheme], quotes: Sequence[FindingsQuote] = ()
) -> dict[str, Any]:
    said = {
        "consultation": findings.consultation.slug,
        "findings": findings.number,
        "round": findings.round.number,
        "released": findings.released_at.date().isoformat(),
        "review_by": findings.review_by.isoformat(),
        "spoke": findings.spoke,
        "set_aside": findings.set_aside,
        "alone": findings.alone,
        "language": findings.language,
        "items": [item.hash for item in sorted(items, key=lambda item: item.number)],
    }
    if findings.made is None:
        return said
    hashes = sorted([*(quote.hash for quote in quotes), *(findings.quotes_behind or [])])
    return {**said, "made": hash_of(findings.made), "quotes": hashes}
