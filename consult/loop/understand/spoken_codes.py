"""A code that a voice names, for those who do not write: a number, and a word beside it or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.ids import id_of
from consult.common.vault import Vault
from consult.loop.collect.records import Consultation
from consult.loop.understand.codebook import add_code
from consult.loop.understand.records import Code
from consult.loop.understand.said_aloud import say_aloud
from consult.loop.understand.splitting import Part, split
from consult.people.records import Account


def add_spoken(
    session: Session,
    *,
    vault: Vault,
    consultation: Consultation,
    name: str,
    definition: str,
    language: str,
    data: bytes,
    mime: str,
    seconds: int | None,
    key: str,
    by: Account,
    now: datetime,
) -> Code:
    """As `add_code`, with the voice that says its name. Refused (field `sound`) as `recordings.keep`.

    `key`: of the form; the same form with the same words and sound is one code, however often it comes.
    """
    words = {"name": name, "definition": definition, "language": language}
    same = id_of(key, str(consultation.id), str(by.id), name, definition, data)
    one_at_a_time = select(Consultation.id).where(Consultation.id == consultation.id)
    session.scalar(one_at_a_time.with_for_update(key_share=True))
    before = session.get(Code, same)
    if before is not None:
        return before
    code = add_code(session, consultation=consultation, voiced=True, as_id=same, by=by, now=now, **words)
    say_aloud(session, vault=vault, about=code, data=data, mime=mime, seconds=seconds, by=by, now=now)
    return code


def split_spoken(
    session: Session,
    *,
    vault: Vault,
    code: Code,
    into: Sequence[Part],
    voices: Mapping[int, Mapping[str, Any]],
    by: Account,
    now: datetime,
) -> list[Code]:
    """As `split`, with the voices that say the names of the new codes: `data`, `mime` and `seconds` of each,
    by its place in `into`. Refused as `recordings.keep`, field `sound-` with that place."""
    made = split(session, code=code, into=into, by=by, now=now)
    for at, voice in voices.items():
        try:
            say_aloud(session, vault=vault, about=made[at], by=by, now=now, **voice)
        except Refused as refused:
            refused.field = f"sound-{at}"
            raise
    return made
