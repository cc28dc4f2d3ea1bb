"""Texts of offices and representatives as somebody reads them: in a language of theirs, or as written."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.record import Record
from consult.common.translation import Translation, Worded

Say = Callable[[Record, str, str], Worded]
"""A record, one of its fields, and the language in which it was written → the words to show."""


def in_tongue(session: Session, abouts: Iterable[Record], wanted: Sequence[str]) -> Say:
    """Of all `abouts` in one query; `wanted`: the languages of the reader, best first."""
    rows = session.scalars(
        select(Translation)
        .where(
            Translation.about_id.in_([each.id for each in abouts]),
            Translation.language.in_(list(wanted)),
            Translation.waits.is_(False),
        )
        .order_by(Translation.version)
    )
    newest = {(each.about_id, each.field, each.language): each.text for each in rows}

    def say(about: Record, field: str, source: str) -> Worded:
        for language in wanted:
            if language == source:
                break
            if text := newest.get((about.id, field, language)):
                return Worded(text, language)
        return Worded(getattr(about, field), source)

    return say
