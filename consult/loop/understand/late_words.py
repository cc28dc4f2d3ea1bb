"""Words that come to a theme after a release are owed that theme's answer too.

What is owed lives further along the loop, so it is asked for through the outbox.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.loop.collect.records import Consultation
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.records import Code, Coding, Findings


def was_released(session: Session, consultation: Consultation) -> bool:
    return bool(session.scalar(select(exists().where(Findings.consultation_id == consultation.id))))


def owe_for_codings(
    session: Session, *, consultation: Consultation, codings: Sequence[Coding], now: datetime
) -> None:
    """After a release: ask that whoever spoke these answers is owed what their themes are owed."""
    if was_released(session, consultation):
        late = {str(coding.id): {"answer_id": str(coding.answer_id)} for coding in codings}
        outbox.ask_for_each(session, "owe_late", late, now=now)


def owe_for_codes(
    session: Session, *, consultation: Consultation, codes: Sequence[Code], reason: str, now: datetime
) -> None:
    """The same for all answers that lie under `codes`, when codes come to a theme after a release.

    `reason` names the act, so that a later act asks again.
    """
    if not codes or not was_released(session, consultation):
        return
    rows = effective_codes()
    answers = session.scalars(
        select(rows.c.answer_id).where(rows.c.code_id.in_([code.id for code in codes])).distinct()
    )
    late = {f"{reason}:{answer_id}": {"answer_id": str(answer_id)} for answer_id in answers}
    outbox.ask_for_each(session, "owe_late", late, now=now)
