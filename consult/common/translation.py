"""Texts of people and offices in other languages, by hand and on record.

One record for every text but prompts: a theme's statement, an office's answer, a
consultation's name. The source text stands on its own record; here are its other languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.common.record import Record


class Translation(Record):
    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("about_id", "field", "language", "version"),)

    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[UUID] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(35))
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID | None]
    checked_by_id: Mapped[UUID | None]
    written_at: Mapped[datetime]
    waits: Mapped[bool] = mapped_column(default=False)
    """Written, and not read by anybody before a yes to it has come."""
    let_at: Mapped[datetime | None]
    """When that yes came; None: it waits, or it never had to."""


@dataclass(frozen=True)
class Worded:
    """A text with the language it is really in, so that a page can set `lang` and `dir`."""

    text: str
    language: str


def write(
    session: Session,
    about: Record,
    field: str,
    *,
    language: str,
    text: str,
    by_id: UUID | None,
    now: datetime,
    waits: bool = False,
) -> Translation:
    """Add a wording; an earlier one in the same language stays as the version before."""
    before = latest(session, about, field, language, waiting=True)
    wording = Translation(
        about_kind=about.__tablename__,
        about_id=about.id,
        field=field,
        language=language,
        version=before.version + 1 if before else 1,
        text=text,
        by_id=by_id,
        written_at=now,
        waits=waits,
    )
    session.add(wording)
    return wording


def keep(
    session: Session,
    about: Record,
    field: str,
    *,
    language: str,
    text: str,
    by_id: UUID,
    now: datetime,
) -> bool:
    """As `write`; but the same words as somebody else's check theirs. Return whether they did."""
    before = latest(session, about, field, language)
    if before is None or before.text != text:
        write(session, about, field, language=language, text=text, by_id=by_id, now=now)
        return False
    if before.by_id == by_id:
        return False
    before.checked_by_id = by_id
    return True


def latest(
    session: Session, about: Record, field: str, language: str, *, waiting: bool = False
) -> Translation | None:
    """The newest wording that may be read; with `waiting`, also one that waits for a yes."""
    mine = select(Translation).where(
        Translation.about_id == about.id, Translation.field == field, Translation.language == language
    )
    if not waiting:
        mine = mine.where(Translation.waits.is_(False))
    return session.scalar(mine.order_by(Translation.version.desc()).limit(1))


def newest(session: Session, about: Record, *, waiting: bool = False) -> dict[tuple[str, str], Translation]:
    """By language and field, the newest wording of `about` that may be read; with `waiting`, also one that
    waits for a yes."""
    rows = select(Translation).where(Translation.about_id == about.id)
    if not waiting:
        rows = rows.where(Translation.waits.is_(False))
    in_order = rows.order_by(Translation.language, Translation.field, Translation.version)
    return {(each.language, each.field): each for each in session.scalars(in_order)}


def that_wait(session: Session, about: Record) -> list[Translation]:
    """The wordings of any field of `about` that wait for a yes, each the newest of its language."""
    return [each for each in newest(session, about, waiting=True).values() if each.waits]


def let_be_read(session: Session, about: Record, *, now: datetime) -> None:
    """The yes came to everything that waited."""
    waiting = update(Translation).where(Translation.about_id == about.id, Translation.waits.is_(True))
    session.execute(waiting.values(waits=False, let_at=now))


def languages_of(session: Session, about: Record, field: str) -> set[str]:
    """The languages in which a wording beside the source exists."""
    return set(
        session.scalars(
            select(Translation.language).where(
                Translation.about_id == about.id, Translation.field == field, Translation.waits.is_(False)
            )
        )
    )


def in_every_language(session: Session, about: Record, field: str, *, source: str) -> dict[str, str]:
    """`field` of `about` by language, the one it was written in first. Empty where nothing is written."""
    text = getattr(about, field)
    if not text:
        return {}
    said = newest(session, about)
    return {source: text} | {language: each.text for (language, of), each in said.items() if of == field}


def take_back(session: Session, about: Record, field: str, *, language: str) -> None:
    """Its maker emptied it: who reads that language reads the next one again."""
    session.execute(
        delete(Translation).where(
            Translation.about_id == about.id, Translation.field == field, Translation.language == language
        )
    )


def forget(session: Session, about: Record) -> None:
    """The text that was translated is taken back, or others read less of it now: no language keeps it."""
    session.execute(delete(Translation).where(Translation.about_id == about.id))


def worded(session: Session, about: Record, field: str, *, source: str, wanted: Sequence[str]) -> Worded:
    """`field` of `about` in the first language of `wanted` that has a wording, else as written.

    `source` is the language of the text on the record itself.
    """
    for language in wanted:
        if language == source:
            break
        found = latest(session, about, field, language)
        if found:
            return Worded(found.text, language)
    return Worded(getattr(about, field), source)
