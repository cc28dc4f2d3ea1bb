"""The community's promise book: said, answered, promised, and the number by which a changed letter shows.

Every book that there ever was can be worked out again: all that stands in it is only ever added to, with
its time. So nobody keeps books, and whoever types the number of a printed one learns of which day it is
and what stood in it. What people say of promises and who left is no part of the number: it changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from consult.loop.close.book_check import KIND, VERSION, hash_of, number_of
from consult.loop.close.book_parts import Rows, part_at, rows_of
from consult.loop.collect.records import Consultation
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Findings


@dataclass(frozen=True)
class Part:
    """One theme as it stood: `content` is all of it, as it was hashed."""

    theme_id: UUID
    number: int
    content: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Book:
    """What the book of one language said from `since` on, until something was added."""

    consultation: Consultation
    language: str
    findings: Findings
    since: datetime
    parts: list[Part]
    held: list[int]
    number: str


def book_now(
    session: Session, *, consultation: Consultation, language: str, wanted: Sequence[str]
) -> Book | None:
    """The book as it stands; `wanted`: the languages in which a text is looked for, `language` first.
    None: nothing is released."""
    return next(_books(session, consultation, language, wanted), None)


def book_numbered(
    session: Session, *, consultation: Consultation, language: str, wanted: Sequence[str], number: str
) -> Book | None:
    """The newest book that had this check number (digits alone); None: none ever had. Papers from before
    promises were told in other languages fit too."""
    for worded in (True, False):
        for book in _books(session, consultation, language, wanted, worded=worded):
            if book.number == number:
                return book
    return None


def as_file(session: Session, book: Book) -> dict[str, Any]:
    """The book for anybody to take along and to check. What is not for everyone now is closed in it:
    its hash stays, so that the number still can be worked out."""
    now_open = open_now(session, book.consultation)
    return {
        "what": KIND,
        "version": VERSION,
        "about": _about(book.findings, book.language, book.held),
        "themes": [
            {"hash": each.hash, "content": each.content} if each.theme_id in now_open else {"hash": each.hash}
            for each in book.parts
        ],
        "number": book.number,
    }


def open_now(session: Session, consultation: Consultation) -> set[UUID]:
    """The themes that everyone may read at this moment."""
    newest = latest(session, consultation)
    return {each.theme_id for each in themes_for(session, newest, viewer="everyone")} if newest else set()


def _books(
    session: Session,
    consultation: Consultation,
    language: str,
    wanted: Sequence[str],
    *,
    worded: bool = True,
) -> Iterator[Book]:
    """Every book that there ever was, the newest first."""
    rows = rows_of(session, consultation, wanted)
    for moment in rows.moments():
        findings = rows.findings_at(moment)
        shown = [(each, rows.held_at(each.theme_id, moment)) for each in rows.themes[findings.id]]
        parts = [_part(rows, each, moment, worded) for each, held in shown if not held]
        held = [each.number for each, held in shown if held]
        about = _about(findings, language, held)
        number = number_of(about, [each.hash for each in parts])
        yield Book(consultation, language, findings, moment, parts, held, number)


def _part(rows: Rows, theme: Any, moment: datetime, worded: bool) -> Part:
    content = part_at(rows, theme, moment, worded=worded)
    return Part(theme.theme_id, theme.number, content, hash_of(content))


def _about(findings: Findings, language: str, held: Sequence[int]) -> dict[str, Any]:
    return {
        "consultation": findings.consultation.slug,
        "language": language,
        "findings": findings.number,
        "findings_hash": findings.hash,
        "held": list(held),
    }
