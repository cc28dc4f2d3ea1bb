"""Merging two codes that say the same: one becomes another name of the other, and ends."""

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.collect.records import Consultation
from consult.loop.understand.codebook import hold_codes, must_not_be_split, note_step
from consult.loop.understand.how_alike import DIFFER, note_how_alike
from consult.loop.understand.late_words import owe_for_codes
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import Card, Code, CodeStep, Coding
from consult.loop.understand.said_aloud import unsay
from consult.people.permissions import Action
from consult.people.records import Account

MERGED = "merged"
"""The step by which a code became another name of a second one."""


def merge(session: Session, *, code: Code, into: Code, by: Account, now: datetime) -> Code:
    """Make `code` an alias of `into`: its answers count there. Nothing that was sorted is lost."""
    must_be_representative(session, by=by, action=Action.SORT, consultation=code.consultation, now=now)
    hold_codes(session, [code, into])
    _must_fit(code, into)
    must_not_be_split(session, [code, into])
    note_step(session, code, MERGED, by, now, theme=str(code.theme_id or ""), into=into.number)
    if into.theme_id is None:
        into.theme_id = code.theme_id
    code.theme_id, code.alias_of_id = None, into.id
    unsay(session, about=code, now=now)
    session.execute(update(Code).where(Code.alias_of_id == code.id).values(alias_of_id=into.id))
    session.flush()
    ours = select(Card.answer_id).where(Card.consultation_id == into.consultation_id)
    note_how_alike(session, and_(Coding.beside.in_(DIFFER), Coding.answer_id.in_(ours)))
    if into.theme_id is not None:
        owe_for_codes(session, consultation=into.consultation, codes=[into], reason=str(code.id), now=now)
    return into


def merged_into(session: Session, *, consultation: Consultation, number: int) -> Code | None:
    """The code under which the cards of code `number` count since it was merged; None: it was not."""
    merged = select(Code.alias_of_id).where(
        Code.consultation_id == consultation.id, Code.number == number, Code.alias_of_id.is_not(None)
    )
    into = session.scalar(merged)
    return session.get_one(Code, into) if into else None


def merged_here(session: Session, *, code: Code) -> list[CodeStep]:
    """The steps by which codes became other names of `code`, the first one first; also those that came
    along with one of them."""
    steps = select(CodeStep).join(CodeStep.code).where(Code.alias_of_id == code.id, CodeStep.step == MERGED)
    return list(session.scalars(steps.order_by(CodeStep.at, Code.number)))


def _must_fit(code: Code, into: Code) -> None:
    if code.id == into.id:
        raise Refused(mark("Choose another code to merge with."), field="into")
    if code.control is not None or into.control is not None:
        raise Refused(mark("Codes that are the same in every consultation cannot be merged."), field="into")
    if code.consultation_id != into.consultation_id or into.alias_of_id or code.alias_of_id:
        raise Refused(mark("This code was merged already or is of another consultation."), field="into")
    if code.theme_id and into.theme_id and code.theme_id != into.theme_id:
        raise Refused(
            mark("Code %(one)s and code %(other)s stand on different themes. Take one off its theme first."),
            field="into",
            one=code.number,
            other=into.number,
        )
