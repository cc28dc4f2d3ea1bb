"""The one list of a translator: which texts lack which language, and which wordings wait to be looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.translation import Translation
from consult.loop.respond.second_look import ALONE_AFTER
from consult.loop.respond.wordings_texts import Text
from consult.people.records import Account

Key = tuple[UUID, str, str]
"""A record, a language and a field."""
Reads = Callable[[str], Sequence[str]]
"""A language's code → what those who have it read."""


@dataclass(frozen=True)
class Waits:
    """`text` in `language`: not said yet, or said in `wording`, by field, that nobody reads before a second
    look; `since`: when the newest of it was written."""

    text: Text
    language: str
    wording: dict[str, Translation]

    @property
    def written(self) -> bool:
        return bool(self.wording)

    @property
    def since(self) -> datetime | None:
        return max((each.written_at for each in self.wording.values()), default=None)

    def looks_from(self, by: Account) -> datetime | None:
        """From when `by` may do the second look: at once at another's words, after a day at one's own."""
        if self.since is None:
            return None
        own = any(each.by_id == by.id for each in self.wording.values())
        return self.since + ALONE_AFTER if own else self.since


def waiting(
    session: Session, *, texts: Sequence[Text], languages: Iterable[str], reads: Reads
) -> list[Waits]:
    """Language by language: what is written and waits first, then what is missing."""
    newest = _newest(session, texts)
    there = {key for key, each in _newest(session, texts, read=True).items() if each.text}
    found = []
    for language in languages:
        of_language = [_of(text, language, newest, there, reads) for text in texts]
        found += sorted((each for each in of_language if each), key=lambda each: not each.written)
    return found


def _newest(session: Session, texts: Sequence[Text], *, read: bool = False) -> dict[Key, Translation]:
    """The newest wordings; `read`: of those that may be read."""
    about = [each.about.id for each in texts]
    rows = select(Translation).where(Translation.about_id.in_(about)).order_by(Translation.version)
    if read:
        rows = rows.where(Translation.waits.is_(False))
    return {(each.about_id, each.language, each.field): each for each in session.scalars(rows)}


def _of(
    text: Text, language: str, newest: dict[Key, Translation], there: set[Key], reads: Reads
) -> Waits | None:
    if language == text.language:
        return None
    kept = {field: newest.get((text.about.id, language, field)) for field in text.fields}
    waits = {field: each for field, each in kept.items() if each is not None and each.waits}
    said = {code for about, code, field in there if about == text.about.id and field == text.fields[0]}
    if not waits and (said | {text.language}) & set(reads(language)):
        return None
    return Waits(text, language, waits)
