"""Everything that a level is shown of an answer, as one hash: a changed word needs every yes anew."""

import hashlib
import json

from sqlalchemy.orm import Session

from consult.common import translation
from consult.loop.respond.records import ResponseVersion

FIELDS = ("words", "why", "who")
"""What people read of an answer; all three can be worded, the first is needed."""


def hash_of(session: Session, version: ResponseVersion, *, waiting: bool = False) -> str:
    """Of every field of the answer and its wording in every language; with `waiting`, also of wordings
    that came later and that nobody reads yet."""
    said = [version.kind, version.language, version.words, version.why, version.who]
    days = [str(version.by_when), str(version.handed_on)]
    beside = [version.to_whom, str(version.to_office_id), version.reference, version.question]
    about = sorted(str(theme.theme_id) for theme in version.response.themes)
    worded = [
        [language, field, text]
        for (language, field), text in sorted(wordings_of(session, version, waiting=waiting).items())
    ]
    whole = [*said, *days, *beside, version.only_wording, about, worded]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def wordings_of(
    session: Session, version: ResponseVersion, *, waiting: bool = False
) -> dict[tuple[str, str], str]:
    """Beside the language in which it was written, by language and field: what may be read, or waits."""
    said = translation.newest(session, version, waiting=waiting)
    return {(language, field): each.text for (language, field), each in said.items() if field in FIELDS}
