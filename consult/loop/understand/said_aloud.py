"""The name of a code or a theme as somebody of the place says it; the written word stands beside it.

A voice says one name: with a second voice, or another name, the first is wiped.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.vault import Vault
from consult.loop.collect import recordings
from consult.loop.collect.records import Recording
from consult.loop.understand.records import Code, CodeStep, Theme
from consult.people.records import Account


def say_aloud(
    session: Session,
    *,
    vault: Vault,
    about: Code | Theme,
    data: bytes,
    mime: str,
    seconds: int | None,
    by: Account,
    now: datetime,
) -> Recording:
    """Keep this voice for the name of `about`. Refused (field `sound`) as `recordings.keep`."""
    voice = recordings.keep(session, vault=vault, data=data, mime=mime, seconds=seconds, by=by.id, now=now)
    unsay(session, about=about, now=now)
    about.recording = voice
    session.flush()
    action = f"{about.__tablename__}.recorded"
    history.note(session, by=by.actor, action=action, about=about, now=now, number=about.number)
    return voice


def unsay(session: Session, *, about: Code | Theme, now: datetime) -> None:
    """Wipe what no longer is its name."""
    if (before := about.recording) is not None:
        about.recording = None
        session.flush()
        recordings.wipe(session, recording=before, now=now)


def last_word(session: Session, code: Code) -> str:
    """The last written name of `code`, which its voice says too; empty while it never had one."""
    if code.name:
        return code.name
    steps = select(CodeStep.before).where(CodeStep.code_id == code.id).order_by(CodeStep.at.desc())
    return next((before["name"] for before in session.scalars(steps) if before.get("name")), "")
